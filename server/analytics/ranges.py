"""Time ranges as [start, end) on quarter-hours, from the caller's argument and time zone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.errors import ErrorCode, ViewpulseError
from server.zones import zone_names

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
MAX_LENGTH = timedelta(days=5 * 366)
FIRST_YEAR, LAST_YEAR = 1970, 9000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = re.compile(r"([1-9][0-9]{0,5})([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


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


def floor_day(moment: datetime) -> datetime:
    """The midnight (UTC) at or before a moment."""
    return moment - (moment - _EPOCH) % _DAY


def ceil_quarter(moment: datetime) -> datetime:
    """The quarter-hour at or after a moment, in UTC."""
    return moment + (_EPOCH - moment) % QUARTER


def ceil_minute(moment: datetime) -> datetime:
    """The whole minute at or after a moment, in UTC."""
    return moment + (_EPOCH - moment) % MINUTE


def find_zone(name: str) -> ZoneInfo:
    """The IANA time zone with that name; raises BAD_INPUT for any other name."""
    if name not in zone_names():
        raise ViewpulseError(
            ErrorCode.BAD_INPUT,
            f"Unknown time zone {name[:64]!r}; use an IANA name such as Europe/Berlin.",
            field=["timezone"],
        )
    return ZoneInfo(name)


def length_of(text: str) -> timedelta | None:
    """How long ``24h``, ``7d`` or ``4w`` is; None for any other text."""
    found = _LAST.fullmatch(text)
    return int(found[1]) * _UNITS[found[2]] if found else None


def last(text: str, now: datetime, field: Sequence[str] = ("range", "last")) -> TimeRange:
    """The hours, days or weeks up to now: ``24h``, ``7d``, ``4w``; at most 5 years.

    Days are 24 hours here; the range starts on the quarter-hour at or before.

    Args:
        text: The length.
        now: The end.
        field: Path of the argument, which BAD_INPUT names.
    """
    name = field[-1]
    length = length_of(text)
    if length is None:
        raise ViewpulseError(
            ErrorCode.BAD_INPUT, f"`{name}` must be a number followed by h, d or w, such as 24h, 7d or 4w.", field=field
        )
    if length > MAX_LENGTH:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`{name}` must not exceed 5 years.", field=field)
    now = now.astimezone(UTC)
    return TimeRange(floor_quarter(now - length), now)


def between(start: date | datetime, end: date | datetime, zone: ZoneInfo) -> TimeRange:
    """From ``start`` to ``end``, widened to whole quarter-hours; a date is its local midnight."""
    field = ["range", "between"]
    for name, bound in (("start", start), ("end", end)):
        if not FIRST_YEAR <= bound.year <= LAST_YEAR:
            message = f"`{name}` must be between {FIRST_YEAR} and {LAST_YEAR}."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=[*field, name])
    first, beyond = (
        bound.astimezone(UTC) if isinstance(bound, datetime) else midnight(bound, zone) for bound in (start, end)
    )
    if first >= beyond:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`start` must be before `end`.", field=[*field, "start"])
    if beyond - first > MAX_LENGTH:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "A range must not exceed 5 years.", field=field)
    return TimeRange(floor_quarter(first), ceil_quarter(beyond))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a calendar day in a zone, in UTC, also for days of 23 and 25 hours.

    A day that the zone skipped, as Samoa did when it crossed the date line, begins with the next one.
    """
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def all_time(first: datetime | None, last: datetime | None, now: datetime) -> TimeRange:
    """All time of a series, in quarter-hours: from the first one with anything to now; empty if there is none.

    Args:
        first: The first quarter-hour with anything; None if there is none.
        last: The last one from now on, where clocks were ahead; None if there is none.
        now: The end of the current quarter-hour.
    """
    if first is None:
        return TimeRange(now, now)
    return TimeRange(first, max(now, first + QUARTER) if last is None else last + QUARTER)
