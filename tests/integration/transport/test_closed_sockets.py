"""Sockets that the server closes by itself: revoked, of a project that is gone, or idle without a token."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from server.access import Role, UnsignedIds
from server.app import create_app
from server.settings import Settings
from server.storage.database import Pool
from server.storage.projects import set_unsigned_ids
from server.storage.write_keys import new_write_key, register_write_key, revoke_write_key
from server.transport import websocket
from server.transport.auth import KEY_SECONDS
from server.transport.socket_watch import CHECK_SECONDS
from tests.databases import name_of
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket

REVOKED = (4403, "WRITE_KEY_INVALID: The write key was revoked, or its project removed.")
TRENDING = "subscription { trending { revision } }"


@pytest_asyncio.fixture(loop_scope="session")
async def watchful(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    """An API that looks at its sockets all the time."""
    monkeypatch.setattr(websocket, "CHECK_SECONDS", 0.05)
    async with served(create_app(settings), settings) as api:
        yield api


async def key_of(pool: Pool, project: int) -> str:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, project, key, "test")
    return key


def test_a_revoked_key_is_noticed_within_30_seconds(settings: Settings) -> None:
    assert CHECK_SECONDS + settings.database_timeout <= KEY_SECONDS == 30


async def test_a_revoked_key_ends_its_sockets_and_no_others(watchful: Api, pool: Pool) -> None:
    revoked, good = await key_of(pool, 1), await key_of(pool, 1)
    async with socket(watchful.url) as busy, socket(watchful.url) as idle, socket(watchful.url) as other:
        await busy.initialise(writeKey=revoked)
        await busy.subscribe(TRENDING)
        assert (await busy.hear())["type"] == "next"
        await idle.initialise(writeKey=revoked, authorization=watchful.token())
        await other.initialise(writeKey=good)
        async with pool.acquire() as connection:
            await revoke_write_key(connection, 1, revoked)
        async with asyncio.timeout(20):
            assert await busy.closed() == REVOKED
            assert await idle.closed() == REVOKED
        await other.subscribe("{ __typename }")
        assert (await other.hear())["payload"] == {"data": {"__typename": "Query"}}
    async with socket(watchful.url) as again:
        await again.say({"type": "connection_init", "payload": {"writeKey": revoked}})
        assert await again.closed() == (4403, "WRITE_KEY_INVALID: The write key is unknown or revoked.")


async def test_a_removed_project_ends_its_sockets(watchful: Api, pool: Pool) -> None:
    key = await key_of(pool, 2)
    async with socket(watchful.url) as app, socket(watchful.url) as person, socket(watchful.url) as other:
        await app.initialise(writeKey=key)
        await person.initialise(authorization=watchful.token("admin", Role.ADMIN, project=2))
        await other.initialise(authorization=watchful.token("admin", Role.ADMIN))
        await pool.execute("DELETE FROM projects WHERE project_id = 2")
        async with asyncio.timeout(20):
            assert await app.closed() == REVOKED
            assert await person.closed() == (4403, "TOKEN_INVALID: The token's project was removed.")
        await other.subscribe("{ __typename }")
        assert (await other.hear())["payload"] == {"data": {"__typename": "Query"}}


async def test_an_open_socket_follows_its_projects_rule_about_ids(watchful: Api, pool: Pool) -> None:
    key = await key_of(pool, 1)
    track = 'mutation { trackEvent(event: { type: LIKE, contentId: "c", userId: "ada" }) { rejected } }'
    async with socket(watchful.url) as client:
        await client.initialise(writeKey=key)
        rejected = {}
        async with asyncio.timeout(20):
            for number in range(1000):
                await client.subscribe(track, name=str(number))
                rejected = (await client.hear())["payload"]["data"]["trackEvent"]
                await client.hear()
                if number == 0:
                    assert rejected == {"rejected": 0}
                    async with pool.acquire() as connection:
                        await set_unsigned_ids(connection, 1, UnsignedIds.NONE)
                elif rejected == {"rejected": 1}:
                    break
        assert rejected == {"rejected": 1}


@pytest.mark.own_database
async def test_an_unavailable_database_closes_no_socket(watchful: Api, pool: Pool, database_url: str) -> None:
    key = await key_of(pool, 1)
    name = name_of(database_url)
    async with socket(watchful.url) as client:
        await client.initialise(writeKey=key)
        await pool.execute(f"ALTER DATABASE {name} CONNECTION LIMIT 0")
        away = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
        await pool.execute(away, name)
        await asyncio.sleep(0.5)
        await client.subscribe("{ __typename }")
        assert (await client.hear())["payload"] == {"data": {"__typename": "Query"}}


async def test_an_idle_socket_without_a_token_is_closed(settings: Settings, pool: Pool) -> None:
    impatient = settings.model_copy(update={"anonymous_idle_timeout": 0.4})
    key = await key_of(pool, 1)
    async with (
        served(create_app(impatient), impatient) as api,
        socket(api.url) as idle,
        socket(api.url) as app,
        socket(api.url) as busy,
        socket(api.url) as user,
    ):
        await idle.initialise()
        await app.initialise(writeKey=key)
        await busy.initialise(writeKey=key)
        await user.initialise(authorization=api.token())
        await busy.subscribe(TRENDING)
        assert (await busy.hear())["type"] == "next"
        async with asyncio.timeout(20):
            assert await idle.closed() == (1001, "Idle")
            assert await app.closed() == (1001, "Idle")
        for client in (busy, user):
            await client.subscribe("{ __typename }", name="2")
            assert (await client.hear())["payload"] == {"data": {"__typename": "Query"}}
            await client.hear()
        await busy.say({"type": "complete", "id": "1"})
        async with asyncio.timeout(20):
            assert await busy.closed() == (1001, "Idle")
        await user.subscribe("{ __typename }", name="3")
        assert (await user.hear())["payload"] == {"data": {"__typename": "Query"}}


async def test_pings_do_not_keep_an_idle_socket_open(bare_settings: Settings) -> None:
    impatient = bare_settings.model_copy(update={"anonymous_idle_timeout": 0.4})
    async with served(create_app(impatient), impatient) as api, socket(api.url) as client:
        await client.initialise()

        async def ping() -> None:
            while True:
                await client.say({"type": "ping"})
                await asyncio.sleep(0.02)

        pinging = asyncio.create_task(ping())
        async with asyncio.timeout(20):
            assert await client.closed() == (1001, "Idle")
        pinging.cancel()
        await asyncio.gather(pinging, return_exceptions=True)
