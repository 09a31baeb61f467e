"""What tests of moves share."""

import asyncio
from typing import Any

import asyncpg
import pytest

from server.access import Role
from tests.integration.cells.test_two_cells import VIEWS, shows
from tests.integration.live.dashboard import TRACK, UPSERT, watched
from tests.integration.transport.api import Api

in_one_database = pytest.mark.parametrize("cell", ["one database"], indirect=True)


async def nothing(*_: object) -> None: ...


async def insist(api: Api, event: dict[str, Any]) -> int:
    """Sends an event until it is taken, as clients do; returns how often it was refused."""
    refusals = 0
    while True:
        answer = await api.ask(TRACK, {"events": [event]})
        if "errors" not in answer:
            return refusals
        assert answer["errors"][0]["extensions"]["code"] == "UNAVAILABLE", answer
        refusals += 1
        await asyncio.sleep(0.01)


async def until_counted(api: Api, views: int) -> None:
    async with watched(api, VIEWS) as dashboard:
        await shows(dashboard, views)


async def reached(database_url: str, query: str, value: object) -> None:
    """Waits until a query returns a value."""
    connection = await asyncpg.connect(database_url)
    async with asyncio.timeout(20):
        while await connection.fetchval(query) != value:  # noqa: ASYNC110  # another process changes it
            await asyncio.sleep(0.05)
    await connection.close()


async def catalogue_is_open(api: Api) -> bool:
    answer = await api.ask(UPSERT, {"contents": [{"id": "c1"}]}, authorization=api.token("root", Role.ADMIN))
    return "errors" not in answer
