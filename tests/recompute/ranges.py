"""Ranges of time, as defined in docs/definitions.md, with the input that selects them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """A range that is asked for, and what it means.

    Attributes:
        sent: The ``RangeInput``; None: all time.
        zone: The zone it is read in.
        start: First quarter-hour that counts.
        end: Where it ends.
        dates: First local day and first day after; None for a range of hours.
        apart: Months and days from the first day of the period before to the first day of this one.
    """

    sent: Any
    zone: str = "UTC"
    start: datetime | None = None
    end: datetime | None = None
    dates: tuple[date, date] | None = None
    apart: tuple[int, int] = (0, 0)

    @property
    def end_bucket(self) -> datetime | None:
        """First quarter-hour that counts no more."""
        return self.end and ceiling(self.end)


def floor(moment: datetime) -> datetime:
    """The quarter-hour at or before."""
    return moment - (moment - EPOCH) % QUARTER


def ceiling(moment: datetime) -> datetime:
    """The quarter-hour at or after."""
    return moment + (EPOCH - moment) % QUARTER


def last(text: str, length: timedelta, now: datetime, zone: str = "UTC") -> Span:
    """The hours or days up to now."""
    return Span({"last": text}, zone, floor(now - length), now)


def between(start: datetime, end: datetime, zone: str = "UTC") -> Span:
    """Widened to whole quarter-hours."""
    return Span({"between": {"start": start.isoformat(), "end": end.isoformat()}}, zone, floor(start), ceiling(end))


def dates(first: date, beyond: date, zone: str) -> Span:
    """Whole local days."""
    sent = {"between": {"start": first.isoformat(), "end": beyond.isoformat()}}
    both, apart = (first, beyond), (0, (beyond - first).days)
    return Span(sent, zone, midnight(first, zone), midnight(beyond, zone), both, apart)


def rolling(name: str, count: int, now: datetime, zone: str) -> Span:
    """The current day, week or month of the zone's calendar, and those before it, until now."""
    unit = {"days": "DAY", "weeks": "WEEK", "months": "MONTH"}[name]
    first, beyond = days_of(unit, now.astimezone(ZoneInfo(zone)).date())
    for _ in range(count - 1):
        first = days_of(unit, first - timedelta(days=1))[0]
    months, days = APART[unit]
    both, apart = (first, beyond), (months * count, days * count)
    return Span({name: count}, zone, midnight(first, zone), now, both, apart)


def calendar(unit: str, back: int, now: datetime, zone: str) -> Span:
    """A whole period of the zone's calendar: the one that is now, or an earlier one."""
    first, beyond = days_of(unit, now.astimezone(ZoneInfo(zone)).date())
    for _ in range(back):
        first, beyond = days_of(unit, first - timedelta(days=1))
    sent = {"calendar": {"unit": unit, "back": back}}
    return Span(sent, zone, midnight(first, zone), midnight(beyond, zone), (first, beyond), APART[unit])


APART = {"DAY": (0, 1), "WEEK": (0, 7), "MONTH": (1, 0), "QUARTER": (3, 0), "YEAR": (12, 0)}
"""Months and days from one period to the next."""


def days_of(unit: str, today: date) -> tuple[date, date]:
    """First day of the period that holds a day, and first day after it."""
    months, days = APART[unit]
    if days:
        first = today - timedelta(days=today.weekday() if unit == "WEEK" else 0)
        return first, first + timedelta(days=days)
    first = today.replace(month=(today.month - 1) // months * months + 1, day=1)
    return first, (first + timedelta(days=31 * months)).replace(day=1)


def earlier(day: date, apart: tuple[int, int]) -> date | None:
    """The day that many months or days earlier; None if that month has no such day."""
    months, days = apart
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if day.day > monthrange(year, month + 1)[1]:
        return None
    return date(year, month + 1, day.day) - timedelta(days=days)


def midnight(day: date, zone: str) -> datetime:
    """When a day begins in a zone, in UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
