"""Who can be no member of a workspace: users whom the project has erased, however they are named."""

from collections.abc import Awaitable, Callable
from typing import Any

from server.access import Role
from server.storage.database import Connection
from tests.integration.transport.api import Api
from tests.social.collection import Bench

NAME = """mutation ($users: [ID!]!) { setSocialWorkspaceMembers(workspaceId: "main", userIds: $users) }"""
ERASE = "mutation ($id: ID!) { eraseViewer(id: $id) { state } }"


async def test_an_erased_user_cannot_be_named(
    api: Api, bench: Bench, database: Connection, viewpulse: Callable[..., Awaitable[tuple[int, str]]]
) -> None:
    async def say(document: str, **variables: Any) -> dict[str, Any]:
        answer: dict[str, Any] = await api.ask(document, variables, authorization=api.token("boss", Role.ADMIN))
        return answer

    assert (await say(NAME, users=["ada", "bea"]))["data"]["setSocialWorkspaceMembers"] == ["ada", "bea"]
    assert "errors" not in await say(ERASE, id="ada")
    await database.execute("DELETE FROM social_members WHERE user_id = 'ada'")  # as the aggregator does
    [error] = (await say(NAME, users=["cleo", "ada"]))["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("FORBIDDEN", ["userIds", 1])
    code, printed = await viewpulse("social", "members", "main", "ada")
    assert (code, "has erased this user" in printed) == (1, True), printed
    kept = await database.fetch("SELECT user_id FROM social_members")
    assert [row["user_id"] for row in kept] == ["bea"]  # nothing of what was refused
    assert (await say(NAME, users=["cleo"]))["data"]["setSocialWorkspaceMembers"] == ["cleo"]
    code, printed = await viewpulse("social", "members", "main", "dana", "eve")
    assert (code, "2 members" in printed) == (0, True), printed
