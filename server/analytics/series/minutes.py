"""The last hours by minute: the points of a series by MINUTE, ``realtime``, and what is viewed most now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.analytics.listed_content import ContentSummary
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import subject_of
from server.analytics.ranges import MINUTE, TimeRange, ceil_minute
from server.analytics.series.calendar import Interval, end_of, starts_of
from server.analytics.series.series import (
    CountedPoint,
    Figures,
    SeriesQuery,
    SeriesResult,
    SeriesSelection,
    read_covered,
    read_totals,
)
from server.metrics.counters import Counts
from server.storage.database import Connection
from server.storage.sql import load_sql

MAX_MINUTES = 180
"""The last minutes that can be asked for, the current one included; the roll-up keeps some more."""
_SHOWN = timedelta(minutes=MAX_MINUTES)


@dataclass(frozen=True, slots=True)
class ContentNow:
    """A content that is viewed now.

    Attributes:
        summary: The content.
        views: Its views in some minutes.
        concurrent_viewers: Viewers who are watching it at this moment.
    """

    summary: ContentSummary
    views: int
    concurrent_viewers: int


async def read_minute_series(
    connection: Connection, query: SeriesQuery, selection: SeriesSelection, *, whole: bool
) -> SeriesResult:
    """Reads a series whose points are the minutes of its range, up to now, that are kept.

    Args:
        connection: Inside a snapshot.
        query: The query; an unknown content or creator has zeros.
        selection: The requested parts.
        whole: The points are not known unless the first minute is kept: they are laid over others by index.
    """
    covered = await read_covered(connection, query)
    kept = await _read_kept(connection, query, covered)
    truncated = kept.start > covered.start
    points: list[CountedPoint] | None = None if truncated and whole else []
    if selection.points and points is not None:
        points, _ = await _read_points(connection, query, kept, viewers=selection.point_viewers)
    if not selection.totals:
        return SeriesResult(covered, truncated, points)
    totals, as_of, revision = await read_totals(connection, query, viewers=selection.total_viewers)
    return SeriesResult(covered, truncated, points, totals, as_of, revision)


async def read_realtime(
    connection: Connection, query: SeriesQuery, minutes: int, selection: SeriesSelection
) -> SeriesResult:
    """Reads the last minutes, the current one included.

    Args:
        connection: Inside a snapshot.
        query: The query, without a range; an unknown content or creator has zeros.
        minutes: How many minutes, 1-180. If fewer are kept, the result covers those.
        selection: Which viewers are requested; points and totals are always read, and viewers are exact.
    """
    asked = TimeRange(ceil_minute(query.now) - minutes * MINUTE, query.now)
    kept = await _read_kept(connection, query, asked)
    covered = TimeRange(min(kept.start, query.now), query.now)
    points, totals = await _read_points(
        connection, query, covered, viewers=selection.point_viewers or selection.total_viewers
    )
    _, as_of, revision = await read_totals(connection, query, viewers=False)
    return SeriesResult(covered, kept.start > asked.start, points, totals, as_of, revision)


async def read_top_now(
    connection: Connection, query: SeriesQuery, minutes: Sequence[datetime], first: int
) -> list[ContentNow]:
    """The contents with the most views in some minutes, ties by id: of a creator, of the platform, or the content.

    Args:
        connection: Inside a snapshot.
        query: The query.
        minutes: When the minutes began.
        first: How many contents at most.
    """
    _, which = subject_of(query)
    sql = load_metrics_sql(__name__, "top_minutes", query.definition.prefix)
    rows = await sql.fetch(connection, **{"content": None, "creator": None, **which}, minutes=minutes, limit=first)
    return [ContentNow(ContentSummary.from_row(row), row["views"], row["concurrent_viewers"]) for row in rows]


async def _read_kept(connection: Connection, query: SeriesQuery, covered: TimeRange) -> TimeRange:
    """The part of a range whose minutes are kept, and have begun; with its end before its start if there is none."""
    now = ceil_minute(query.now)
    first = await load_sql(__name__, "minutes_since").fetchval(connection, project=query.project_id, start=now - _SHOWN)
    return TimeRange(max(covered.start, first or now - _SHOWN), min(covered.end, now))


async def _read_points(
    connection: Connection, query: SeriesQuery, kept: TimeRange, *, viewers: bool
) -> tuple[list[CountedPoint], Figures]:
    """Each minute of a range, oldest first, and the range as a whole; viewers are exact, sessions unknown."""
    scope, which = subject_of(query)
    starts = starts_of(Interval.MINUTE, kept, query.zone)
    sql = load_metrics_sql(__name__, f"{scope}_minutes", query.definition.prefix)
    rows = await sql.fetch(connection, **which, minutes=starts)
    counted: dict[datetime | None, Counts] = {row["minute"]: Counts.from_row(row) for row in rows}
    unique: dict[datetime | None, int] = {}
    if viewers:
        sql = load_metrics_sql(__name__, f"{scope}_minute_viewers", query.definition.prefix)
        rows = await sql.fetch(connection, **which, minutes=starts)
        unique = {row["minute"]: row["unique_viewers"] for row in rows}

    def figures(minute: datetime | None) -> Figures:
        return Figures(counted.get(minute, Counts()), unique.get(minute, 0) if viewers else None)

    points = [CountedPoint(start, end_of(Interval.MINUTE, start, query.zone), figures(start)) for start in starts]
    return points, figures(None)
