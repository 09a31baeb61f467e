"""Minutes, and local hours, days, weeks and months: the points of a series, without gaps."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.analytics.ranges import MINUTE, QUARTER, TimeRange, floor_quarter, midnight

MAX_POINTS = 5_000
"""A longer range is cut to its newest points."""
_HOUR = timedelta(hours=1)


class Interval(StrEnum):
    """The length of the points."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


_MAX_LENGTH = {Interval.DAY: timedelta(days=1), Interval.WEEK: timedelta(days=7), Interval.MONTH: timedelta(days=31)}
"""From the first day of one to that of the next, or a few days beyond it."""


def starts_of(by: Interval, covered: TimeRange, zone: ZoneInfo) -> list[datetime]:
    """The starts of the newest 5,000 minutes, local hours, days, weeks or months that overlap a range, oldest first.

    Args:
        by: Which of them.
        covered: The range; an empty one has none. For minutes, its end is not widened to a quarter-hour.
        zone: The zone.
    """
    if by is Interval.MINUTE:
        return _minutes(covered)
    if covered.start >= covered.end_bucket:
        return []
    return _hours(covered, zone) if by is Interval.HOUR else _days(by, covered, zone)


def end_of(by: Interval, start: datetime, zone: ZoneInfo) -> datetime:
    """When the one that begins then ends."""
    if by is Interval.MINUTE:
        return start + MINUTE
    if by is not Interval.HOUR:
        return _start_of(_following(by, date_of(by, start, zone)), zone)
    local, end = start.astimezone(zone), start + _HOUR
    if local.minute == 0 and end.astimezone(zone).utcoffset() == local.utcoffset():
        return end
    end = start + QUARTER
    while _hour_of(end, zone) == _hour_of(start, zone):
        end += QUARTER
    return end


def date_of(by: Interval, start: datetime, zone: ZoneInfo) -> date:
    """The local date on which the one that begins then begins.

    Where days do not begin on a quarter-hour, they are counted from a little earlier: an hour in, it is that day.
    """
    return (start if by in (Interval.MINUTE, Interval.HOUR) else start + _HOUR).astimezone(zone).date()


def _minutes(covered: TimeRange) -> list[datetime]:
    """A minute that has begun before the end of the range is one of them."""
    count = -(-(covered.end - covered.start) // MINUTE)
    return [covered.start + MINUTE * number for number in range(max(0, count - MAX_POINTS), count)]


def _hours(covered: TimeRange, zone: ZoneInfo) -> list[datetime]:
    """An hour is the time during which a clock shows the same day and hour under the same offset from UTC.

    So the hour that is repeated in autumn is two.
    """
    earliest = max(covered.start, covered.end_bucket - _HOUR * (MAX_POINTS + 1))
    first = earliest
    while _hour_of(first - QUARTER, zone) == _hour_of(earliest, zone):
        first -= QUARTER
    starts, moment = [], first
    while moment < covered.end_bucket:
        starts.append(moment)
        moment = end_of(Interval.HOUR, moment, zone)
    return starts[-MAX_POINTS:]


def _days(by: Interval, covered: TimeRange, zone: ZoneInfo) -> list[datetime]:
    """Days of 23 and 25 hours are included. Days that the zone skipped are not."""
    earliest = max(covered.start, covered.end_bucket - _MAX_LENGTH[by] * (MAX_POINTS + 2))
    day = _first_day(by, earliest.astimezone(zone).date())
    # a day that a zone skipped, as Samoa did when it crossed the date line, begins with the next one
    starts: dict[datetime, None] = {}
    while (start := _start_of(day, zone)) < covered.end_bucket:
        starts[start] = None
        day = _following(by, day)
    return list(starts)[-MAX_POINTS:]


def _first_day(by: Interval, day: date) -> date:
    if by is Interval.MONTH:
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if by is Interval.WEEK else day


def _following(by: Interval, day: date) -> date:
    return _first_day(by, _first_day(by, day) + _MAX_LENGTH[by])


def _start_of(day: date, zone: ZoneInfo) -> datetime:
    return floor_quarter(midnight(day, zone))


def _hour_of(moment: datetime, zone: ZoneInfo) -> tuple[date, int, timedelta | None]:
    local = moment.astimezone(zone)
    return local.date(), local.hour, local.utcoffset()
