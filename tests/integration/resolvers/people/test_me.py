"""``me``: the user of the token, and the creator that the user is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from resolvers.node import global_id
from server.access import Caller, Role
from tests.integration.analytics.stack import ADMIN, APP, Stack, creator, event, user
from tests.integration.transport.api import Api

ME = "{ me { userId role expiresAt creator { id creatorId name picture analytics { creatorId } } } }"
UPSERT = "mutation ($creators: [CreatorInput!]!) { upsertCreators(creators: $creators) { accepted } }"


def creator_of(own_id: str, **profile: Any) -> dict[str, Any]:
    shown = {"id": global_id("Creator", own_id), "creatorId": own_id, "name": None, "picture": None, **profile}
    return {**shown, "analytics": {"creatorId": own_id}}


async def test_a_creator_is_shown_with_its_profile(stack: Stack) -> None:
    asked = await stack.ask(ME, creator("k1"))
    assert asked == {"userId": "k1", "role": "CREATOR", "expiresAt": None, "creator": creator_of("k1")}
    await stack.ask(UPSERT, creators=[{"id": "k1", "name": "Kim", "picture": "https://example.org/kim.jpg"}])
    asked = await stack.ask(ME, creator("k1"))
    assert asked["creator"] == creator_of("k1", name="Kim", picture="https://example.org/kim.jpg")


async def test_a_user_is_no_creator_whatever_is_known_by_its_id(stack: Stack) -> None:
    await stack.ask(UPSERT, creators=[{"id": "u1", "name": "Una"}])
    asked = await stack.ask(ME, user("u1"))
    assert (asked["userId"], asked["role"], asked["creator"]) == ("u1", "USER", None)


@pytest.mark.parametrize("known_by", ["nothing", "its profile", "what it withdrew", "the catalogue", "an event"])
async def test_an_admin_is_a_creator_if_one_has_its_id(stack: Stack, known_by: str) -> None:
    own = str(ADMIN.user_id)
    match known_by:
        case "its profile":
            await stack.ask(UPSERT, creators=[{"id": own, "name": "Root"}])
        case "what it withdrew":
            await stack.ask(UPSERT, creators=[{"id": own, "name": "Root"}])
            await stack.ask(UPSERT, creators=[{"id": own, "name": None}])
        case "the catalogue":
            described = f'{{ id: "c1", creatorId: "{own}" }}'
            await stack.ask(f"mutation {{ upsertContents(contents: [{described}]) {{ accepted }} }}")
        case "an event":
            await stack.count(event("VIEW_START", creatorId=own))
    asked = await stack.ask(ME)
    assert (asked["userId"], asked["role"]) == (own, "ADMIN")
    profile = {"name": "Root"} if known_by == "its profile" else {}
    assert asked["creator"] == (None if known_by in ("nothing", "what it withdrew") else creator_of(own, **profile))


@pytest.mark.parametrize("caller", [Caller(), APP])
async def test_without_a_token_nobody_is_signed_in(stack: Stack, caller: Caller) -> None:
    assert await stack.refusal(ME, caller) == {"code": "UNAUTHENTICATED"}


async def test_the_expiry_is_that_of_the_token(api: Api) -> None:
    answer = await api.ask("{ me { userId role expiresAt } }", authorization=api.token("u1", Role.USER))
    me = answer["data"]["me"]
    assert (me["userId"], me["role"]) == ("u1", "USER")
    assert datetime.fromisoformat(me["expiresAt"]) > datetime.now(UTC)
