"""Sessions, from createSession to closeSession."""

import asyncio
from typing import Any

import pytest

from tests.integration.analytics.stack import ADMIN, APP, Stack, at, event, user

SESSION = """
query ($id: ID!) {
  sessionAnalytics(sessionId: $id) {
    isFinal definition sessionId userId startedAt lastEventAt closedAt duration events contentsViewed views plays
    completions watchTime { total average } impressions likes saves comments shares clicks skips engagementRate
  }
}
"""
CREATE = "mutation ($session: SessionInput) { createSession(session: $session) { status sessionId eventId code path } }"
CLOSE = """
mutation ($id: ID!, $occurredAt: DateTime) {
  closeSession(sessionId: $id, occurredAt: $occurredAt) { status sessionId code path }
}
"""


def done(kind: str, content: str, time: str, **more: Any) -> dict[str, Any]:
    return event(kind, content, sessionId="s1", **at(time), **more)


async def test_a_session_adds_up_its_events(stack: Stack) -> None:
    created = await stack.ask(CREATE, APP, session={"sessionId": "s1", "userId": "u1", **at("2026-11-20T10:00")})
    await stack.count(
        done("IMPRESSION", "c1", "2026-11-20T10:00"),
        done("VIEW_START", "c1", "2026-11-20T10:01"),
        done("VIEW_COMPLETE", "c1", "2026-11-20T10:02", viewData={"totalWatchTime": 50}),
        done("LIKE", "c1", "2026-11-20T10:02"),
        done("SAVE", "c1", "2026-11-20T10:02"),
        done("VIEW_START", "c2", "2026-11-20T10:03"),
        done("VIEW_START", "c2", "2026-11-20T10:04", viewData={"totalWatchTime": 10}),
        done("SHARE", "c2", "2026-11-20T10:05"),
        done("COMMENT", "c2", "2026-11-20T10:05"),
        done("CLICK", "c2", "2026-11-20T10:05"),
        done("CLICK", "c2", "2026-11-20T10:05"),
        done("SKIP", "c3", "2026-11-20T10:06"),
        done("SWIPE_AWAY", "c4", "2026-11-20T10:07"),
        event("VIEW_START", "c9", sessionId="another"),
    )
    assert created["status"] == "ACCEPTED"
    assert created["sessionId"] == "s1"
    await stack.set_as_of("2026-11-20T10:08:00Z")
    assert await stack.ask(SESSION, id="s1") == {
        "isFinal": False,
        "definition": "start@1",
        "sessionId": "s1",
        "userId": "u1",
        "startedAt": "2026-11-20T10:00:00+00:00",
        "lastEventAt": "2026-11-20T10:07:00+00:00",
        "closedAt": None,
        "duration": 420.0,
        "events": 14,
        "contentsViewed": 2,
        "views": 3,
        "plays": 2,
        "completions": 1,
        "watchTime": {"total": 60.0, "average": 20.0},
        "impressions": 1,
        "likes": 1,
        "saves": 1,
        "comments": 1,
        "shares": 1,
        "clicks": 2,
        "skips": 2,
        "engagementRate": 100.0,
    }


async def test_a_closed_session_is_final(stack: Stack) -> None:
    await stack.ask(CREATE, APP, session={"sessionId": "s1", **at("2026-11-20T12:00")})
    closed = await stack.ask(CLOSE, APP, id="s1", occurredAt="2026-11-20T12:05:00Z")
    await stack.aggregator.drain()
    assert closed == {"status": "ACCEPTED", "sessionId": "s1", "code": None, "path": None}
    answer = await stack.ask(SESSION, id="s1")
    assert answer["isFinal"] is True
    assert answer["closedAt"] == "2026-11-20T12:05:00+00:00"
    assert answer["duration"] == 300.0


async def test_a_session_with_events_after_its_close_is_open_again(stack: Stack) -> None:
    await stack.ask(CLOSE, APP, id="s1", occurredAt="2026-11-20T11:00:00Z")
    await stack.count(event("VIEW_START", sessionId="s1", **at("2026-11-20T11:05")))
    await stack.set_as_of("2026-11-20T11:06:00Z")
    answer = await stack.ask(SESSION, id="s1")
    assert (answer["isFinal"], answer["closedAt"]) == (False, None)
    await stack.ask(CLOSE, APP, id="s1", occurredAt="2026-11-20T11:05:30Z")
    await stack.aggregator.drain()
    answer = await stack.ask(SESSION, id="s1")
    assert (answer["isFinal"], answer["closedAt"]) == (True, "2026-11-20T11:05:30+00:00")


