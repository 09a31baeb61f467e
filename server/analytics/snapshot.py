"""Snapshots: several statements that read one state of the database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from typing import TypeAlias

import asyncpg

from server.storage.database import Connection, Pool, leave_nothing, planning
from server.storage.reader import read_only

MAX_LATE = 2
"""Statements of one operation that may take too long, before its other readers fail at once."""

_FAILURES = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_LATE = (TimeoutError, asyncpg.QueryCanceledError)
_GO_ON = "ROLLBACK TO SAVEPOINT nothing_failed"
"""Ends the failure of a statement. What the transaction sees stays as it was; nothing else was changed since."""

Read: TypeAlias = Callable[[], AbstractAsyncContextManager[Connection]]
"""Opens a block with a connection that reads one project, if something has to be read at all."""


@asynccontextmanager
async def read_snapshot(pool: Pool, project_id: int) -> AsyncIterator[Connection]:
    """A read-only connection on which every statement shows the same revision, and one project's rows alone."""
    async with pool.acquire() as connection:
        await connection.execute(
            f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {planning(pool)}{read_only(project_id)};"
            " SAVEPOINT nothing_failed"
        )
        try:
            yield connection
        finally:
            with suppress(*_FAILURES):  # nothing was written, and what was read is right
                await leave_nothing(pool, connection)
                await connection.execute("ROLLBACK")


class Snapshot:
    """The one state of the database that all parts of an answer show, however many resolvers read them.

    It is opened by the first read and kept until ``close``. Readers take turns, since a connection runs one statement
    at a time. If a statement fails, its reader fails alone. If the database itself does (it is unreachable, or a second
    statement takes too long), all others fail at once instead of waiting too.

    Args:
        pool: The connection pool.
        project_id: Whose rows are read.
        slots: Limits the open snapshots to fewer than the pool has connections, so that short reads and public lists
            always find one, and snapshots never wait for each other in a circle.
        patience: Seconds to wait for a slot and a connection.
    """

    def __init__(self, pool: Pool, project_id: int, slots: asyncio.Semaphore, patience: float) -> None:
        self._pool = pool
        self._project_id = project_id
        self._slots = slots
        self._patience = patience
        self._turn = asyncio.Lock()
        self._held = AsyncExitStack()
        self._connection: Connection | None = None
        self._failure: Exception | None = None
        self._late = 0
        self._closed = False

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """The connection, for the duration of the block. Blocks must not be nested.

        Raises:
            asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError: A statement failed, or
                the database did before.
        """
        async with self._turn:
            if self._failure is not None:
                raise self._failure
            try:
                if self._connection is None:
                    self._connection = await self._open()
                yield self._connection
            except _FAILURES as failure:
                if not await self._goes_on(failure):
                    self._failure = failure
                raise

    async def close(self) -> None:
        """Returns the connection to the pool after the current read. Nothing can be read afterwards."""
        async with self._turn:
            self._closed, self._connection = True, None
            await self._held.aclose()

    async def _goes_on(self, failure: Exception) -> bool:
        """Whether others can read after this failure, in the same state of the database."""
        self._late += isinstance(failure, _LATE)
        if self._connection is None or self._late >= MAX_LATE:
            return False
        try:
            await self._connection.execute(_GO_ON)
        except _FAILURES:
            return False
        return True

    async def _open(self) -> Connection:
        if self._closed:
            raise RuntimeError("the answer is complete; the snapshot is closed")
        async with AsyncExitStack() as opening:
            async with asyncio.timeout(self._patience):
                await opening.enter_async_context(self._slots)
                connection: Connection = await opening.enter_async_context(read_snapshot(self._pool, self._project_id))
            self._held = opening.pop_all()
        return connection
