"""Ranges of time, as defined in docs/definitions.md, with the input that selects them."""

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
    """

    sent: Any
    zone: str = "UTC"
    start: datetime | None = None
    end: datetime | None = None

    @property
    def end_bucket(self) -> datetime | None:
        """First quarter-hour that counts no more."""
        return self.end and ceiling(self.end)

    @property
    def previous(self) -> tuple[datetime, datetime] | None:
        """As long, right before; for ranges that are no period of the calendar."""
        if self.start is None or self.end is None:
            return None
        return self.start - (ceiling(self.end) - self.start), self.start


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


def period(name: str, now: datetime, zone: str) -> Span:
    """The day, week or month of the zone's calendar that is now."""
    first, following = days_of(name, now.astimezone(ZoneInfo(zone)).date())
    return Span({"period": name}, zone, midnight(first, zone), midnight(following, zone))


def days_of(name: str, today: date) -> tuple[date, date]:
    """First day of the period that holds a day, and first day after it."""
    match name:
        case "DAY":
            return today, today + timedelta(days=1)
        case "WEEK":
            monday = today - timedelta(days=today.weekday())
            return monday, monday + timedelta(days=7)
        case _:
            first = today.replace(day=1)
            return first, (first + timedelta(days=31)).replace(day=1)


def midnight(day: date, zone: str) -> datetime:
    """When a day begins in a zone, in UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
