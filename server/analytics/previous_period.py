"""PREVIOUS_PERIOD: two ranges of equal length to compare, both over."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.analytics.ranges import Period, TimeRange, current, first_day, floor_quarter, midnight


@dataclass(frozen=True, slots=True)
class Spans:
    """Two ranges in whole quarter-hours, since counters are kept by these.

    Attributes:
        value: The part of the requested range that is over; empty if none of it is.
        baseline: The range to compare it with.
    """

    value: TimeRange
    baseline: TimeRange


def spans_of(time_range: TimeRange, now: datetime) -> Spans:
    """A range and the one before it, one length of the range earlier; of both, as much as is over of the range now.

    For ``last`` the baseline is the equally long time right before.
    """
    end = floor_quarter(time_range.end)
    over = max(time_range.start, min(end, floor_quarter(now)))
    earlier = time_range.start - (end - time_range.start)
    return Spans(TimeRange(time_range.start, over), TimeRange(earlier, earlier + (over - time_range.start)))


def spans_of_period(period: Period, zone: ZoneInfo, now: datetime) -> Spans | None:
    """The current calendar period and the previous one, both up to the same local time.

    On Wednesday at 12:07: the week from Monday to Wednesday noon, and the same days of the previous week. A previous
    month that has no such day is taken to its end. None for ALL.
    """
    present = current(period, zone, now)
    if present is None:
        return None
    over = max(present.start, floor_quarter(now))
    local = over.astimezone(zone)
    start = floor_quarter(midnight(first_day(period, first_day(period, now.astimezone(zone).date()) - _DAY), zone))
    day = _same_day_before(period, local.date())
    end = present.start if day is None else floor_quarter(datetime.combine(day, local.timetz()).astimezone(UTC))
    return Spans(TimeRange(present.start, over), TimeRange(start, max(start, min(end, present.start))))


_DAY = timedelta(days=1)


def _same_day_before(period: Period, day: date) -> date | None:
    """The corresponding day of the previous period; None if a month has no such day."""
    if period is Period.MONTH:
        last = day.replace(day=1) - _DAY
        return last.replace(day=day.day) if day.day <= last.day else None
    return day - (7 * _DAY if period is Period.WEEK else _DAY)
