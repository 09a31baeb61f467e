"""Minutes, and local hours, days, weeks and months: the points of a series, without gaps."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from server.analytics.ranges import MINUTE, QUARTER, TimeRange, floor_quarter, midnight

MAX_POINTS = 5_000
"""A longer range is cut to its newest points."""
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


class Interval(StrEnum):
    """The length of the points."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


_MAX_LENGTH = {
    Interval.HOUR: _HOUR,
    Interval.DAY: _DAY,
    Interval.WEEK: timedelta(days=7),
    Interval.MONTH: timedelta(days=31),
}
"""Of days, weeks and months: from the first day of one to that of the next, or a few days beyond it."""


def starts_of(by: Interval, covered: TimeRange, zone: ZoneInfo) -> list[datetime]:
    """The starts of the newest 5,000 minutes, local hours, days, weeks or months that overlap a range, oldest first.

    Args:
        by: Which of them.
        covered: The range; an empty one has none. For minutes, its end is not widened to a quarter-hour.
        zone: The zone.
    """
    if by is Interval.MINUTE:
        return _minutes(covered)
    newest = max(covered.start, covered.end_bucket - _MAX_LENGTH[by] * (MAX_POINTS + 2))
    return list(_starts(by, TimeRange(newest, covered.end), zone))[-MAX_POINTS:]


def paired_starts(by: Interval, before: TimeRange, covered: TimeRange, zone: ZoneInfo) -> list[datetime]:
    """The starts in the period before, to be paired by index with those of a range: the first with the first.

    As many of the oldest are left out as ``starts_of`` leaves out of the range, and what is newer than the 5,000 that
    follow.

    Args:
        by: Which local hours, days, weeks or months.
        before: The period before.
        covered: The range.
        zone: The zone.
    """
    left_out = max(0, sum(1 for _ in _starts(by, covered, zone)) - MAX_POINTS)
    return list(islice(_starts(by, before, zone), left_out, left_out + MAX_POINTS))


def are_cut(by: Interval, starts: list[datetime], covered: TimeRange, zone: ZoneInfo) -> bool:
    """Whether a range overlaps more than the points that begin then."""
    if not starts:
        return covered.start < covered.end_bucket
    return starts[0] > covered.start or end_of(by, starts[-1], zone) < covered.end_bucket


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


def _starts(by: Interval, covered: TimeRange, zone: ZoneInfo) -> Iterator[datetime]:
    """The starts of all that overlap a range."""
    start, end = covered.start, covered.end_bucket
    if start < end:
        found = _hours(start, zone) if by is Interval.HOUR else _days(by, start, zone)
        yield from takewhile(lambda moment: moment < end, found)


def _hours(start: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """An hour is the time during which a clock shows the same day and hour under the same offset from UTC.

    So the hour that is repeated in autumn is two.
    """
    moment = start
    while _hour_of(moment - QUARTER, zone) == _hour_of(start, zone):
        moment -= QUARTER
    while True:
        if _is_plain_day(moment, zone):  # for one hour at a time, a range of years would take long
            yield from (moment + _HOUR * number for number in range(24))
            moment += _DAY
        else:
            yield moment
            moment = end_of(Interval.HOUR, moment, zone)


def _is_plain_day(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether 24 hours of the local clock begin then."""
    local = moment.astimezone(zone)
    return local.minute == 0 and local.utcoffset() == (moment + _DAY).astimezone(zone).utcoffset()


def _days(by: Interval, start: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Days of 23 and 25 hours are included. Days that the zone skipped are not."""
    day, last = _first_day(by, start.astimezone(zone).date()), None
    while True:
        # a day that a zone skipped, as Samoa did when it crossed the date line, begins with the next one
        if (begins := _start_of(day, zone)) != last:
            yield begins
        day, last = _following(by, day), begins


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
