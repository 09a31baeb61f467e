"""Several statements that see one state of the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.storage.database import Connection, Pool


@asynccontextmanager
async def read_snapshot(pool: Pool) -> AsyncIterator[Connection]:
    """A read-only connection on which every statement shows the same revision."""
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        yield connection
