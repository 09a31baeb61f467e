"""Connection pools to PostgreSQL with a limit for every wait."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from typing import Any, TypeAlias

import asyncpg
import msgspec

from server.monitoring.instruments import POOL_IN_USE, POOL_SIZE, POOL_WAITING
from server.monitoring.samples import Sample, sample
from server.settings import Settings
from server.storage.restored import NotReplayedError, ReplayCheck
from server.storage.revision import newest_revision, require_migrated

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"

SESSION = {
    "timezone": "UTC",
    "jit": "off",
    # Only Citus knows it: otherwise it filters the catalogue, where asyncpg looks up types, for 9 s instead of 20 ms.
    "citus.override_table_visibility": "off",
}
"""Settings of every connection that serves or aggregates."""

LOOK_UPS = {"random_page_cost": "1.1"}
"""Further settings of pools. What a request reads is in memory, or on a disk that finds any page at once. By default,
the planner would rather walk through a table of some thousand rows than look up a hundred of them."""

_PLANNING = f"SET LOCAL jit = off; SET LOCAL random_page_cost = {LOOK_UPS['random_page_cost']}; "
"""The same for a transaction. A pooler hands on only few settings of a connection, those that it knows."""

CLOSE_SECONDS = 3.0
CLEAN_UP_SECONDS = 1.0
"""Seconds a connection may take to end an abandoned statement before it is closed; a frozen server never ends it."""


class _Connection(asyncpg.Connection):
    """A connection that is closed if the server does not even cancel an abandoned statement.

    Everything after such a statement waits for its end: a rollback, the return to the pool.
    """

    _loop: asyncio.AbstractEventLoop
    _protocol: Any

    def _cancel_current_command(self, *waiters: Any) -> None:
        super()._cancel_current_command(*waiters)  # type: ignore[misc]  # private; asyncpg is pinned
        self._loop.call_later(CLEAN_UP_SECONDS, self._give_up)

    def _give_up(self) -> None:
        if not self.is_closed() and self._protocol._is_cancelling():  # noqa: SLF001
            self.terminate()


class _LentConnection(_Connection):
    """A connection to a pooler: what is behind it is another one for each transaction."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._token = secrets.token_hex(6)

    def _get_unique_id(self, prefix: str) -> str:
        """A name that no other client of the pooler gives to a statement."""
        return f"{super()._get_unique_id(prefix)}{self._token}"  # type: ignore[misc]  # private; asyncpg is pinned

    async def leave_nothing(self) -> None:
        """Closes the statements of cursors where they were prepared: in the transaction that is about to end."""
        await self._cleanup_stmts()  # type: ignore[attr-defined]


class _Pool(asyncpg.Pool):
    """A pool that limits the wait for a connection, and closes connections that are not returned clean.

    Attributes:
        check: What each connection has passed.
        is_lent: Whether a pooler lends its connections, each for a transaction.
        waiting: How many wait for a connection now.
    """

    def __init__(
        self, *arguments: Any, patience: float, check: ReplayCheck, is_lent: bool = False, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._patience = patience
        self.check = check
        self.is_lent = is_lent
        self.waiting = 0

    def acquire(self, *, timeout: float | None = None) -> Any:
        return super().acquire(timeout=self._patience if timeout is None else timeout)

    async def _acquire(self, timeout: float | None) -> Any:  # noqa: ASYNC109 - as it was
        self.waiting += 1
        try:
            return await super()._acquire(timeout)  # type: ignore[misc]  # private; asyncpg is pinned
        finally:
            self.waiting -= 1

    async def release(self, connection: Any, *, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as it was
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):  # it is then closed and replaced
            await super().release(connection, timeout=CLEAN_UP_SECONDS if timeout is None else timeout)


async def close_connection(connection: Connection, seconds: float = CLEAN_UP_SECONDS) -> None:
    """Closes a connection cleanly; if the server does not respond or the connection is lost, at once."""
    with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):  # it is then aborted
        await connection.close(timeout=seconds)


@contextmanager
def preparing(connection: Connection) -> Iterator[None]:
    """Terminates a connection that is prepared inside, if that fails or is cancelled."""
    try:
        yield
    except BaseException:
        connection.terminate()
        raise


