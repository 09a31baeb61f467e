"""Snapshots: several statements that read one state of the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import asyncpg

from server.storage.database import Connection, Pool

_FAILURES = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


@asynccontextmanager
async def read_snapshot(pool: Pool) -> AsyncIterator[Connection]:
    """A read-only connection on which every statement shows the same revision."""
    async with pool.acquire() as connection:
        transaction = connection.transaction(isolation="repeatable_read", readonly=True)
        await transaction.start()
        try:
            yield connection
        finally:
            with suppress(*_FAILURES):  # nothing was written, and what was read is right
                await transaction.rollback()


class Snapshot:
    """The one state of the database that all parts of an answer show, however many resolvers read them.

    It is opened by the first read and kept until ``close``. Readers take turns, since a connection runs one statement
    at a time. After the database failed one of them, all others fail at once instead of waiting too.

    Args:
        pool: The connection pool.
        slots: Limits the open snapshots to fewer than the pool has connections, so that short reads and public lists
            always find one, and snapshots never wait for each other in a circle.
        patience: Seconds to wait for a slot and a connection.
    """

    def __init__(self, pool: Pool, slots: asyncio.Semaphore, patience: float) -> None:
        self._pool = pool
        self._slots = slots
        self._patience = patience
        self._turn = asyncio.Lock()
        self._held = AsyncExitStack()
        self._connection: Connection | None = None
        self._failure: Exception | None = None
        self._closed = False

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """The connection, for the duration of the block. Blocks must not be nested.

        Raises:
            asyncpg.PostgresError, asyncpg.InterfaceError, OSError: The database failed this or an earlier reader.
        """
        async with self._turn:
            if self._failure is not None:
                raise self._failure
            try:
                if self._connection is None:
                    self._connection = await self._open()
                yield self._connection
            except _FAILURES as failure:
                self._failure = failure
                raise

    async def close(self) -> None:
        """Returns the connection to the pool after the current read. Nothing can be read afterwards."""
        async with self._turn:
            self._closed, self._connection = True, None
            await self._held.aclose()

    async def _open(self) -> Connection:
        if self._closed:
            raise RuntimeError("the answer is complete; the snapshot is closed")
        async with AsyncExitStack() as opening:
            async with asyncio.timeout(self._patience):
                await opening.enter_async_context(self._slots)
                connection: Connection = await opening.enter_async_context(read_snapshot(self._pool))
            self._held = opening.pop_all()
        return connection
