# ruff: noqa: S608  # names of our own tables, never input
"""Adds up quarter-hours to whole days (UTC) when they are old: each day keeps one row, at its midnight.

Sums over whole days stay what they are, and so do totals, which a rebuild adds up from these rows. What needs
quarter-hours is refused from then on (server/analytics/kept_quarters.py).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from server.rollup.leader import try_fold
from server.rollup.sketches import merge_day_sketches
from server.rollup.tables import RollupTable
from server.settings import LEAST_QUARTER_DAYS, Settings
from server.storage.database import Connection
from server.storage.sql import load_sql

MERGED = (
    "content_buckets",
    "content_viewer_buckets",
    "creator_buckets",
    "platform_buckets",
    "area_buckets",
    "event_counts",
)
"""Tables with counters by quarter-hour, whose column ``bucket`` says which."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RipeDays:
    """Days of a project whose quarter-hours are to be added up.

    Attributes:
        project_id: The project.
        start: The first of them.
        until: The day after the last one.
    """

    project_id: int
    start: datetime
    until: datetime


async def find_ripe(connection: Connection, settings: Settings, now: datetime) -> list[RipeDays]:
    """The days whose quarter-hours are past their retention, by project; changes nothing."""
    if not settings.quarter_retention_days:
        return []
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    oldest = today - timedelta(days=max(settings.quarter_retention_days, LEAST_QUARTER_DAYS))
    found = []
    for project_id, since, until in await load_sql(__name__, "ripe_projects").fetch(connection, oldest=oldest):
        first = await load_sql(__name__, "oldest_quarter").fetchval(connection, project=project_id)
        if first is not None:
            midnight = first.astimezone(UTC).replace(hour=0, minute=0)
            start = midnight if since is None else max(midnight, since)
            if start < until:
                found.append(RipeDays(project_id, start, until))
    return found


async def merge_next_day(connection: Connection, settings: Settings, now: datetime) -> int:
    """Adds up the quarter-hours of one day of each project, unless the roll-up tables are locked.

    One day at a time: nothing else is counted meanwhile.

    Returns:
        The number of days.
    """
    done = 0
    for ripe in await find_ripe(connection, settings, now):
        async with connection.transaction():
            if await try_fold(connection):
                await _merge(connection, ripe.project_id, ripe.start)
                done += 1
    return done


async def _merge(connection: Connection, project_id: int, day: datetime) -> None:
    for name in MERGED:
        table = await RollupTable.describe(connection, name)
        kept = [column for column in (*table.keys, *table.measured) if column not in {*table.counts, "bucket"}]
        own, sums = ", ".join(kept), ", ".join(f"sum({column})::bigint" for column in table.counts)
        await connection.execute(
            f"WITH gone AS (DELETE FROM {name} WHERE project_id = $1 AND bucket >= $2 AND bucket < $3 RETURNING *)"
            f" INSERT INTO {name} ({own}, bucket, {', '.join(table.counts)})"
            f" SELECT {own}, $2, {sums} FROM gone GROUP BY {own}",
            project_id,
            day,
            day + _DAY,
        )
    await merge_day_sketches(connection, project_id, day)
    await connection.execute(
        "UPDATE rollup_state SET quarters_since = $2 WHERE project_id = $1", project_id, day + _DAY
    )
