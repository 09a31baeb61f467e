"""PREVIOUS_PERIOD: the two spans of time that are compared. Both are complete, and one is as long as the other."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.analytics.ranges import Period, TimeRange, current, first_day, floor_quarter, midnight


@dataclass(frozen=True, slots=True)
class Spans:
    """Two spans in whole quarter-hours, since counters are kept by these.

    Attributes:
        value: As much of the asked range as is over; empty while none of it is.
        baseline: What it is compared with.
    """

    value: TimeRange
    baseline: TimeRange


def spans_of(time_range: TimeRange, now: datetime) -> Spans:
    """A range beside the span before it, as long as the whole range; of both, what is over of the range by now.

    For ``last`` that is as much time right before.
    """
    end = floor_quarter(time_range.end)
    over = max(time_range.start, min(end, floor_quarter(now)))
    earlier = time_range.start - (end - time_range.start)
    return Spans(TimeRange(time_range.start, over), TimeRange(earlier, earlier + (over - time_range.start)))


def spans_of_period(period: Period, zone: ZoneInfo, now: datetime) -> Spans | None:
    """The current calendar period beside the one before, both up to the same time by the clock of the zone.

    On Wednesday at 12:07, the week from Monday to Wednesday at noon beside the same days of the week before. A month
    that has no such day is taken to its end. None for ALL.
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
    """The day that stands where a day does, in the period before; None where a month has no such day."""
    if period is Period.MONTH:
        last = day.replace(day=1) - _DAY
        return last.replace(day=day.day) if day.day <= last.day else None
    return day - (7 * _DAY if period is Period.WEEK else _DAY)