async def test_a_session_without_events_for_half_an_hour_is_final(stack: Stack) -> None:
    await stack.count(event("VIEW_START", sessionId="s1", **at("2026-11-20T10:00")))
    for as_of, final in (("10:29:59", False), ("10:30:00", True)):
        await stack.set_as_of(f"2026-11-20T{as_of}Z")
        assert (await stack.ask(SESSION, id="s1"))["isFinal"] is final


async def test_a_guest_is_given_a_session(stack: Stack) -> None:
    created = await stack.ask(CREATE, APP)
    assert created["status"] == "ACCEPTED"
    assert created["sessionId"]
    await stack.aggregator.drain()
    answer = await stack.ask(SESSION, id=created["sessionId"])
    assert answer["userId"] is None
    assert answer["events"] == 1


async def test_a_refused_session_names_the_field(stack: Stack) -> None:
    contradicting = user("u1")
    viewer = type(contradicting)(may_track=True, user_id="u1", role=contradicting.role)
    refused = await stack.ask(CREATE, viewer, session={"userId": "u2"})
    assert (refused["status"], refused["code"]) == ("REJECTED", "USER_MISMATCH")
    assert refused["path"] == ["session", "userId"]
    too_long = await stack.ask(CLOSE, APP, id="s" * 129)
    assert (too_long["status"], too_long["path"]) == ("REJECTED", ["sessionId"])


async def test_an_unknown_session_is_not_found(stack: Stack) -> None:
    assert await stack.refusal(SESSION, id="nobody") == {"code": "NOT_FOUND", "field": ["sessionId"]}


async def test_views_of_a_session_go_by_the_definition(stack: Stack) -> None:
    await stack.count(
        done("VIEW_START", "c1", "2026-11-20T10:00", viewData={"watchTime": 12}),
        done("VIEW_START", "c2", "2026-11-20T10:01", viewData={"watchTime": 4}),
        done("VIEW_START", "c3", "2026-11-20T10:02"),
        done("SHARE", "c3", "2026-11-20T10:02"),
    )
    document = """query ($definition: String!) {
      sessionAnalytics(sessionId: "s1", definition: $definition) {
        definition views plays contentsViewed watchTime { average } engagementRate
      }
    }"""
    for definition, views in (("start@1", 3), ("engaged@1", 2), ("linkedin@1", 2), ("peertube@1", 1)):
        assert await stack.ask(document, definition=definition) == {
            "definition": definition,
            "views": views,
            "plays": 3,
            "contentsViewed": 3,
            "watchTime": {"average": pytest.approx(16 / views)},
            "engagementRate": pytest.approx(100 / views),
        }


@pytest.mark.parametrize("at_once", [True, False])
async def test_events_of_others_do_not_lock_a_user_out_of_its_session(stack: Stack, at_once: bool) -> None:
    """Whatever viewer and time the events name: the server's clock decides which came first."""
    own = done("VIEW_START", "c1", "2026-11-20T10:01")
    await (stack.track([own]) if at_once else stack.count(own))
    for stranger in ("a", "z"):
        await stack.track([event("VIEW_START", "c1", stranger, sessionId="s1", **at("2026-11-20T10:00"))])
    await stack.count(done("VIEW_START", "c2", "2026-11-20T10:02"))
    for viewer in (user("u1"), ADMIN):
        answer = await stack.ask(SESSION, viewer, id="s1")
        assert (answer["userId"], answer["events"]) == ("u1", 4)
    for stranger in ("a", "z"):
        assert (await stack.refusal(SESSION, user(stranger), id="s1"))["code"] == "FORBIDDEN"


async def test_without_raw_events_a_session_of_several_users_is_still_the_firsts(stack: Stack) -> None:
    for name in ("u2", "u1"):
        await stack.count(event("VIEW_START", "c1", name, sessionId="s1"))
    await stack.services.pool.execute("DELETE FROM events")
    assert (await stack.refusal(SESSION, user("u1"), id="s1"))["code"] == "FORBIDDEN"
    assert (await stack.ask(SESSION, user("u2"), id="s1"))["userId"] == "u2"


UNIQUE = 'query { contentAnalytics(contentId: "c1") { views { total unique } } }'


