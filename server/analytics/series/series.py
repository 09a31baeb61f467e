"""A content, a creator or the platform over time: points by hour, day, week or month, and the totals of their range.

``minutes`` reads points by minute.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from server.analytics.contents.totals import ContentSelection, read_content
from server.analytics.creators.totals import PLATFORM, read_scope
from server.analytics.creators.unique_viewers import estimate_viewers_by_part
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ContentQuery, ScopeQuery, subject_of
from server.analytics.ranges import TimeRange, all_time, ceil_quarter
from server.analytics.series.calendar import Interval, are_cut, end_of, paired_starts, starts_of
from server.analytics.series.pieces import require_pieces
from server.metrics.counters import Counts
from server.storage.database import Connection

SeriesQuery: TypeAlias = ContentQuery | ScopeQuery


@dataclass(frozen=True, slots=True)
class SeriesSelection:
    """The parts of a series that need a read of their own."""

    points: bool = False
    point_viewers: bool = False
    totals: bool = False
    total_viewers: bool = False

    def with_totals(self, other: "SeriesSelection") -> "SeriesSelection":
        """The same parts, and the totals of another selection."""
        return replace(
            self, totals=self.totals or other.totals, total_viewers=self.total_viewers or other.total_viewers
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted in a span of time.

    Attributes:
        counts: The counters.
        viewers: Distinct viewers with a view, exact for a content and else estimated; None if not requested.
        sessions: Sessions that began in it; None for a content.
        session_ms: The sum of their durations in milliseconds; None for a content.
    """

    counts: Counts
    viewers: int | None = None
    sessions: int | None = None
    session_ms: int | None = None


@dataclass(frozen=True, slots=True)
class CountedPoint:
    """One minute, or one local hour, day, week or month.

    Attributes:
        start: When it began, even if the range began later.
        end: When it ends, even if the range ends earlier.
        figures: What was counted in its part of the range.
    """

    start: datetime
    end: datetime
    figures: Figures


@dataclass(frozen=True, slots=True)
class SeriesResult:
    """One consistent state of a series.

    Attributes:
        covered: The range. For all time, from the first quarter-hour in which anything was counted to now, or to the
            last one if clocks were ahead; empty if nothing was.
        truncated: Whether it overlaps more hours, days, weeks or months than there are points, or earlier minutes than
            those that are kept.
        points: The points, oldest first, without gaps; empty if not requested. None: they are not known.
        totals: What was counted in the whole range; None if not requested.
        as_of: Every event acknowledged before this time is counted; None before the first aggregation, or without
            totals.
        revision: The aggregator run that last changed the scope; 0 if it has no events, or without totals.
    """

    covered: TimeRange
    truncated: bool
    points: list[CountedPoint] | None
    totals: Figures | None = None
    as_of: datetime | None = None
    revision: int = 0


async def read_series(
    connection: Connection,
    query: SeriesQuery,
    by: Interval,
    selection: SeriesSelection,
    *,
    over: TimeRange | None = None,
) -> SeriesResult:
    """Reads a series.

    Args:
        connection: Inside a snapshot.
        query: The query; an unknown content or creator has zeros.
        by: The length of the points, which is not a minute.
        selection: The requested parts.
        over: The range over whose points these are laid by index; they begin with the counterpart of its first one.
    """
    await require_pieces(connection, query, by)
    covered, zone = await read_covered(connection, query), query.zone
    starts = starts_of(by, covered, zone) if over is None else paired_starts(by, covered, over, zone)
    truncated = are_cut(by, starts, covered, zone)
    points = []
    if selection.points and starts:
        points = await _read_points(connection, query, covered, by, starts, viewers=selection.point_viewers)
    if not selection.totals:
        return SeriesResult(covered, truncated, points)
    totals, as_of, revision = await read_totals(connection, query, viewers=selection.total_viewers)
    return SeriesResult(covered, truncated, points, totals, as_of, revision)


async def read_covered(connection: Connection, query: SeriesQuery) -> TimeRange:
    """The range of a series; for all time, see ``SeriesResult``."""
    if query.time_range is not None:
        return query.time_range
    scope, which = subject_of(query)
    now = ceil_quarter(query.now)
    sql = load_metrics_sql(__name__, f"{scope}_span", query.definition.prefix)
    row = await sql.fetchrow(connection, **which, now=now)
    assert row is not None
    return all_time(row["first_bucket"], row["last_bucket"], now)


async def _read_points(
    connection: Connection,
    query: SeriesQuery,
    covered: TimeRange,
    by: Interval,
    starts: list[datetime],
    *,
    viewers: bool,
) -> list[CountedPoint]:
    scope, which = subject_of(query)
    ends = [*starts[1:], end_of(by, starts[-1], query.zone)]
    shown = TimeRange(max(covered.start, starts[0]), min(covered.end, ends[-1]))  # a part of it if it is truncated
    sql = load_metrics_sql(__name__, f"{scope}_points", query.definition.prefix)
    rows = await sql.fetch(connection, **which, start=shown.start, end=shown.end_bucket, starts=starts)
    counted = {row["point"] - 1: row for row in rows}
    unique = await _viewers_of(connection, query, shown, starts) if viewers else [None] * len(starts)
    nothing = None if scope == "content" else 0
    points = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if (row := counted.get(number)) is None:
            figures = Figures(Counts(), unique[number], nothing, nothing)
        elif scope == "content":
            figures = Figures(Counts.from_row(row), unique[number])
        else:
            figures = Figures(Counts.from_row(row), unique[number], row["sessions"], row["session_ms"])
        points.append(CountedPoint(start, end, figures))
    return points


async def _viewers_of(
    connection: Connection, query: SeriesQuery, shown: TimeRange, starts: list[datetime]
) -> list[int | None]:
    """The distinct viewers of each point."""
    if isinstance(query, ContentQuery):
        _, which = subject_of(query)
        sql = load_metrics_sql(__name__, "content_point_viewers", query.definition.prefix)
        rows = await sql.fetch(connection, **which, start=shown.start, end=shown.end_bucket, starts=starts)
        found = {row["point"] - 1: row["unique_viewers"] for row in rows}
        return [found.get(number, 0) for number in range(len(starts))]
    estimated = await estimate_viewers_by_part(
        connection,
        query.project_id,
        PLATFORM if query.creator_id is None else query.creator_id,
        time_range=shown,
        starts=starts,
        definition=query.definition.key,
        classes=query.traffic.classes,
    )
    return [*estimated]


async def read_totals(
    connection: Connection, query: SeriesQuery, *, viewers: bool
) -> tuple[Figures, datetime | None, int]:
    """What was counted in the whole range, up to when it was, and the revision of the scope."""
    if isinstance(query, ContentQuery):
        content = await read_content(connection, query, ContentSelection(viewers=viewers))
        figures = Figures(content.counts, content.unique_viewers if viewers else None)
        return figures, content.as_of, content.revision
    scope = await read_scope(connection, query, viewers=viewers)
    figures = Figures(scope.counts, scope.viewers if viewers else None, scope.sessions, scope.session_ms)
    return figures, scope.as_of, scope.revision
