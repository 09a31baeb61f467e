"""Expires raw events by whole UTC days of ``occurredAt``.

A day takes three steps, each in its own transaction, so that nothing is lost or counted twice if one is interrupted:

1. It is closed: from then on, ingest rejects its events (EXPIRED).
2. Once its events are counted and all its contents are summarized, it expires: rebuilds and daily summaries ignore it.
3. Its rows are removed, with their daily partition or one by one.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import asyncpg
import structlog

from server.rollup.leader import FOLD_LOCK, SUMMARY_LOCK
from server.settings import Settings
from server.storage.database import Connection
from server.storage.locks import lock_in_transaction
from server.storage.partitions import daily_partitions, drop_partition
from server.storage.sql import load_sql
from server.wording import pluralize

LOCK_TIMEOUT = "2s"
"""If locks are not available within this time, expiry waits for the next hour instead of blocking others."""
MAX_IMPORT = timedelta(days=7)
"""An unfinished import that began earlier is considered abandoned."""
AFTER_IMPORT = timedelta(days=1)
"""How long after an import the days stay open for another file of old events."""
ROWS_AT_ONCE = 10_000
DELETING_SECONDS = 3.0
"""Seconds one run may delete rows outside dropped partitions; the fold waits meanwhile."""
MAX_MOVED = 10_000
"""Maximum number of rows moved out of a partition before it is dropped: rows whose ids are older than their time."""


_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ExpiringDay:
    """Raw events of one project and day that are past their retention.

    Attributes:
        project_id: The project.
        day: The UTC day on which they occurred.
        events: Number of events.
    """

    project_id: int
    day: date
    events: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why the closed days of a project still have raw events.

    Attributes:
        project_id: The project.
        closed_before: Days before this time are closed.
        has_pending: Whether events of these days are not counted yet.
        unsummarized: Number of days of contents that are not summarized yet.
    """

    project_id: int
    closed_before: datetime
    has_pending: bool
    unsummarized: int

    @property
    def is_ready(self) -> bool:
        """Whether nothing prevents their expiry."""
        return not self.has_pending and not self.unsummarized

    @property
    def reason(self) -> str:
        """The reason, in words."""
        if self.has_pending:
            return "some of their events are not counted yet"
        return (
            f"{pluralize(self.unsummarized, 'day')} of contents to summarize"
            if self.unsummarized
            else "nothing prevents their expiry"
        )


def oldest_kept(settings: Settings, now: datetime) -> datetime | None:
    """The midnight (UTC) from which raw events are kept; None: forever."""
    if not settings.raw_retention_days:
        return None
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=settings.raw_retention_days)


async def find_expiring(connection: Connection, settings: Settings, now: datetime) -> Sequence[ExpiringDay]:
    """Raw events past their retention, oldest first per project; changes nothing."""
    oldest = oldest_kept(settings, now)
    if oldest is None:
        return []
    return [ExpiringDay(*row) for row in await load_sql(__name__, "expire_days").fetch(connection, end=oldest)]


async def find_waiting(connection: Connection) -> Sequence[Waiting]:
    """The projects with closed days whose raw events have not expired, and why."""
    return [Waiting(*row) for row in await load_sql(__name__, "expire_waiting").fetch(connection)]


async def find_importing(connection: Connection, settings: Settings, now: datetime) -> list[int]:
    """The projects whose old days stay open because history is being imported, or was within the last day."""
    oldest = oldest_kept(settings, now)
    if oldest is None:
        return []
    rows = await load_sql(__name__, "expire_importing").fetch(connection, **_limits(oldest, now))
    return [row["project_id"] for row in rows]


async def read_raw_since(connection: Connection) -> dict[int, datetime]:
    """The time from which raw events exist, by project; only projects with expired events."""
    rows = await connection.fetch("SELECT project_id, raw_since FROM rollup_state WHERE raw_since > '-infinity'")
    return {row["project_id"]: row["raw_since"] for row in rows}


