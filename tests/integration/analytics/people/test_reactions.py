"""likeState and saveState: the likes and saves of a user or a guest."""

from typing import Any

import pytest

from server.access import Caller, Role
from tests.integration.analytics.stack import ADMIN, APP, TRACK, Stack, at, event, user

LIKED = """
query ($contentIds: [ID!]!, $userId: ID, $sessionId: ID) {
  likeState(contentIds: $contentIds, userId: $userId, sessionId: $sessionId) {
    revision isFinal definition states { contentId liked since }
  }
}
"""
SAVED = """
query ($contentIds: [ID!]!, $userId: ID, $sessionId: ID) {
  saveState(contentIds: $contentIds, userId: $userId, sessionId: $sessionId) { states { contentId saved since } }
}
"""
SIGNED_IN_APP = Caller(may_track=True, user_id="u1", role=Role.USER)


def reacted(kind: str, content: str, minute: int, who: str | None = "u1", **more: Any) -> dict[str, Any]:
    return event(kind, content, who, **at(f"2026-11-20T10:{minute:02}"), **more)


def since(minute: int) -> str:
    return f"2026-11-20T10:{minute:02}:00+00:00"


async def liked(stack: Stack, caller: Caller, *contents: str, **whose: Any) -> dict[str, bool | None]:
    answer = await stack.ask(LIKED, caller, contentIds=list(contents or ["c1"]), **whose)
    return {state["contentId"]: state["liked"] for state in answer["states"]}


async def test_the_latest_event_decides_and_nothing_is_null(stack: Stack) -> None:
    await stack.count(
        reacted("LIKE", "c1", 1), reacted("LIKE", "c2", 2), reacted("UNLIKE", "c2", 3), reacted("SAVE", "c3", 4)
    )
    assert await stack.ask(LIKED, user("u1"), contentIds=["c3", "c1", "c2", "c1", "unknown"]) == {
        "revision": 1,
        "isFinal": False,
        "definition": "start@1",
        "states": [
            {"contentId": "c3", "liked": None, "since": None},
            {"contentId": "c1", "liked": True, "since": since(1)},
            {"contentId": "c2", "liked": False, "since": since(3)},
            {"contentId": "c1", "liked": True, "since": since(1)},
            {"contentId": "unknown", "liked": None, "since": None},
        ],
    }
    assert (await stack.ask(SAVED, user("u1"), contentIds=["c1", "c3"]))["states"] == [
        {"contentId": "c1", "saved": None, "since": None},
        {"contentId": "c3", "saved": True, "since": since(4)},
    ]


async def test_a_late_event_changes_nothing(stack: Stack) -> None:
    await stack.count(reacted("UNLIKE", "c1", 9))
    await stack.count(reacted("LIKE", "c1", 5))
    assert await liked(stack, user("u1")) == {"c1": False}


async def test_events_of_one_request_without_ids_and_times_count_in_their_order(stack: Stack) -> None:
    contents = [f"c{number}" for number in range(20)]
    sent = [{"type": kind, "contentId": content, "userId": "u1"} for content in contents for kind in ("LIKE", "UNLIKE")]
    answer = await stack.ask(TRACK, APP, events=sent)
    assert answer["accepted"] == len(sent)
    await stack.aggregator.drain()
    assert await liked(stack, user("u1"), *contents) == dict.fromkeys(contents, False)


async def test_a_guest_is_known_by_its_session(stack: Stack) -> None:
    await stack.count(reacted("LIKE", "c1", 1, None, sessionId="s1"), reacted("SAVE", "c1", 2, None, sessionId="s1"))
    assert await liked(stack, APP, "c1", "c2", sessionId="s1") == {"c1": True, "c2": None}
    assert await liked(stack, ADMIN, "c1", sessionId="s1") == {"c1": True}
    assert await liked(stack, SIGNED_IN_APP, "c1", sessionId="s1") == {"c1": True}
    assert await liked(stack, APP, "c1", sessionId="unknown") == {"c1": None}
    answer = await stack.ask(SAVED, APP, contentIds=["c1"], sessionId="s1")
    assert answer["states"] == [{"contentId": "c1", "saved": True, "since": since(2)}]


async def test_a_session_with_the_id_of_a_user_reveals_nothing_of_the_user(stack: Stack) -> None:
    await stack.count(reacted("LIKE", "c1", 1, "alice"), reacted("SAVE", "c1", 1, "alice"))
    assert await liked(stack, APP, sessionId="alice") == {"c1": None}
    await stack.count(reacted("IMPRESSION", "c1", 2, None, sessionId="alice"))
    assert await liked(stack, APP, sessionId="alice") == {"c1": None}
    assert (await stack.ask(SAVED, APP, contentIds=["c1"], sessionId="alice"))["states"][0]["saved"] is None
    assert await liked(stack, user("alice")) == {"c1": True}


async def test_a_session_with_a_user_is_its_users(stack: Stack) -> None:
    await stack.count(reacted("LIKE", "c1", 1, None, sessionId="s1"), reacted("LIKE", "c2", 2, "u1", sessionId="s1"))
    for viewer in (user("u1"), SIGNED_IN_APP, ADMIN):
        assert await liked(stack, viewer, "c1", "c2", sessionId="s1") == {"c1": True, "c2": None}
    for viewer in (APP, user("u2"), Caller(may_track=True, user_id="u2", role=Role.USER)):
        refusal = await stack.refusal(LIKED, viewer, contentIds=["c1"], sessionId="s1")
        assert refusal["code"] == "FORBIDDEN"
    await stack.count(reacted("IMPRESSION", "c1", 3, "thief", sessionId="s1"))
    assert (await stack.refusal(LIKED, user("thief"), contentIds=["c1"], sessionId="s1"))["code"] == "FORBIDDEN"
    assert await liked(stack, user("u1"), "c1", sessionId="s1") == {"c1": True}


@pytest.mark.parametrize(
    ("caller", "whose", "code"),
    [
        (user("u2"), {"userId": "u1"}, "FORBIDDEN"),
        (APP, {"userId": "u1"}, "UNAUTHENTICATED"),
        (APP, {}, "UNAUTHENTICATED"),
        (Caller(), {"sessionId": "s1"}, "UNAUTHENTICATED"),
        (user("u1"), {"sessionId": "guest"}, "FORBIDDEN"),
        (user("u1"), {"sessionId": "unknown"}, "FORBIDDEN"),
        (ADMIN, {"userId": "u1", "sessionId": "s1"}, "BAD_INPUT"),
        (ADMIN, {"sessionId": ""}, "BAD_INPUT"),
        (ADMIN, {"userId": "x" * 129}, "BAD_INPUT"),
    ],
)
async def test_like_and_save_states_are_readable_by_their_viewer_only(
    stack: Stack, caller: Caller, whose: dict[str, Any], code: str
) -> None:
    await stack.count(reacted("LIKE", "c1", 1, None, sessionId="guest"))
    for document in (LIKED, SAVED):
        assert (await stack.refusal(document, caller, contentIds=["c1"], **whose))["code"] == code


@pytest.mark.parametrize(("contents", "where"), [([], []), (["c"] * 101, []), ([""], [0]), (["c1", "a\0"], [1])])
async def test_1_to_100_contents_are_asked_about(stack: Stack, contents: list[str], where: list[int]) -> None:
    refusal = await stack.refusal(LIKED, user("u1"), contentIds=contents)
    assert refusal == {"code": "BAD_INPUT", "field": ["contentIds", *where]}
