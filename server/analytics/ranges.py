"""Time ranges as [start, end) on quarter-hours, from the caller's argument and time zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.errors import ErrorCode, ViewpulseError
from server.zones import zone_names

QUARTER = timedelta(minutes=15)
MAX_LENGTH = timedelta(days=5 * 366)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_YEAR = 9000
_LAST = re.compile(r"([1-9][0-9]{0,5})([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


class Period(StrEnum):
    """A calendar period in the caller's zone."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class TimeRange:
    """The half-open range [start, end) of an answer.

    Attributes:
        start: A quarter-hour; earlier events do not count.
        end: End of the answer: a quarter-hour, or now.
    """

    start: datetime
    end: datetime

    @property
    def end_bucket(self) -> datetime:
        """The quarter-hour at or after ``end``: buckets before it are summed."""
        return ceil_quarter(self.end)

    def is_final(self, as_of: datetime | None) -> bool:
        """Whether the whole range lies before the time up to which events are counted."""
        return as_of is not None and self.end <= as_of


def floor_quarter(moment: datetime) -> datetime:
    """The quarter-hour at or before a moment, in UTC."""
    return moment - (moment - _EPOCH) % QUARTER


def ceil_quarter(moment: datetime) -> datetime:
    """The quarter-hour at or after a moment, in UTC."""
    return moment + (_EPOCH - moment) % QUARTER


def find_zone(name: str) -> ZoneInfo:
    """The IANA time zone with that name; raises BAD_INPUT for any other name."""
    if name not in zone_names():
        raise ViewpulseError(
            ErrorCode.BAD_INPUT,
            f"Unknown time zone {name[:64]!r}; use an IANA name such as Europe/Berlin.",
            field=["timezone"],
        )
    return ZoneInfo(name)


def last(text: str, now: datetime) -> TimeRange:
    """The hours, days or weeks up to now: ``24h``, ``7d``, ``4w``; at most 5 years.

    Days are 24 hours here; the range starts on the quarter-hour at or before.
    """
    field = ["range", "last"]
    found = _LAST.fullmatch(text)
    if found is None:
        raise ViewpulseError(
            ErrorCode.BAD_INPUT, "`last` must be a number followed by h, d or w, such as 24h, 7d or 4w.", field=field
        )
    length = int(found[1]) * _UNITS[found[2]]
    if length > MAX_LENGTH:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`last` must not exceed 5 years.", field=field)
    now = now.astimezone(UTC)
    return TimeRange(floor_quarter(now - length), now)


def between(start: datetime, end: datetime) -> TimeRange:
    """From ``start`` to ``end``, widened to whole quarter-hours."""
    if start >= end:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`start` must be before `end`.", field=["range", "between", "start"])
    for name, moment in (("start", start), ("end", end)):
        if not _EPOCH.year <= moment.year <= _LAST_YEAR:
            raise ViewpulseError(
                ErrorCode.BAD_INPUT,
                f"`{name}` must be between 1970 and {_LAST_YEAR}.",
                field=["range", "between", name],
            )
    if end - start > MAX_LENGTH:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "A range must not exceed 5 years.", field=["range", "between"])
    return TimeRange(floor_quarter(start.astimezone(UTC)), ceil_quarter(end.astimezone(UTC)))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a calendar day in a zone, in UTC, also for days of 23 and 25 hours."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def current(period: Period, zone: ZoneInfo, now: datetime) -> TimeRange | None:
    """The current calendar day, week (from Monday) or month in the zone; None for ALL."""
    if period is Period.ALL:
        return None
    first = first_day(period, now.astimezone(zone).date())
    following = first_day(period, first + _BEYOND[period])
    return TimeRange(floor_quarter(midnight(first, zone)), ceil_quarter(midnight(following, zone)))


_BEYOND = {Period.DAY: timedelta(days=1), Period.WEEK: timedelta(days=7), Period.MONTH: timedelta(days=31)}
"""From the first day of a period to that of the next one."""


def first_day(period: Period, day: date) -> date:
    """The first day of the period that contains a day."""
    if period is Period.MONTH:
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if period is Period.WEEK else day
