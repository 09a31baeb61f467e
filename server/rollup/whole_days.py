# ruff: noqa: S608  # names of our own tables, never input
"""Adds up what is old: quarter-hours to whole days (UTC), and days, when they are older still, to one sum.

Each day keeps one row, at its midnight; days that are not kept are one row, at ``BEGINNING``. So sums over whole days
and over all time stay what they are, also when a rebuild adds up these rows. Questions that need more are refused from
then on (server/analytics/kept_tiers.py). Breakdowns follow outside the fold (server/rollup/summed_breakdowns.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from server.rollup.leader import try_fold
from server.rollup.sketches import merge_day_sketches
from server.rollup.tables import RollupTable
from server.settings import LEAST_QUARTER_DAYS, Settings
from server.storage.database import Connection
from server.storage.sql import load_sql

BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
"""Where days that are not kept are added up: no event is so old, and no range begins there."""
BY_QUARTER: Mapping[str, str] = dict.fromkeys(
    (
        *("content_buckets", "content_viewer_buckets", "creator_buckets", "platform_buckets", "area_buckets"),
        "event_counts",
    ),
    "bucket",
)
"""Tables with counters by quarter-hour, and the column that says which."""
BY_DAY: Mapping[str, str] = {"content_days": "day", "area_days": "day"}
"""Tables with counters by day."""
_DAY = timedelta(days=1)


class Tier(StrEnum):
    """How finely counters are kept; the column of ``rollup_state`` that says since when."""

    QUARTERS = "quarters_since"
    DAYS = "days_since"


FORGOTTEN: Mapping[Tier, tuple[str, str]] = {Tier.QUARTERS: ("hot_hours", "hour"), Tier.DAYS: ("schema_usage", "day")}
"""By tier, a table whose rows of older days no question reads, and the column that says when."""


@dataclass(frozen=True, slots=True)
class RipeDays:
    """Days of a project that are past the retention of a tier.

    Attributes:
        project_id: The project.
        tier: The tier.
        start: The first of them.
        until: The day after the last one.
    """

    project_id: int
    tier: Tier
    start: datetime
    until: datetime


async def find_ripe(connection: Connection, settings: Settings, now: datetime) -> list[RipeDays]:
    """The days that are past their retention, by tier and project; changes nothing."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    least = max(settings.quarter_retention_days, LEAST_QUARTER_DAYS)
    found = []
    for tier, name, days in (
        (Tier.QUARTERS, "ripe_quarters", settings.quarter_retention_days),
        (Tier.DAYS, "ripe_days", settings.day_retention_days),
    ):
        if not days:
            continue
        oldest = today - timedelta(days=max(days, least))
        for project_id, since, until in await load_sql(__name__, name).fetch(connection, oldest=oldest):
            first = await load_sql(__name__, "oldest_quarter").fetchval(connection, project=project_id)
            if first is None:
                continue
            midnight = first.astimezone(UTC).replace(hour=0, minute=0)
            start = midnight if since is None else max(midnight, since)
            if start < until:
                found.append(RipeDays(project_id, tier, start, until))
    return found


async def merge_next_day(connection: Connection, settings: Settings, now: datetime) -> int:
    """Adds up one day of each tier and project, unless the roll-up tables are locked.

    One day at a time: nothing else is counted meanwhile.

    Returns:
        The number of days.
    """
    done = 0
    for ripe in await find_ripe(connection, settings, now):
        async with connection.transaction():
            if await try_fold(connection):
                await _merge(connection, ripe)
                done += 1
    return done


async def _merge(connection: Connection, ripe: RipeDays) -> None:
    """Adds up the first of some days."""
    day, into = ripe.start, ripe.start if ripe.tier is Tier.QUARTERS else BEGINNING
    tables = BY_QUARTER if ripe.tier is Tier.QUARTERS else {**BY_QUARTER, **BY_DAY}
    for name, column in tables.items():
        kind = "date" if name == "content_days" else "timestamptz"
        moments = (moment.date() if kind == "date" else moment for moment in (day, day + _DAY, into))
        sql = _addition(await RollupTable.describe(connection, name), column, kind)
        await connection.execute(sql, ripe.project_id, *moments)
    await merge_day_sketches(connection, ripe.project_id, day, into)
    name, column = FORGOTTEN[ripe.tier]
    until = day + _DAY
    await connection.execute(
        f"DELETE FROM {name} WHERE project_id = $1 AND {column} < $2",
        ripe.project_id,
        until.date() if ripe.tier is Tier.DAYS else until,
    )
    await connection.execute(
        f"UPDATE rollup_state SET {ripe.tier} = $2 WHERE project_id = $1", ripe.project_id, day + _DAY
    )


def _addition(table: RollupTable, column: str, kind: str) -> str:
    """SQL that replaces the rows of a project from $2 to $3 by their sums, which are added to what is there at $4.

    Rows of zeros are dropped: they equal no row, and may have the class that their viewer had when they counted.
    """
    own = ", ".join(name for name in (*table.keys, *table.measured) if name not in {*table.counts, column})
    counts, sums = ", ".join(table.counts), ", ".join(f"sum({name})::bigint" for name in table.counts)
    more = ", ".join(f"{name} = t.{name} + excluded.{name}" for name in table.counts)
    return (
        f"WITH gone AS (DELETE FROM {table.name} WHERE project_id = $1 AND {column} >= $2::{kind}"
        f" AND {column} < $3::{kind} RETURNING *)"
        f" INSERT INTO {table.name} AS t ({own}, {column}, {counts})"
        f" SELECT {own}, $4::{kind}, {sums} FROM gone WHERE {table.meaningful} GROUP BY {own}"
        f" ON CONFLICT ({', '.join(table.keys)}) DO UPDATE SET {more}"
    )
