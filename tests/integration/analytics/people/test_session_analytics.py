"""Sessions, from createSession to closeSession."""

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
        "events": 13,
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
        "clicks": 1,
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
        done("CLICK", "c3", "2026-11-20T10:02"),
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
            "watchTime": {"average": 16 / views},
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
