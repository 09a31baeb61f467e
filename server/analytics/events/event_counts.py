"""How many events of each type occurred, over time."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from server.analytics.query import AnalyticsQuery
from server.analytics.ranges import TimeRange, all_time, ceil_quarter
from server.analytics.series.calendar import Interval, are_cut, end_of, starts_of
from server.analytics.series.pieces import require_pieces
from server.errors import ErrorCode, ViewpulseError
from server.storage.database import Connection
from server.storage.sql import load_sql

Counted: TypeAlias = Mapping[tuple[str, str | None], int]
"""Events by stored type, and by the name of custom ones."""


@dataclass(frozen=True, slots=True)
class TypesOfPoint:
    """One local hour, day, week or month.

    Attributes:
        start: When it began, even if the range began later.
        end: When it ends, even if the range ends earlier.
        events: Events in its part of the range; types without events are left out.
    """

    start: datetime
    end: datetime
    events: Counted


@dataclass(frozen=True, slots=True)
class EventCounts:
    """One consistent state.

    Attributes:
        covered: The range. For all time, from the first quarter-hour with an event to now, or to the last one if clocks
            were ahead; empty if there is none.
        truncated: Whether it overlaps more hours, days, weeks or months than there are points.
        points: The points, oldest first, without gaps.
        totals: Events in the whole range.
    """

    covered: TimeRange
    truncated: bool
    points: list[TypesOfPoint]
    totals: Counted


def check_interval(by: Interval) -> None:
    """Raises BAD_INPUT for minutes: events are counted by quarter-hour."""
    if by is Interval.MINUTE:
        message = "Events are not counted by MINUTE; ask by HOUR, DAY, WEEK or MONTH."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["by"])


async def read_event_counts(
    connection: Connection,
    query: AnalyticsQuery,
    by: Interval,
    types: Collection[str] | None,
    names: Collection[str] | None = None,
) -> EventCounts:
    """Reads the events of each type over time.

    Args:
        connection: Inside a snapshot.
        query: The project, the range, the zone and the classes of traffic; the definition of a view changes nothing.
        by: The length of the points, which is not a minute.
        types: Stored names of the types; None for all.
        names: Names of custom events; None for all, also of other types.
    """
    await require_pieces(connection, query, by)
    covered, zone = await _covered(connection, query), query.zone
    starts = starts_of(by, covered, zone)
    rows = await load_sql(__name__, "event_counts").fetch(
        connection,
        project=query.project_id,
        classes=query.traffic.classes,
        start=covered.start,
        end=covered.end_bucket,
        starts=starts,
        types=None if types is None else sorted(types),
        names=None if names is None else sorted(names),
    )
    counted: defaultdict[int | None, dict[tuple[str, str | None], int]] = defaultdict(dict)
    for row in rows:
        counted[row["point"]][row["type"], row["name"] or None] = row["events"]
    ends = [*starts[1:], end_of(by, starts[-1], zone)] if starts else []
    points = [
        TypesOfPoint(start, end, counted.get(number, {}))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]
    return EventCounts(covered, are_cut(by, starts, covered, zone), points, counted.get(None, {}))


async def _covered(connection: Connection, query: AnalyticsQuery) -> TimeRange:
    if query.time_range is not None:
        return query.time_range
    now = ceil_quarter(query.now)
    row = await load_sql(__name__, "event_span").fetchrow(
        connection, project=query.project_id, classes=query.traffic.classes, now=now
    )
    assert row is not None
    return all_time(row["first_bucket"], row["last_bucket"], now)
