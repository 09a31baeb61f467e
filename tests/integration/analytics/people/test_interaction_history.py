"""interactionHistory: the events of a user or a session, newest first."""

from typing import Any

import pytest

from server.access import Caller, Role
from tests.integration.analytics.stack import ADMIN, APP, Stack, at, event, user

HISTORY = """
query ($userId: ID, $sessionId: ID, $types: [EventType!], $first: Int! = 20, $after: String) {
  interactionHistory(userId: $userId, sessionId: $sessionId, types: $types, first: $first, after: $after) {
    asOf revision isFinal definition
    edges {
      cursor
      node {
        eventId type contentId title creatorId userId sessionId occurredAt receivedAt watchTime position properties
      }
    }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}
"""
UPSERT = "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }"


def done(name: str, minute: int, kind: str = "IMPRESSION", who: str | None = "u1", **more: Any) -> dict[str, Any]:
    return event(kind, "c1", who, id=name, **at(f"2026-11-20T10:{minute:02}"), **more)


def names(answer: Any) -> list[str]:
    return [edge["node"]["eventId"] for edge in answer["edges"]]


async def test_an_event_is_listed_as_it_was_sent(stack: Stack) -> None:
    await stack.ask(UPSERT, contents=[{"id": "c1", "creatorId": "k1", "title": "One"}])
    await stack.count(
        done("one", 1, "SHARE", sessionId="s1", properties={"sharedTo": "mail"}),
        done("two", 2, "VIEW", viewData={"watchTime": 2.5, "position": 7}),
        event("SESSION_START", None, "u1", id="three", sessionId="s2", **at("2026-11-20T10:03")),
    )
    answer = await stack.ask(HISTORY, user("u1"))
    assert answer["asOf"] is not None
    assert (answer["revision"], answer["isFinal"], answer["definition"]) == (1, False, "start@1")
    third, second, first = (edge["node"] for edge in answer["edges"])
    assert first == {
        "eventId": "one",
        "type": "SHARE",
        "contentId": "c1",
        "title": "One",
        "creatorId": "k1",
        "userId": "u1",
        "sessionId": "s1",
        "occurredAt": "2026-11-20T10:01:00+00:00",
        "receivedAt": "2026-11-20T12:07:00+00:00",
        "watchTime": None,
        "position": None,
        "properties": {"sharedTo": "mail"},
    }
    assert (second["type"], second["watchTime"], second["position"]) == ("VIEW_START", 2.5, 7.0)
    assert (third["contentId"], third["title"], third["properties"]) == (None, None, None)


async def test_events_are_listed_once_they_are_counted(stack: Stack) -> None:
    await stack.count(done("counted", 1))
    await stack.track([done("pending", 2)])
    assert names(await stack.ask(HISTORY, user("u1"))) == ["counted"]
    await stack.aggregator.drain()
    assert names(await stack.ask(HISTORY, user("u1"))) == ["pending", "counted"]


async def test_types_are_chosen_by_either_of_their_names(stack: Stack) -> None:
    await stack.count(done("v", 1, "VIEW_START"), done("c", 2, "COMPLETE"), done("i", 3), done("s", 4, "SAVE"))
    for types, found in (
        (["SAVE", "IMPRESSION"], ["s", "i"]),
        (["VIEW"], ["v"]),
        (["VIEW_START", "VIEW"], ["v"]),
        (["VIEW_COMPLETE"], ["c"]),
        ([], []),
        (None, ["s", "i", "c", "v"]),
    ):
        assert names(await stack.ask(HISTORY, user("u1"), types=types)) == found


