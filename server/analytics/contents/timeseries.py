"""The views of a content by hour and day of a zone, without gaps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, takewhile
from zoneinfo import ZoneInfo

from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ContentQuery
from server.analytics.ranges import QUARTER, TimeRange, ceil_quarter, floor_quarter, midnight
from server.storage.database import Connection

MAX_POINTS = 5_000
"""A longer range is cut to its newest points."""
SURELY_SHOWN = timedelta(hours=MAX_POINTS // 2)
"""A shorter range has fewer hours and days than that, however often its clock is changed: they need no counting."""

Starts = Callable[[TimeRange, ZoneInfo], list[datetime]]


@dataclass(frozen=True, slots=True)
class Point:
    """One hour or day of a series.

    Attributes:
        start: When the local hour or day began, even if the range began later.
        views: Views in its part of the range.
        unique_viewers: Distinct viewers with a view; 0 if not requested.
        watch_ms: Milliseconds watched.
        likes: Viewers who like the content, counted at their deciding LIKE.
        comments: Comments.
        shares: Shares.
    """

    start: datetime
    views: int = 0
    unique_viewers: int = 0
    watch_ms: int = 0
    likes: int = 0
    comments: int = 0
    shares: int = 0

    @property
    def engagements(self) -> int:
        """Likes + comments + shares."""
        return self.likes + self.comments + self.shares


async def read_hours(connection: Connection, query: ContentQuery) -> list[Point]:
    """The newest 5,000 local hours that overlap the range, oldest first; hours without views are zeros."""
    covered = await _covered(connection, query)
    return [] if covered is None else await _read(connection, query, covered, hours_of(covered, query.zone))


async def read_days(connection: Connection, query: ContentQuery, *, viewers: bool) -> list[Point]:
    """The newest 5,000 local days that overlap the range, oldest first; days without views are zeros.

    Args:
        connection: Inside a snapshot.
        query: The query.
        viewers: Whether the distinct viewers of each day are requested.
    """
    covered = await _covered(connection, query)
    if covered is None:
        return []
    return await _read(connection, query, covered, days_of(covered, query.zone), viewers=viewers)


async def is_truncated(connection: Connection, query: ContentQuery, starts_of: Starts) -> bool:
    """Whether the range overlaps more hours (``hours_of``) or days (``days_of``) than a series has points."""
    covered = await _covered(connection, query)
    if covered is None or covered.end_bucket - covered.start < SURELY_SHOWN:
        return False
    return starts_of(covered, query.zone)[0] > covered.start


def hours_of(covered: TimeRange, zone: ZoneInfo) -> list[datetime]:
    """The starts of the newest 5,000 local hours that overlap a range.

    An hour is the time during which a clock in the zone shows the same day and hour under the same offset from UTC, so
    the hour that is repeated in autumn is two.
    """
    earliest = max(covered.start, covered.end_bucket - timedelta(hours=MAX_POINTS + 1))
    first = earliest
    while _hour_of(first - QUARTER, zone) == _hour_of(earliest, zone):
        first -= QUARTER
    starts, shown = [], None
    moment, end = first, covered.end_bucket
    while moment < end:
        if (hour := _hour_of(moment, zone)) != shown:
            starts.append(moment)
            shown = hour
        moment += QUARTER
    return starts[-MAX_POINTS:]


def days_of(covered: TimeRange, zone: ZoneInfo) -> list[datetime]:
    """The starts of the newest 5,000 local days that overlap a range.

    Days of 23 and 25 hours are included. Days that the zone skipped are not.
    """
    earliest = max(covered.start, covered.end_bucket - timedelta(days=MAX_POINTS + 2))
    first = earliest.astimezone(zone).date()
    days = (_start_of(first + timedelta(days=number), zone) for number in count())
    # a day that a zone skipped, as Samoa did when it crossed the date line, begins with the next one
    return list(dict.fromkeys(takewhile(lambda start: start < covered.end_bucket, days)))[-MAX_POINTS:]


def _start_of(day: date, zone: ZoneInfo) -> datetime:
    return floor_quarter(midnight(day, zone))


def _hour_of(moment: datetime, zone: ZoneInfo) -> tuple[date, int, timedelta | None]:
    local = moment.astimezone(zone)
    return local.date(), local.hour, local.utcoffset()


async def _covered(connection: Connection, query: ContentQuery) -> TimeRange | None:
    """The requested range; for all time, from the content's first event to now. None if the content has no events."""
    if query.time_range is not None:
        return query.time_range
    now = ceil_quarter(query.now)
    row = await load_metrics_sql(__name__, "content_span", query.definition.prefix).fetchrow(
        connection,
        project=query.project_id,
        content=query.content_id,
        classes=query.traffic.classes,
        now=now,
    )
    if row is None:
        return None
    start, last = floor_quarter(row["first_event_at"]), row["last_bucket"]
    return TimeRange(start, max(now, start + QUARTER) if last is None else last + QUARTER)


async def _read(
    connection: Connection, query: ContentQuery, covered: TimeRange, starts: list[datetime], *, viewers: bool = False
) -> list[Point]:
    since = max(covered.start, starts[0])  # later than the range's start when it has more points than a series
    which = {
        "project": query.project_id,
        "content": query.content_id,
        "classes": query.traffic.classes,
        "start": since,
        "end": covered.end_bucket,
        "starts": starts,
    }
    prefix = query.definition.prefix
    rows = await load_metrics_sql(__name__, "content_points", prefix).fetch(connection, **which)
    unique: dict[int, int] = {}
    if viewers:
        found = await load_metrics_sql(__name__, "content_point_viewers", prefix).fetch(connection, **which)
        unique = {row["point"]: row["unique_viewers"] for row in found}
    points = [Point(start) for start in starts]
    for row in rows:
        number = row["point"] - 1
        points[number] = Point(
            start=starts[number],
            views=row["views"],
            unique_viewers=unique.get(row["point"], 0),
            watch_ms=row["watch_ms"],
            likes=row["likes"],
            comments=row["comments"],
            shares=row["shares"],
        )
    return points
