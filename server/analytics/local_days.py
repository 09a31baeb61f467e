"""Ranges of whole local days: the last days, weeks or months, a period of the calendar, or dates."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.analytics.ranges import FIRST_YEAR, TimeRange, ceil_quarter, floor_quarter, midnight
from server.errors import ErrorCode, ViewpulseError

INSTANT = timedelta(microseconds=1)


class CalendarUnit(StrEnum):
    """A period of the calendar."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_DAYS = {CalendarUnit.DAY: 1, CalendarUnit.WEEK: 7}
_MONTHS = {CalendarUnit.MONTH: 1, CalendarUnit.QUARTER: 3, CalendarUnit.YEAR: 12}
_ROLLING = {"days": (CalendarUnit.DAY, 1830), "weeks": (CalendarUnit.WEEK, 261), "months": (CalendarUnit.MONTH, 60)}
"""The unit of each rolling range, and how many of them are 5 years."""


@dataclass(frozen=True, slots=True)
class LocalDays:
    """Whole local days in a row, which are a number of units.

    Attributes:
        zone: The zone.
        first: The first day.
        beyond: The first day after them.
        unit: What they are counted in: the days before them are as many of these.
        count: Number of units.
        ends_now: Whether the range ends now, on the last of them.
    """

    zone: ZoneInfo
    first: date
    beyond: date
    unit: CalendarUnit
    count: int = 1
    ends_now: bool = False

    def time_range(self, now: datetime) -> TimeRange:
        """The quarter-hours of the days."""
        start = floor_quarter(midnight(self.first, self.zone))
        if self.ends_now:  # a range is never empty, so at midnight it has begun
            return TimeRange(start, max(now.astimezone(UTC), start + INSTANT))
        return TimeRange(start, ceil_quarter(midnight(self.beyond, self.zone)))

    @property
    def start_before(self) -> datetime:
        """When as many units right before them began."""
        return floor_quarter(midnight(first_day(self.unit, self.first, self.count), self.zone))

    def moment_before(self, moment: datetime) -> datetime:
        """The same local time, as many units earlier; if a month has no such day, the end of that month."""
        local = moment.astimezone(self.zone)
        if self.unit in _DAYS:
            day = local.date() - timedelta(days=self.count * _DAYS[self.unit])
        else:
            month = first_day(CalendarUnit.MONTH, local.date(), self.count * _MONTHS[self.unit])
            following = first_day(CalendarUnit.MONTH, month, -1)
            day = month + timedelta(days=local.day - 1)
            if day >= following:
                return floor_quarter(midnight(following, self.zone))
        return floor_quarter(datetime.combine(day, local.timetz()).astimezone(UTC))


def rolling(name: str, count: int, zone: ZoneInfo, now: datetime) -> LocalDays:
    """The current local day, week or month and those before it, until now.

    Args:
        name: ``days``, ``weeks`` or ``months``.
        count: Number of them, with the current one; at most 5 years.
        zone: The zone.
        now: The time of the request.
    """
    unit, limit = _ROLLING[name]
    if not 0 < count <= limit:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`{name}` must be 1-{limit}.", field=["range", name])
    today = now.astimezone(zone).date()
    return LocalDays(
        zone, first_day(unit, today, count - 1), first_day(unit, today, -1), unit, count=count, ends_now=True
    )


def calendar(unit: CalendarUnit, back: int, zone: ZoneInfo, now: datetime) -> LocalDays:
    """A whole period of the calendar: the current one, or the one that many before it."""
    field = ["range", "calendar", "back"]
    if back < 0:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`back` must not be negative.", field=field)
    today = now.astimezone(zone).date()
    try:
        first, beyond = first_day(unit, today, back), first_day(unit, today, back - 1)
    except (OverflowError, ValueError):
        first = beyond = date.min
    if first.year < FIRST_YEAR:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`back` must not reach back before {FIRST_YEAR}.", field=field)
    if midnight(first, zone) == midnight(beyond, zone):
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"There was no {first} in {zone.key}.", field=field)
    return LocalDays(zone, first, beyond, unit)


def dates(start: date, end: date, zone: ZoneInfo) -> LocalDays:
    """The local days from ``start`` up to, but not including, ``end``, which are a valid range."""
    return LocalDays(zone, start, end, CalendarUnit.DAY, count=(end - start).days)


def first_day(unit: CalendarUnit, day: date, back: int = 0) -> date:
    """The first day of the period that contains a day, or of the one that many before it.

    Raises:
        OverflowError, ValueError: It is before the year 1 or after 9999.
    """
    if unit in _DAYS:
        length, number = _DAYS[unit], day.toordinal() - 1  # 0 is a Monday
        return date.fromordinal(number - number % length - back * length + 1)
    length, number = _MONTHS[unit], day.year * 12 + day.month - 1
    year, month = divmod(number - number % length - back * length, 12)
    return date(year, month + 1, 1)
