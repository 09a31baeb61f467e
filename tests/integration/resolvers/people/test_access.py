"""Histories, reactions and places: subscriptions have the access rules of their queries and the right subject."""

from typing import Any

import pytest

from resolvers.schema import ROOT_FIELDS
from server.access import Caller, Role
from server.errors import ViewpulseError
from tests.contexts import subject_of
from tests.integration.analytics.stack import ADMIN, APP, Stack, creator, event, user

NOBODY = Caller()
SIGNED_IN_APP = Caller(may_track=True, user_id="u1", role=Role.USER)
DOCUMENTS = {
    "watchHistory": "query ($userId: ID) { watchHistory(userId: $userId) { revision } }",
    "savedContents": "query ($userId: ID) { savedContents(userId: $userId) { revision } }",
    "likeState": """query ($userId: ID, $sessionId: ID) {
        likeState(contentIds: ["c1"], userId: $userId, sessionId: $sessionId) { revision } }""",
    "saveState": """query ($userId: ID, $sessionId: ID) {
        saveState(contentIds: ["c1"], userId: $userId, sessionId: $sessionId) { revision } }""",
    "interactionHistory": """query ($userId: ID, $sessionId: ID) {
        interactionHistory(userId: $userId, sessionId: $sessionId) { revision } }""",
    "areaCounts": "{ areaCounts { revision } }",
    "eventsNear": "{ eventsNear(point: { latitude: 0, longitude: 0 }, radius: 1) { revision } }",
    "eventsInBox": "{ eventsInBox(box: { south: 0, west: 0, north: 1, east: 1 }) { revision } }",
}
OWN: list[tuple[dict[str, Any], Caller, str]] = [
    ({}, user("u1"), "viewer:1:u1"),
    ({"userId": "u1"}, user("u1"), "viewer:1:u1"),
    ({"userId": "u1"}, ADMIN, "viewer:1:u1"),
    ({"userId": "u1"}, creator("k1"), "FORBIDDEN"),
    ({"userId": "u1"}, APP, "UNAUTHENTICATED"),
    ({}, APP, "UNAUTHENTICATED"),
    ({}, NOBODY, "UNAUTHENTICATED"),
    ({"userId": "a\0b"}, ADMIN, "BAD_INPUT"),
    ({"userId": ""}, ADMIN, "BAD_INPUT"),
]
SESSIONS: list[tuple[dict[str, Any], Caller, str]] = [
    ({"sessionId": "guest"}, APP, "session:1:guest"),
    ({"sessionId": "guest"}, SIGNED_IN_APP, "session:1:guest"),
    ({"sessionId": "guest"}, ADMIN, "session:1:guest"),
    ({"sessionId": "guest"}, user("u1"), "FORBIDDEN"),
    ({"sessionId": "guest"}, NOBODY, "UNAUTHENTICATED"),
    ({"sessionId": "unknown"}, APP, "session:1:unknown"),
    ({"sessionId": "unknown"}, user("u1"), "FORBIDDEN"),
    ({"sessionId": "s1"}, user("u1"), "session:1:s1"),
    ({"sessionId": "s1"}, ADMIN, "session:1:s1"),
    ({"sessionId": "s1"}, APP, "FORBIDDEN"),
    ({"sessionId": "s1"}, user("u2"), "FORBIDDEN"),
    ({"sessionId": "s1", "userId": "u1"}, user("u1"), "BAD_INPUT"),
    ({"sessionId": "x" * 129}, ADMIN, "BAD_INPUT"),
]
PLACES: list[tuple[dict[str, Any], Caller, str]] = [
    ({}, ADMIN, "platform:1"),
    ({}, creator("k1"), "FORBIDDEN"),
    ({}, user("u1"), "FORBIDDEN"),
    ({}, APP, "UNAUTHENTICATED"),
]
CASES = {
    "watchHistory": OWN,
    "savedContents": OWN,
    "likeState": [*OWN, *SESSIONS],
    "saveState": [*OWN, *SESSIONS],
    "interactionHistory": [*OWN, *SESSIONS],
    "areaCounts": PLACES,
    "eventsNear": PLACES,
    "eventsInBox": PLACES,
}


async def test_queries_and_subscriptions_let_the_same_viewers_in(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", "c1", "u1", sessionId="s1"), event("VIEW_START", "c1", None, sessionId="guest")
    )
    found, wanted = [], []
    for field, cases in CASES.items():
        for arguments, viewer, outcome in cases:
            result, _ = await stack.execute(DOCUMENTS[field], viewer, arguments)
            asked = result.errors[0].extensions["code"] if result.errors else "answered"
            try:
                watched = await subject_of(ROOT_FIELDS[field], viewer, stack.services, arguments)
            except ViewpulseError as error:
                watched = error.code.value
            found.append((field, arguments, viewer, asked, watched))
            wanted.append((field, arguments, viewer, "answered" if ":" in outcome else outcome, outcome))
    assert found == wanted


@pytest.mark.parametrize("field", ["likeState", "saveState", "interactionHistory"])
@pytest.mark.parametrize(("caller", "arguments"), [(APP, {}), (NOBODY, {}), (NOBODY, {"sessionId": "guest"})])
async def test_without_user_and_session_the_error_names_tokens_and_sessions(
    stack: Stack, field: str, caller: Caller, arguments: dict[str, Any]
) -> None:
    result, _ = await stack.execute(DOCUMENTS[field], caller, arguments)
    [refusal] = result.errors
    assert refusal.message == "Send a token in Authorization: Bearer …, or, for a guest, `sessionId` and the write key."


@pytest.mark.parametrize("field", ["likeState", "saveState", "interactionHistory"])
async def test_without_the_write_key_a_foreign_session_is_refused_like_an_unknown_one(stack: Stack, field: str) -> None:
    await stack.count(
        event("VIEW_START", "c1", "u1", sessionId="s1"), event("VIEW_START", "c1", None, sessionId="guest")
    )
    refusals = []
    for session in ("s1", "guest", "unknown"):
        result, _ = await stack.execute(DOCUMENTS[field], user("u2"), {"sessionId": session})
        refusals += [(error.message, error.extensions) for error in result.errors]
    assert len(refusals) == 3
    assert refusals[1:] == refusals[:-1]


@pytest.mark.parametrize("field", CASES)
async def test_a_refusal_names_whose_data_was_asked_for(stack: Stack, field: str) -> None:
    """None, where an admin's role is required."""
    await stack.count(event("VIEW_START", "c1", "u1", sessionId="s1"))
    named = {"userId": "u1"} if CASES[field] is OWN else {"sessionId": "s1"} if CASES[field] is not PLACES else {}
    refusal = await stack.refusal(DOCUMENTS[field], user("u2"), **named)
    assert refusal == ({"code": "FORBIDDEN", "field": [*named]} if named else {"code": "FORBIDDEN"})


@pytest.mark.parametrize("field", ["likeState", "saveState", "interactionHistory"])
async def test_a_refusal_names_the_user_too(stack: Stack, field: str) -> None:
    refusal = await stack.refusal(DOCUMENTS[field], user("u2"), userId="u1")
    assert refusal == {"code": "FORBIDDEN", "field": ["userId"]}
