"""How long a range is at most, as a client writes it: for what an operation costs, before its range is resolved."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from strawberry.exceptions import StrawberryInputCoercionError

from resolvers.scalars import read_date_or_time
from server.analytics.local_days import CalendarUnit
from server.analytics.ranges import MAX_LENGTH, length_of

ALL_TIME = timedelta(days=20 * 366)
"""What all time is taken to be."""
_DAY = timedelta(days=1)
_DAYS = {"days": 1, "weeks": 7, "months": 31}
_PERIODS = {
    CalendarUnit.DAY.name: _DAY,
    CalendarUnit.WEEK.name: 7 * _DAY,
    CalendarUnit.MONTH.name: 31 * _DAY,
    CalendarUnit.QUARTER.name: 92 * _DAY,
    CalendarUnit.YEAR.name: 366 * _DAY,
}


def longest(sent: Any) -> timedelta:
    """The most that a range may span; what is not valid, which is refused later, spans as much as any range may.

    Args:
        sent: The ``range`` as a JSON value; None for all time.
    """
    if sent is None:
        return ALL_TIME
    found: timedelta | None = None
    match sent:
        case {"last": str(text)}:
            found = length_of(text)
        case {"calendar": {"unit": str(unit)}}:
            found = _PERIODS.get(unit)
        case {"between": {"start": str(start), "end": str(end)}}:
            found = _between(start, end)
        case dict():
            counts = (
                min(count * days, MAX_LENGTH.days) * _DAY
                for name, days in _DAYS.items()
                if isinstance(count := sent.get(name), int)
            )
            found = next(counts, None)
    return MAX_LENGTH if found is None else min(max(found, timedelta(0)), MAX_LENGTH)


def _between(start: str, end: str) -> timedelta | None:
    try:
        first, beyond = (_moment(bound) for bound in (start, end))
    except StrawberryInputCoercionError:
        return None
    return beyond - first + _DAY  # between a date and a time, a zone may add as much


def _moment(text: str) -> datetime:
    found = read_date_or_time(text)
    return found if isinstance(found, datetime) else datetime.combine(found, time(), UTC)
