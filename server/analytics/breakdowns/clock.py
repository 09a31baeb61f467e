"""Breakdowns by hour, day and weekday of the caller's zone, from quarter-hours, in their natural order without gaps."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.breakdowns.listing import BreakdownResult, Listing, ValueCounts, list_rows
from server.analytics.breakdowns.viewers import estimate_slots
from server.analytics.creators.totals import PLATFORM
from server.analytics.kept_tiers import Pieces, require_tier
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import AnalyticsQuery, ContentQuery, ScopeQuery, subject_of
from server.analytics.ranges import TimeRange
from server.analytics.series.calendar import Interval, date_of, starts_of
from server.storage.database import Connection
from server.storage.sql import load_sql

_HOURS = [str(hour) for hour in range(24)]
_WEEKDAYS = [str(day) for day in range(1, 8)]
_DAY = timedelta(days=1)


async def read_clock(
    connection: Connection,
    query: ContentQuery | ScopeQuery,
    by: Sequence[Dimension],
    listing: Listing,
    *,
    viewers: bool,
) -> BreakdownResult:
    """Reads a breakdown by dimensions of ``CLOCK``; see ``read_breakdown``."""
    pieces = Pieces.HOURS if Dimension.HOUR in by else Pieces.DAYS
    await require_tier(connection, query.project_id, query.time_range, query.now, pieces=pieces, zone=query.zone)
    scope, which = subject_of(query)
    start, end = query.bounds
    which |= {
        "start": start,
        "end": end,
        "dimensions": [dimension.value for dimension in by],
        "zone": query.timezone,
    }
    rows = await load_metrics_sql(__name__, f"{scope}_clock", query.definition.prefix).fetch(connection, **which)
    found = [ValueCounts.from_row(row, row["value"].split()) for row in rows]
    result = list_rows(fill_gaps(by, found, query), listing)
    if not viewers:
        return result
    which["values"] = [row.stored for row in result.rows]
    if isinstance(query, ContentQuery):
        sql = load_metrics_sql(__name__, "content_clock_viewers", query.definition.prefix)
        counted = {row["slot"]: row["unique_viewers"] for row in await sql.fetch(connection, **which)}
        return result.with_viewers(counted, estimated=False)
    which["creator"] = PLATFORM if query.creator_id is None else query.creator_id
    sql = load_sql(__name__, "scope_clock_viewers", sketch=query.definition.key)
    return result.with_viewers(await estimate_slots(connection, sql, which), estimated=True)


def fill_gaps(by: Sequence[Dimension], found: Sequence[ValueCounts], query: AnalyticsQuery) -> list[ValueCounts]:
    """All values of some dimensions of ``NATURAL`` in their order, also those with nothing.

    Args:
        by: One dimension, or two that a pair of values stands for: sorted by the first, then the second.
        found: The values with something.
        query: The range and the zone, for days. All time has those from the first to the last with something.
    """
    counted = {row.stored: row for row in found}
    every = [
        _values(dimension, {row.stored.split(" ")[place] for row in found}, query.time_range, query.zone)
        for place, dimension in enumerate(by)
    ]
    return [
        counted.get(stored) or ValueCounts(values=tuple(values), stored=stored)
        for values in product(*every)
        for stored in [" ".join(values)]
    ]


def _values(dimension: Dimension, found: set[str], time_range: TimeRange | None, zone: ZoneInfo) -> list[str]:
    match dimension:
        case Dimension.WEEKDAY:
            return _WEEKDAYS
        case Dimension.DAY:
            return _days(found, time_range, zone)
        case _:
            return [*([""] if "" in found else []), *_HOURS]


def _days(found: Iterable[str], time_range: TimeRange | None, zone: ZoneInfo) -> list[str]:
    if time_range is not None:
        starts = starts_of(Interval.DAY, time_range, zone)
        return sorted({*(date_of(Interval.DAY, start, zone).isoformat() for start in starts), *found})
    known = sorted(map(date.fromisoformat, found))
    if not known:
        return []
    return [(known[0] + number * _DAY).isoformat() for number in range((known[-1] - known[0]).days + 1)]