@pytest.mark.parametrize(("own", "viewers"), [("made-by-the-app", 1), (None, 2)])
async def test_two_first_batches_of_a_guest_are_one_viewer_if_the_app_made_the_session_id(
    stack: Stack, own: str | None, viewers: int
) -> None:
    """Both leave before any answer."""
    said = {} if own is None else {"sessionId": own}
    batches = [[event("VIEW_START", "c1", None, **said), event("LIKE", "c1", None, **said)] for _ in range(2)]
    await asyncio.gather(*map(stack.track, batches))
    await stack.aggregator.drain()
    assert (await stack.ask(UNIQUE))["views"] == {"total": 2, "unique": viewers}


NUMBERED = """
query ($number: Int) {
  sessionAnalytics(sessionId: "s1", number: $number) {
    number sessions startedAt duration events contentsViewed views watchTime { total } closedAt isFinal userId revision
  }
}
"""


async def test_a_session_id_that_is_kept_has_a_session_for_each_visit(stack: Stack) -> None:
    await stack.count(
        done("VIEW_START", "c1", "2026-11-18T10:00", viewData={"watchTime": 20}, playId="p1"),
        done("VIEW_START", "c2", "2026-11-18T10:30", viewData={"watchTime": 30}, playId="p2"),
        done("VIEW_START", "c1", "2026-11-19T10:00", viewData={"watchTime": 5}, playId="p3"),
        done("VIEW_PROGRESS", "c1", "2026-11-19T10:01", viewData={"watchTime": 5}, playId="p3"),
    )
    await stack.count(done("VIEW_PROGRESS", "c1", "2026-11-20T12:00", viewData={"watchTime": 7}, playId="p3"))
    await stack.set_as_of("2026-11-20T12:01:00Z")
    newest = {
        "number": 3, "sessions": 3, "startedAt": "2026-11-20T12:00:00+00:00", "duration": 0.0, "events": 1,
        "contentsViewed": 0, "views": 0, "watchTime": {"total": 0.0}, "closedAt": None, "isFinal": False,
        "userId": "u1", "revision": 2,
    }  # fmt: skip
    assert await stack.ask(NUMBERED) == newest
    assert await stack.ask(NUMBERED, number=3) == newest
    assert await stack.ask(NUMBERED, number=2) == newest | {
        "number": 2, "startedAt": "2026-11-19T10:00:00+00:00", "duration": 60.0, "events": 2, "contentsViewed": 1,
        "views": 1, "watchTime": {"total": 17.0}, "isFinal": True,
    }  # fmt: skip
    assert await stack.ask(NUMBERED, number=1) == newest | {
        "number": 1, "startedAt": "2026-11-18T10:00:00+00:00", "duration": 1800.0, "events": 2, "contentsViewed": 2,
        "views": 2, "watchTime": {"total": 50.0}, "isFinal": True,
    }  # fmt: skip
    totals = await stack.ask("{ platformAnalytics { sessions averageSessionDuration } }")
    assert totals == {"sessions": 3, "averageSessionDuration": 620.0}


async def test_a_late_event_joins_two_sessions(stack: Stack) -> None:
    await stack.count(done("VIEW_START", "c1", "2026-11-20T10:00"))
    await stack.count(done("VIEW_START", "c1", "2026-11-20T11:00"))
    assert (await stack.ask(NUMBERED))["sessions"] == 2
    await stack.count(done("LIKE", "c1", "2026-11-20T10:30"))
    answer = await stack.ask(NUMBERED)
    assert (answer["number"], answer["sessions"], answer["duration"], answer["events"]) == (1, 1, 3600.0, 3)
    assert (answer["contentsViewed"], answer["views"]) == (1, 2)
    totals = await stack.ask("{ platformAnalytics { sessions averageSessionDuration } }")
    assert totals == {"sessions": 1, "averageSessionDuration": 3600.0}


@pytest.mark.parametrize("number", [-1, 0, 2])
async def test_an_unknown_number_is_not_found(stack: Stack, number: int) -> None:
    await stack.count(done("VIEW_START", "c1", "2026-11-20T10:00"))
    assert await stack.refusal(NUMBERED, number=number) == {"code": "NOT_FOUND", "field": ["number"]}


async def test_a_session_id_with_several_sessions_is_the_first_users(stack: Stack) -> None:
    """Also where another user began a session of the id, and of whatever number."""
    await stack.count(done("VIEW_START", "c1", "2026-11-19T10:00"))
    for time in ("2026-11-18T10:00", "2026-11-20T10:00"):
        await stack.count(event("VIEW_START", "c1", "stranger", sessionId="s1", **at(time)))
    for number in (1, 2, 3, None):
        assert (await stack.ask(NUMBERED, user("u1"), number=number))["userId"] == "u1"
        assert (await stack.refusal(NUMBERED, user("stranger"), number=number))["code"] == "FORBIDDEN"
