"""A socket that continues with a newer token, which a ping brings."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from server.access import Role
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import Client, socket

pytestmark = pytest.mark.usefixtures("within_a_quarter_hour")
LIVE = 'subscription { contentAnalytics(contentId: "c1") { revision } }'
MISMATCH = (4403, "FORBIDDEN: A new token must be of the same project, user and role.")


async def renew(client: Client, authorization: object, *, name: str = "authorization") -> None:
    await client.say({"type": "ping", "payload": {name: authorization}})


def short(api: Api, seconds: float = 4.0) -> str:
    """A token of an admin that is good for so long, with the tolerance for clocks."""
    return api.token("admin", Role.ADMIN, minutes=(seconds - api.settings.jwt_leeway) / 60)


@pytest.mark.parametrize("name", ["authorization", "Authorization"])
async def test_a_socket_outlives_its_first_token(api: Api, name: str) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=short(api))
        first_ends = datetime.now(UTC) + timedelta(seconds=5)
        await client.subscribe(LIVE)
        await client.hear()
        await renew(client, api.token("admin", Role.ADMIN, minutes=5), name=name)
        pong = await client.hear()
        assert pong["type"] == "pong"
        assert datetime.fromisoformat(pong["payload"]["expiresAt"]) > datetime.now(UTC) + timedelta(minutes=4)
        assert set(pong["payload"]) == {"expiresAt"}, "the token is not sent back"
        await asyncio.sleep((first_ends - datetime.now(UTC)).total_seconds())
        await client.subscribe("{ me { userId expiresAt } }", name="2")
        answer = (await client.hear())["payload"]["data"]["me"]
        assert answer == {"userId": "admin", "expiresAt": pong["payload"]["expiresAt"]}


async def test_the_new_token_ends_the_socket_in_its_turn(api: Api) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN, minutes=5))
        await renew(client, short(api))
        await client.hear()
        assert await client.closed() == (4419, "TOKEN_EXPIRED: The token has expired.")


@pytest.mark.parametrize(
    ("sub", "role", "project"), [("other", Role.ADMIN, 1), ("admin", Role.CREATOR, 1), ("admin", Role.ADMIN, 2)]
)
async def test_a_token_of_someone_else_closes_the_socket(api: Api, sub: str, role: Role, project: int) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        await renew(client, api.token(sub, role, project=project))
        code, reason = await client.closed()
        assert code == 4403
        assert reason == MISMATCH[1] or project == 2
        assert "TOKEN_INVALID" in reason or project == 1


async def test_a_guest_cannot_sign_in_by_a_ping(api: Api) -> None:
    async with socket(api.url) as client:
        await client.initialise()
        await renew(client, api.token("admin", Role.ADMIN))
        assert await client.closed() == MISMATCH


async def test_a_token_that_is_not_valid_closes_the_socket(api: Api) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        await renew(client, "Bearer nonsense")
        assert await client.closed() == (4403, "TOKEN_INVALID: The token is not valid.")


@pytest.mark.parametrize("token", [1, ["Bearer x"], {}, True])
async def test_a_token_that_is_no_string_is_malformed(api: Api, token: object) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        await renew(client, token)
        assert await client.closed() == (4400, "Invalid message received")


async def test_a_new_token_before_the_initialisation_is_unauthorized(api: Api) -> None:
    async with socket(api.url) as client:
        await renew(client, api.token("admin", Role.ADMIN))
        assert await client.closed() == (4401, "Unauthorized")


async def test_a_ping_that_only_mentions_authorization_is_answered_as_any(api: Api) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        await client.say({"type": "ping", "payload": {"about": "authorization"}})
        assert await client.hear() == {"type": "pong", "payload": {"about": "authorization"}}
