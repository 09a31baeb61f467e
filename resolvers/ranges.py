"""The ``range`` argument: a time range as callers write it."""

from datetime import datetime

import strawberry
from strawberry.types.unset import UNSET

from resolvers.enums import register_enum
from server.analytics import ranges
from server.analytics.previous_period import Spans, spans_of, spans_of_period
from server.analytics.ranges import Period, TimeRange, find_zone

register_enum(
    Period,
    "A calendar period in the query's timezone.",
    {
        Period.DAY: "Today.",
        Period.WEEK: "This week, from Monday.",
        Period.MONTH: "This month.",
        Period.ALL: "All time.",
    },
)


@strawberry.input(description="From `start` up to, but not including, `end`; widened to whole quarter-hours.")
class BetweenInput:
    """Explicit bounds of a range."""

    start: datetime = strawberry.field(description="First moment of the range (inclusive).")
    end: datetime = strawberry.field(description="End of the range (exclusive).")


@strawberry.input(one_of=True, description="A time range. Exactly one of the fields must be given.")
class RangeInput:
    """The ``range`` argument."""

    last: str | None = strawberry.field(
        default=UNSET,
        description='The hours, days or weeks up to now: `"24h"`, `"7d"`, `"4w"`; at most 5 years. Starts on the '
        "quarter-hour at or before that time.",
    )
    period: Period | None = strawberry.field(
        default=UNSET, description="The current day, week or month in the query's timezone, or all time."
    )
    between: BetweenInput | None = strawberry.field(default=UNSET, description="Explicit bounds; at most 5 years.")


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
    zone = find_zone(timezone)
    if query is None:
        return None
    if query.between:
        return ranges.between(query.between.start, query.between.end)
    if query.period:
        return ranges.current(query.period, zone, now)
    return ranges.last(query.last or "", now)


def resolve_compared(query: RangeInput | None, timezone: str, now: datetime) -> Spans | None:
    """The two ranges of PREVIOUS_PERIOD; None for all time. Raises BAD_INPUT with the path of the invalid field."""
    if query is not None and query.period:
        return spans_of_period(query.period, find_zone(timezone), now)
    time_range = resolve_range(query, timezone, now)
    return None if time_range is None else spans_of(time_range, now)
