"""The owner of a session with several users: the first to arrive, even after its raw events have expired."""

from typing import Any

import pytest

from server.rollup.rebuild import rebuild
from tests.integration.analytics.stack import ADMIN, APP, NOW, TRACK, Stack, at, event, user
from tests.integration.analytics.test_expired_days import let_expire

SESSION = "query ($id: ID!) { sessionAnalytics(sessionId: $id) { userId sessions } }"
LIKES = 'query ($id: ID!) { likeState(contentIds: ["c1"], sessionId: $id) { revision } }'
PEOPLE = ("ann", "bob")
BOTH_WAYS = pytest.mark.parametrize(("first", "second"), [PEOPLE, PEOPLE[::-1]])

EXPIRING, OLDEST_KEPT, TODAY = "2026-11-18T22:00", "2026-11-19T00:00", "2026-11-20T10:00"


def seen(who: str | None, time: str, session: str = "s1") -> dict[str, Any]:
    return event("VIEW_START", "c1", who, sessionId=session, **at(time))


async def owner(stack: Stack, session: str = "s1") -> str | None:
    """The owner that an admin sees; no other client may read the session, even with its id and the write key."""
    name: str | None = (await stack.ask(SESSION, ADMIN, id=session))["userId"]
    for document in (SESSION, LIKES):
        for person in PEOPLE:
            if person == name:
                await stack.ask(document, user(person), id=session)
            else:
                assert (await stack.refusal(document, user(person), id=session))["code"] == "FORBIDDEN"
    assert (await stack.refusal(LIKES, APP, id=session))["code"] == "FORBIDDEN"
    return name


async def rebuilt(stack: Stack) -> list[str]:
    """Which tables a rebuild found to differ."""
    return [difference.table for difference in await rebuild(stack.services.settings, now=NOW)]


async def test_the_only_user_of_a_session_keeps_it_after_expiry(stack: Stack) -> None:
    await stack.count(seen(None, EXPIRING), seen("ann", EXPIRING), seen("bob", EXPIRING, "s2"))
    await stack.count(seen("ann", TODAY))
    assert await owner(stack) == "ann"
    assert await let_expire(stack) == 3
    assert (await owner(stack), await owner(stack, "s2")) == ("ann", "bob")
    assert await rebuilt(stack) == []
    assert (await owner(stack), await owner(stack, "s2")) == ("ann", "bob")


@BOTH_WAYS
async def test_the_first_user_keeps_a_session_whose_first_events_have_expired(
    stack: Stack, first: str, second: str
) -> None:
    await stack.count(seen(first, EXPIRING))
    await stack.count(seen(second, TODAY))
    assert await owner(stack) == first
    assert await let_expire(stack) == 1
    assert await owner(stack) == first, "not the second's, whose events are all that is left"
    assert await rebuilt(stack) == []
    assert await owner(stack) == first


@BOTH_WAYS
async def test_the_first_user_owns_the_session_while_its_events_are_kept(stack: Stack, first: str, second: str) -> None:
    await stack.count(seen("ann", EXPIRING, "another"))
    await stack.count(seen(first, TODAY))
    await stack.count(seen(second, OLDEST_KEPT))
    assert await let_expire(stack) == 1
    assert await owner(stack) == first
    await stack.services.pool.execute("UPDATE sessions SET user_id = $1 WHERE session_id = 's1'", second)
    assert await owner(stack) == second
    assert await rebuilt(stack) == ["sessions"]
    assert await owner(stack) == first


async def test_a_user_who_arrives_after_expiry_does_not_own_the_session(stack: Stack) -> None:
    await stack.count(seen("ann", EXPIRING), seen(None, EXPIRING, "guests"))
    assert await let_expire(stack) == 2
    await stack.count(seen("bob", TODAY), seen(None, TODAY, "guests"))
    assert await owner(stack) == "ann"
    assert (await stack.ask(SESSION, ADMIN, id="guests"))["userId"] is None
    assert await rebuilt(stack) == []
    assert await owner(stack) == "ann"
    assert (await stack.ask(LIKES, APP, id="guests"))["revision"] > 0, "a guest's is still whose who has its id"


async def test_a_late_event_does_not_change_the_owner_of_a_session_not_even_by_its_expiry(stack: Stack) -> None:
    await stack.count(seen("ann", TODAY))
    await stack.count(seen("bob", EXPIRING))
    assert await owner(stack) == "ann"
    assert await let_expire(stack) == 1
    assert await owner(stack) == "ann"
    assert await rebuilt(stack) == []
    assert await owner(stack) == "ann"


async def test_a_late_event_of_an_expired_day_changes_no_owner(stack: Stack) -> None:
    await stack.count(seen("bob", EXPIRING, "another"))
    await stack.count(seen("ann", TODAY))
    assert await let_expire(stack) == 1
    refused = await stack.ask(TRACK, APP, events=[seen("bob", EXPIRING)])
    assert [result["code"] for result in refused["results"]] == ["EXPIRED"]
    await stack.count(seen("bob", OLDEST_KEPT))
    assert (await stack.ask(SESSION, ADMIN, id="s1"))["sessions"] == 2, "he began the first"
    assert await owner(stack) == "ann"
    assert await rebuilt(stack) == []
    assert await owner(stack) == "ann"