def measure_pools(pools: Iterable[Pool]) -> Iterator[Sample]:
    """What /metrics shows of the pools of a process."""
    known = list(pools)
    size = sum(pool.get_size() for pool in known)
    yield sample(POOL_SIZE, size)
    yield sample(POOL_IN_USE, size - sum(pool.get_idle_size() for pool in known))
    yield sample(POOL_WAITING, sum(pool.waiting for pool in known if isinstance(pool, _Pool)))


async def warm_pool(pool: Pool, connections: int) -> None:
    """Opens some connections, if the database is available: the first requests need not wait for them.

    One after another: new connections keep PostgreSQL busy, and other processes are serving meanwhile.
    """
    async with AsyncExitStack() as opened:
        with suppress(Exception):  # a process starts whatever the database does
            for _ in range(min(connections, pool.get_max_size())):
                await opened.enter_async_context(pool.acquire())


async def close_pool(pool: Pool) -> None:
    """Closes a pool when its connections are returned; at once after three seconds."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await pool.close()
    except TimeoutError:
        pool.terminate()


async def recheck(pool: Pool) -> None:
    """Lets a pool connect again if its database was replaced meanwhile: a pooler keeps connections through a restore.

    Raises:
        NotReplayedError: In the restored backup, viewers are back who were erased.
    """
    if isinstance(pool, _Pool):
        try:
            async with pool.acquire() as connection:
                await pool.check.require(connection)
        except NotReplayedError:
            await pool.expire_connections()
            raise


def planning(pool: Pool) -> str:
    """SQL, to follow the text that begins a transaction: how its statements are planned, if connections cannot say."""
    return _PLANNING if isinstance(pool, _Pool) and pool.is_lent else ""


async def leave_nothing(pool: Pool, connection: Any) -> None:
    """Must be called at the end of a transaction with cursors: the next one behind a pooler is that of another."""
    if isinstance(pool, _Pool) and pool.is_lent:
        await connection.leave_nothing()


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Connection]:
    """A connection of a command, closed in the end."""
    connection = await asyncpg.connect(settings.database_url, timeout=settings.database_timeout)
    try:
        yield connection
    finally:
        await close_connection(connection)


async def set_codecs(connection: Any) -> None:
    """Converts jsonb columns from and to Python values."""
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="text",
        encoder=lambda value: msgspec.json.encode(value).decode(),
        decoder=msgspec.json.decode,
    )


async def open_pool(settings: Settings, *, application: str, size: int | None = None, minimum: int = 1) -> Pool:
    """A pool in which ``database_timeout`` limits every statement and every wait for a connection.

    It connects to no database that is not migrated yet, and to no restored backup in which viewers are back who were
    erased: both count as an outage. Through a pooler, no statement stays prepared: it would be so on a connection that
    another client gets next.

    Args:
        settings: The database, and the limits.
        application: Shown in ``pg_stat_activity``.
        size: Maximum number of connections; ``database_pool_size`` by default.
        minimum: Number of connections opened at once; with 0, the database need not be available yet.
    """
    check, needed = ReplayCheck(settings), newest_revision()

    async def prepare(connection: Any) -> None:
        await require_migrated(connection, needed)
        await check.require(connection)
        await set_codecs(connection)

    server_settings = {"timezone": "UTC", "application_name": f"viewpulse-{application}"}
    if settings.pooler_url is None:
        server_settings |= {**SESSION, **LOOK_UPS}
        lent: dict[str, Any] = {"connection_class": _Connection}
    else:
        lent = {
            "connection_class": _LentConnection,
            "is_lent": True,
            "statement_cache_size": 0,
            "reset": _leave_as_it_is,
        }
    return await _Pool(
        settings.pooler_url or settings.database_url,
        patience=settings.database_timeout,
        check=check,
        min_size=minimum,
        max_size=size or settings.database_pool_size,
        max_queries=50_000,
        max_inactive_connection_lifetime=300.0,
        loop=None,
        record_class=asyncpg.Record,
        init=prepare,
        timeout=settings.database_timeout,
        command_timeout=settings.database_timeout,
        server_settings=server_settings,
        **lent,
    )


async def _leave_as_it_is(_connection: Any) -> None:
    """Nothing is set outside of transactions, and what a RESET would reach is the connection of another."""