async def expire(connection: Connection, settings: Settings, now: datetime) -> int:
    """Takes every step that is possible now; the others wait for the next call.

    Args:
        connection: Outside a transaction.
        settings: The retention.
        now: The current time, which decides which days are past the retention.

    Returns:
        The number of raw events removed.
    """
    oldest = oldest_kept(settings, now)
    if oldest is None:
        return 0
    try:
        await _close(connection, oldest, now)
        await _expire_ready(connection)
        gone = await _drop_partitions(connection, oldest)
    except asyncpg.LockNotAvailableError:
        _log.info("raw events are in use; trying their expiry again")
        return 0
    await load_sql(__name__, "expire_marks").execute(connection)
    return gone + await _delete_rows(connection)


def _limits(oldest: datetime, now: datetime) -> dict[str, datetime]:
    return {"end": oldest, "import_began": now - MAX_IMPORT, "import_finished": now - AFTER_IMPORT}


async def _close(connection: Connection, oldest: datetime, now: datetime) -> None:
    rows = await load_sql(__name__, "expire_closing").fetch(connection, **_limits(oldest, now))
    projects = [row["project_id"] for row in rows]
    if not projects:
        return
    async with connection.transaction():
        await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        # Ends when every group commit under way has ended; those that begin later see what is written here.
        await connection.execute("LOCK TABLE ingest_batches IN SHARE MODE")
        await load_sql(__name__, "expire_close").execute(connection, end=oldest, projects=projects)
    _log.info("days closed; their raw events are about to expire", before=f"{oldest:%Y-%m-%d}", projects=projects)


async def _expire_ready(connection: Connection) -> None:
    if not any(found.is_ready for found in await find_waiting(connection)):
        return
    async with connection.transaction():
        await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        await lock_in_transaction(connection, FOLD_LOCK)
        await lock_in_transaction(connection, SUMMARY_LOCK)
        ready = [found.project_id for found in await find_waiting(connection) if found.is_ready]
        await load_sql(__name__, "expire_ready").execute(connection, projects=ready)


async def _drop_partitions(connection: Connection, oldest: datetime) -> int:
    gone = 0
    for name, day in await daily_partitions(connection):
        if day >= oldest.date():
            return gone
        expired, kept, waiting = await connection.fetchrow(  # type: ignore[misc]  # one row, always
            f"""
            SELECT
                count(*) FILTER (WHERE is_expired), count(*) FILTER (WHERE NOT is_expired AND occurred_at >= $1),
                count(*) FILTER (WHERE NOT is_expired AND occurred_at < $1)
            FROM (
                SELECT occurred_at, occurred_at < coalesce(raw_since, '-infinity') AS is_expired
                FROM {name} LEFT JOIN rollup_state USING (project_id)
            ) AS judged
            """,  # noqa: S608  # the name of a partition
            oldest,
        )
        if waiting:
            continue
        if kept > MAX_MOVED:
            why = (
                "a daily partition is kept because it holds too many newer events to move; expired events are deleted "
                "one by one"
            )
            _log.info(why, day=f"{day}", younger=kept, most=MAX_MOVED, expired=expired)
            continue
        async with connection.transaction():
            await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            await drop_partition(connection, name)
        _log.info("raw events expired", day=f"{day}", events=expired, moved=kept)
        gone += expired
    return gone


async def _delete_rows(connection: Connection) -> int:
    """Deletes expired events outside the dropped partitions: with other kinds of ids, or ids later than their time."""
    deadline = time.monotonic() + DELETING_SECONDS
    gone, deleted = 0, ROWS_AT_ONCE
    while deleted == ROWS_AT_ONCE and time.monotonic() < deadline:
        status = await load_sql(__name__, "expire_rows").execute(connection, limit=ROWS_AT_ONCE)
        deleted = int(status.rsplit(" ", 1)[1])
        gone += deleted
    if gone:
        _log.info("raw events outside the daily partitions expired", events=gone)
    return gone
