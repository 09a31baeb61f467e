"""The ``range`` argument: a time range as callers write it."""

from datetime import datetime, timedelta

import strawberry
from strawberry.types.unset import UNSET

from resolvers.enums import register_enum
from resolvers.scalars import DateOrDateTime
from server.analytics import local_days, ranges
from server.analytics.local_days import INSTANT, CalendarUnit, LocalDays
from server.analytics.previous_period import Spans, spans_of
from server.analytics.ranges import TimeRange, find_zone

register_enum(
    CalendarUnit,
    "A period of the calendar in the query's timezone.",
    {
        CalendarUnit.DAY: "A local day, of 23, 24 or 25 hours.",
        CalendarUnit.WEEK: "Seven local days from Monday.",
        CalendarUnit.MONTH: "A month.",
        CalendarUnit.QUARTER: "Three months from January, April, July or October.",
        CalendarUnit.YEAR: "A year.",
    },
)


@strawberry.input(description="A whole period of the calendar, even if it is not over.")
class CalendarInput:
    """One period of the calendar."""

    unit: CalendarUnit = strawberry.field(description="The kind of period.")
    back: int = strawberry.field(
        default=0, description="Which one: 0 is the current one, 1 the one before it (last month), and so on, to 1970."
    )


@strawberry.input(
    description="From `start` up to, but not including, `end`; widened to whole quarter-hours. With two dates, whole "
    "local days."
)
class BetweenInput:
    """Explicit bounds of a range."""

    start: DateOrDateTime = strawberry.field(description="First moment of the range (inclusive).")
    end: DateOrDateTime = strawberry.field(description="End of the range (exclusive).")


@strawberry.input(one_of=True, description="A time range. Exactly one of the fields must be given.")
class RangeInput:
    """The ``range`` argument."""

    last: str | None = strawberry.field(
        default=UNSET,
        description='The hours, days of 24 hours, or weeks up to now: `"24h"`, `"7d"`, `"4w"`; at most 5 years. Starts '
        "on the quarter-hour at or before that time.",
    )
    days: int | None = strawberry.field(
        default=UNSET,
        description="Local days until now, today included: 7 are today and the whole 6 days before it. 1-1830.",
    )
    weeks: int | None = strawberry.field(
        default=UNSET, description="Local weeks (from Monday) until now, with the current one. 1-261."
    )
    months: int | None = strawberry.field(
        default=UNSET, description="Local months until now, with the current one. 1-60."
    )
    calendar: CalendarInput | None = strawberry.field(
        default=UNSET, description="The current day, week, month, quarter or year, or an earlier one: the whole period."
    )
    between: BetweenInput | None = strawberry.field(
        default=UNSET, description="Explicit bounds: dates or times; at most 5 years."
    )


@strawberry.type(name="TimeRange", description="The half-open range [start, end) that an answer covers, in UTC.")
class EffectiveRange:
    """The range that was used, after rounding to quarter-hours."""

    start: datetime | None = strawberry.field(description="Null: since the beginning.")
    end: datetime | None = strawberry.field(description="Null: all time.")

    @classmethod
    def from_range(cls, time_range: TimeRange | None) -> "EffectiveRange":
        """The range of an answer; both ends null for all time."""
        return cls(start=time_range.start, end=time_range.end) if time_range else cls(start=None, end=None)


def resolve_range(query: RangeInput | None, timezone: str, now: datetime) -> TimeRange | None:
    """The requested range in the zone; None for all time. Raises BAD_INPUT with the path of the invalid field."""
    asked = _resolve(query, timezone, now)
    return asked.time_range(now) if isinstance(asked, LocalDays) else asked


def resolve_compared(query: RangeInput | None, timezone: str, now: datetime) -> Spans | None:
    """The two ranges of PREVIOUS_PERIOD; None for all time. Raises BAD_INPUT with the path of the invalid field."""
    asked = _resolve(query, timezone, now)
    return None if asked is None else spans_of(asked, now)


def resolve_days(query: RangeInput | None, timezone: str, now: datetime) -> LocalDays | None:
    """The requested range as whole local days, widened to these; None for all time.

    Raises BAD_INPUT with the path of the invalid field.
    """
    asked = _resolve(query, timezone, now)
    if not isinstance(asked, TimeRange):
        return asked
    zone = find_zone(timezone)
    last = (asked.end - INSTANT).astimezone(zone).date()
    return local_days.dates(asked.start.astimezone(zone).date(), last + timedelta(days=1), zone)


def _resolve(query: RangeInput | None, timezone: str, now: datetime) -> TimeRange | LocalDays | None:
    zone = find_zone(timezone)
    if query is None:
        return None
    if query.between:
        start, end = query.between.start, query.between.end
        found = ranges.between(start, end, zone)
        return found if isinstance(start, datetime) or isinstance(end, datetime) else local_days.dates(start, end, zone)
    if query.calendar:
        return local_days.calendar(query.calendar.unit, query.calendar.back, zone, now)
    for name, count in (("days", query.days), ("weeks", query.weeks), ("months", query.months)):
        if isinstance(count, int):
            return local_days.rolling(name, count, zone, now)
    return ranges.last(query.last or "", now)