@pytest.mark.parametrize("whose", [{"userId": "u1"}, {"sessionId": "s1"}])
async def test_pages_meet_each_event_once_also_those_of_the_same_moment(stack: Stack, whose: dict[str, str]) -> None:
    await stack.count(*(done(f"e{number}", number // 4, sessionId="s1") for number in range(11)))
    seen: list[str] = []
    after = None
    while True:
        page = await stack.ask(HISTORY, ADMIN, first=3, after=after, **whose)
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        seen += names(page)
        if after is None:
            await stack.count(done("new", 50, sessionId="s1"))
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert sorted(seen) == sorted(f"e{number}" for number in range(11))
    assert [sorted(seen[:3]), sorted(seen[3:7]), sorted(seen[7:])] == [
        ["e10", "e8", "e9"],
        ["e4", "e5", "e6", "e7"],
        ["e0", "e1", "e2", "e3"],
    ]


async def test_a_user_has_its_own_history(stack: Stack) -> None:
    await stack.count(done("mine", 1), done("hers", 2, who="u2"))
    assert names(await stack.ask(HISTORY, user("u1"))) == ["mine"]
    assert names(await stack.ask(HISTORY, ADMIN, userId="u2")) == ["hers"]
    assert names(await stack.ask(HISTORY, Caller(project_id=2, user_id="u1", role=Role.USER))) == []
    for viewer, code in ((user("u1"), "FORBIDDEN"), (APP, "UNAUTHENTICATED")):
        assert (await stack.refusal(HISTORY, viewer, userId="u2"))["code"] == code
    assert (await stack.refusal(HISTORY, ADMIN, userId="u1", sessionId="s1"))["code"] == "BAD_INPUT"
    assert (await stack.refusal(HISTORY, user("u1"), after="!"))["field"] == ["after"]


async def test_the_history_of_a_guests_session_needs_its_id_and_the_write_key(stack: Stack) -> None:
    await stack.count(done("guest", 1, who=None, sessionId="s1"))
    assert names(await stack.ask(HISTORY, APP, sessionId="s1")) == ["guest"]
    assert names(await stack.ask(HISTORY, APP, sessionId="unknown")) == []
    assert (await stack.refusal(HISTORY, user("u1"), sessionId="s1"))["code"] == "FORBIDDEN"
    assert (await stack.refusal(HISTORY, Caller(), sessionId="s1"))["code"] == "UNAUTHENTICATED"


async def test_the_history_of_a_session_with_a_user_is_the_users(stack: Stack) -> None:
    await stack.count(done("before", 1, who=None, sessionId="s1"), done("after", 2, sessionId="s1"))
    assert names(await stack.ask(HISTORY, user("u1"), sessionId="s1")) == ["after", "before"]
    for viewer in (APP, user("u2")):
        assert (await stack.refusal(HISTORY, viewer, sessionId="s1"))["code"] == "FORBIDDEN"


async def test_a_user_who_joins_a_session_meanwhile_stays_unseen(stack: Stack) -> None:
    """Who may read a session is looked up before its events are: what is read shows guests and oneself only."""
    await stack.count(done("guest", 1, who=None, sessionId="s1"), done("mine", 2, sessionId="s1"))
    await stack.services.pool.execute("UPDATE sessions SET user_id = NULL, user_at = NULL")
    assert names(await stack.ask(HISTORY, APP, sessionId="s1")) == ["guest"]
    assert names(await stack.ask(HISTORY, ADMIN, sessionId="s1")) == ["mine", "guest"]


async def test_events_of_others_do_not_lock_a_user_out_of_its_session(stack: Stack) -> None:
    await stack.count(done("guest", 1, who=None, sessionId="s1"), done("mine", 2, sessionId="s1"))
    await stack.count(done("strange", 3, who="a", sessionId="s1"), done("stranger", 0, who="z", sessionId="s1"))
    assert names(await stack.ask(HISTORY, user("u1"), sessionId="s1")) == ["mine", "guest"]
    likes = 'query ($id: ID!) { likeState(contentIds: ["c1"], sessionId: $id) { states { liked } } }'
    for viewer in (APP, user("a"), user("z")):
        assert (await stack.refusal(HISTORY, viewer, sessionId="s1"))["code"] == "FORBIDDEN"
        assert (await stack.refusal(likes, viewer, id="s1"))["code"] == "FORBIDDEN"
    await stack.ask(likes, user("u1"), id="s1")
