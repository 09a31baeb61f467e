"""Advisory locks of one schema know nothing of those of another."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from server.rollup.leader import LEADER_LOCK, try_lead
from server.settings import Settings
from server.storage.cell_directory import in_schema
from server.storage.database import Connection

NUMBERS = "SELECT objid::bigint, classid::bigint FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"


@asynccontextmanager
async def connection_to(url: str) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def test_each_schema_has_a_leader_of_its_own(settings: Settings) -> None:
    url = in_schema(settings.database_url, "public")
    async with connection_to(url) as first, connection_to(url) as second:
        await first.execute("CREATE SCHEMA other")
        assert await try_lead(first)
        assert not await try_lead(second)
        async with connection_to(in_schema(url, "other")) as theirs, connection_to(in_schema(url, "other")) as late:
            assert await try_lead(theirs)
            assert not await try_lead(late)


async def test_the_lock_of_the_usual_schema_is_that_of_earlier_versions(settings: Settings) -> None:
    async with connection_to(in_schema(settings.database_url, "public")) as connection:
        assert await try_lead(connection)
        assert [tuple(row) for row in await connection.fetch(NUMBERS)] == [(LEADER_LOCK, 0)]
