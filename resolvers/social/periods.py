"""Which whole hours, days, weeks or months a question about social networks covers, by the workspace's clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from resolvers.field_metadata import FieldMetadata
from resolvers.ranges import RangeInput, resolve_compared, resolve_days, resolve_range
from resolvers.series.rows import rows_before, rows_of, rows_of_points
from server.analytics.local_days import INSTANT
from server.analytics.previous_period import Spans, spans_of
from server.analytics.ranges import QUARTER, TimeRange, floor_quarter, midnight
from server.analytics.series.calendar import Interval, end_of, starts_of
from server.errors import ErrorCode, ViewpulseError

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MAX_POINTS = 800
"""Hours or days that a range has at most: hours of a month, days of two years."""
LAST_DAYS = timedelta(days=32)
"""Whole days before today that all time by HOUR has at most: with today, no more than ``MAX_POINTS`` hours."""
POINTS = FieldMetadata(length=lambda asked: min(rows_of(asked), rows_of_points(MAX_POINTS)))
POINTS_BEFORE = FieldMetadata(length=lambda asked: min(rows_before(asked), rows_of_points(MAX_POINTS)))


def require_kept_interval(by: Interval) -> None:
    """Raises BAD_INPUT by MINUTE."""
    if by is Interval.MINUTE:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "Numbers of social networks are not kept by minute.", field=["by"])


def resolve_periods(
    asked: RangeInput | None, by: Interval, zone: ZoneInfo, now: datetime, *, first: date | None, compare: bool
) -> tuple[TimeRange, Spans | None]:
    """The range in whole hours, or days, and what it is compared with; None if it is not.

    Args:
        asked: The range as callers write it.
        by: The length of its points.
        zone: The zone of the workspace's clock.
        now: The time.
        first: The day with which all time begins, by HOUR that of ``LAST_DAYS`` ago at most; None: too long ago to
            be asked for by HOUR, else today.
        compare: Whether the period before is requested.

    Raises:
        ViewpulseError: BAD_INPUT with the path of the invalid field, and for more than ``MAX_POINTS`` hours or days.
    """
    today = now.astimezone(zone).date()
    if by is Interval.HOUR:
        found = resolve_range(asked, zone.key, now)
        if found is None:
            if first is None:
                raise _too_long()
            found = TimeRange(midnight(max(first, today - LAST_DAYS), zone), now)
        _require_few((found.end - found.start) // HOUR)
        [*_, current] = starts_of(Interval.HOUR, TimeRange(floor_quarter(now), now + INSTANT), zone)
        hours = starts_of(Interval.HOUR, found, zone)
        end = min(end_of(Interval.HOUR, hours[-1], zone), end_of(Interval.HOUR, current, zone))
        covered = TimeRange(hours[0], max(hours[0], end))
        return covered, resolve_compared(asked, zone.key, current) if compare else None
    days = resolve_days(asked, zone.key, now)
    begin = days.first if days else first or today
    beyond = max(begin, min(days.beyond if days else today + DAY, today + DAY))
    if by is Interval.DAY:
        _require_few((beyond - begin).days)
    compared = spans_of(days, midnight(today, zone)) if compare and days else None
    return TimeRange(midnight(begin, zone), midnight(beyond, zone)), compared


def start_before(start: datetime, by: Interval, zone: ZoneInfo) -> datetime:
    """When the period begins in which the moment right before a range is."""
    [found, *_] = starts_of(by, TimeRange(start - QUARTER, start), zone)
    return found


def _require_few(points: int) -> None:
    if points > MAX_POINTS:
        raise _too_long()


def _too_long() -> ViewpulseError:
    message = f"A range has at most {MAX_POINTS} hours or days; ask by DAY, WEEK or MONTH for a longer one."
    return ViewpulseError(ErrorCode.BAD_INPUT, message, field=["range"])
