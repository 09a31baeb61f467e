"""The state of the roll-up and of the database, as /metrics shows it: read for each scrape."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import structlog

from server.monitoring.instruments import (
    BATCHES_WAITING,
    DATABASE_BYTES,
    ERASURE_WAITING,
    EVENTS_WAITING,
    LEADERS,
    OLDEST_RAW_DAY,
    OLDEST_WAITING,
    PARTITIONS_AHEAD,
    WAL_BYTES,
)
from server.monitoring.samples import Sample, sample
from server.rollup.erasures import unfinished
from server.rollup.leader import LEADER_LOCK
from server.storage.database import Pool
from server.storage.locks import holders
from server.storage.outage import is_outage
from server.storage.partitions import daily_partitions

SIZE_SECONDS = 60.0
"""Seconds between two looks at the size of a database: PostgreSQL asks the file system for each of its files."""
_SIZE = "SELECT pg_database_size(current_database()), has_function_privilege('pg_ls_waldir()', 'EXECUTE')"
_WAL = "SELECT coalesce(sum(size), 0)::bigint FROM pg_ls_waldir()"

READ_SECONDS = 2.0

_log = structlog.get_logger(__name__)
_WAITING = """
SELECT
    count(*), coalesce(sum(events), 0),
    coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::double precision
FROM ingest_batches
"""


@dataclass(frozen=True, slots=True)
class CellState:
    """The state of one cell.

    Attributes:
        batches: Ingest transactions that are not counted yet.
        events: Events in them.
        oldest_seconds: Age of the oldest of them.
        leaders: Aggregators that lead.
        days_ahead: Days after today that have a partition.
        oldest_day: The oldest day that has a partition, as Unix time; None without any.
        erasure_seconds: Age of the oldest erasure that is not done; 0 without any.
    """

    batches: int
    events: int
    oldest_seconds: float
    leaders: int
    days_ahead: int
    oldest_day: float | None
    erasure_seconds: float


@dataclass(frozen=True, slots=True)
class _Size:
    """The size of one database in bytes, and that of its server's write-ahead log if the user may see it."""

    at: float
    database: int
    wal: int | None


class StateReader:
    """Reads the cells that a process works for, at the same time.

    Args:
        pools: The pool of each cell, by the address of its database.
        now: The clock of the partitions.
    """

    def __init__(
        self, pools: Callable[[], Mapping[str, Pool]], *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._pools = pools
        self._now = now
        self._sizes: dict[str, _Size] = {}

    async def read_if_available(self) -> list[Sample]:
        """The samples of all cells together; none if one of them cannot be read, or not in time."""
        try:
            async with asyncio.timeout(READ_SECONDS):
                return await self.read()
        except Exception as error:  # noqa: BLE001 - the other values are shown
            if not is_outage(error):
                _log.exception("the state of the roll-up cannot be read")
            return []

    async def read(self) -> list[Sample]:
        """The samples of all cells together.

        Raises:
            asyncpg.PostgresError, OSError: One of them cannot be read.
        """
        pools = self._pools()
        cells = await asyncio.gather(*(read_cell(pool, self._now()) for pool in pools.values()))
        oldest = [cell.oldest_day for cell in cells if cell.oldest_day is not None]
        return [
            sample(BATCHES_WAITING, sum(cell.batches for cell in cells)),
            sample(EVENTS_WAITING, sum(cell.events for cell in cells)),
            sample(OLDEST_WAITING, max(cell.oldest_seconds for cell in cells)),
            sample(LEADERS, min(cell.leaders for cell in cells)),
            sample(PARTITIONS_AHEAD, min(cell.days_ahead for cell in cells)),
            *([sample(OLDEST_RAW_DAY, min(oldest))] if oldest else []),
            sample(ERASURE_WAITING, max(cell.erasure_seconds for cell in cells)),
            *await self._bytes(pools),
        ]

    async def _bytes(self, pools: Mapping[str, Pool]) -> list[Sample]:
        """The sizes of all databases together; several cells may be in one, and several databases on one server."""
        databases = {_database(url): pool for url, pool in pools.items()}
        for name, pool in databases.items():
            if name not in self._sizes or time.monotonic() - self._sizes[name].at > SIZE_SECONDS:
                self._sizes[name] = await _size(pool)
        self._sizes = {name: known for name, known in self._sizes.items() if name in databases}
        logs = {name.partition("/")[0]: size.wal for name, size in self._sizes.items() if size.wal is not None}
        return [
            sample(DATABASE_BYTES, sum(size.database for size in self._sizes.values())),
            *([sample(WAL_BYTES, sum(logs.values()))] if logs else []),
        ]


async def read_cell(pool: Pool, now: datetime) -> CellState:
    """The state of the cell that a pool is connected to."""
    async with pool.acquire() as connection:
        row = await connection.fetchrow(_WAITING)
        assert row is not None
        batches, events, oldest_seconds = row
        leaders = await holders(connection, LEADER_LOCK)
        days = [day for _, day in await daily_partitions(connection)]
        requested_at, _ = await unfinished(connection)
    ahead = sum(day > now.astimezone(UTC).date() for day in days)
    oldest = datetime(days[0].year, days[0].month, days[0].day, tzinfo=UTC).timestamp() if days else None
    erasure_seconds = max(0.0, (now - requested_at).total_seconds()) if requested_at else 0.0
    return CellState(batches, events, oldest_seconds, leaders, ahead, oldest, erasure_seconds)


async def _size(pool: Pool) -> _Size:
    row = await pool.fetchrow(_SIZE)
    assert row is not None
    size, may_see_log = row
    return _Size(time.monotonic(), size, await pool.fetchval(_WAL) if may_see_log else None)


def _database(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}{parts.path}"
