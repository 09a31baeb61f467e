"""Listens to subscriptions of the real application, and asks it the same."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from server.access import Role
from server.app import create_app
from server.settings import Settings
from server.storage.database import open_pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.http.api import Api, served
from tests.live.client import Client

PATIENCE = 20.0  # seconds


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Api]:
    """The real application on a database."""
    key = new_write_key()
    pool = await open_pool(settings, application="test")
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    await pool.close()
    async with served(create_app(settings), settings) as api:
        api.write_key = key
        yield api


async def asked(api: Api, field: str) -> dict[str, Any]:
    answer = await api.ask(f"{{ {field} }}", authorization=api.token("admin", Role.ADMIN))
    assert "errors" not in answer, (field[:80], answer["errors"])
    data: dict[str, Any] = answer["data"]
    return data


async def heard(client: Client) -> tuple[str, dict[str, Any]]:
    message = await client.hear()
    assert message["type"] == "next", message
    return message["id"], message["payload"]["data"]


async def heard_of_all(client: Client, fields: Mapping[str, str]) -> dict[str, Any]:
    """The next value of each subscription; the fields that are subscribed to, by the name of their subscription."""
    found: dict[str, Any] = {}
    try:
        async with asyncio.timeout(PATIENCE):
            while fields.keys() - found.keys():
                name, pushed = await heard(client)
                found[name] = pushed
    except TimeoutError:
        silent = [field[:90] for name, field in fields.items() if name not in found]
        raise AssertionError(f"nothing was pushed of {silent}") from None
    return found
