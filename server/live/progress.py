"""The progress of the aggregator, read from PostgreSQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from server.storage.database import Pool, recheck


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of one project's roll-up.

    Attributes:
        revision: Number of the last run that changed something.
        as_of: Every event acknowledged before this time is counted; None before the first run.
        is_moving: Whether the project is moving to another cell, or has moved: this is not its newest state.
        erasures: How many viewers were erased.
    """

    revision: int
    as_of: datetime | None
    is_moving: bool = False
    erasures: int = 0


@dataclass(frozen=True, slots=True)
class Backlog:
    """The events of a cell that wait to be counted.

    Attributes:
        at: When this was read, by the clock of PostgreSQL.
        lag: Seconds that the oldest of them has waited.
        waiting: Their number.
        arrived: How many of them arrived since the last time this was read.
    """

    at: datetime
    lag: float
    waiting: int
    arrived: int


def lag_of(projects: Iterable[Progress], now: datetime) -> float | None:
    """Seconds that the slowest project's numbers are behind; None before the first run."""
    known = [progress.as_of for progress in projects if progress.as_of is not None]
    return round((now - min(known)).total_seconds(), 3) if known else None


async def read_progress(pool: Pool, since: datetime | None = None) -> tuple[dict[int, Progress], Backlog | None]:
    """Progress by project, and what waits; nothing of it without projects.

    Args:
        pool: The database of the cell.
        since: When this was read last.

    Raises:
        NotReplayedError: The database was replaced by a restored backup in which viewers are back who were erased.
        asyncpg.PostgresError, OSError: The database is unavailable.
    """
    rows = await pool.fetch(
        """
        SELECT
            project_id, revision, nullif(as_of, '-infinity'), accepts_since = 'infinity', erasures, backlog.*,
            coalesce((SELECT bool_and(written_in = xmin) FROM replay_mark), false) AS is_marked
        FROM rollup_state CROSS JOIN (
            SELECT
                now(), coalesce(extract(epoch FROM now() - min(created_at)), 0)::double precision,
                coalesce(sum(events), 0), coalesce(sum(events) FILTER (WHERE created_at > $1), 0)
            FROM ingest_batches
        ) AS backlog
        """,
        since,
    )
    if rows and not rows[0]["is_marked"]:
        await recheck(pool)
    progress = {project_id: Progress(*state) for project_id, *state, _at, _lag, _waiting, _arrived, _mark in rows}
    return progress, Backlog(*rows[0][-5:-1]) if rows else None
