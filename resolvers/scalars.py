"""The schema's custom scalars: ``Long``, ``DateTime``, ``DateOrDateTime``, ``Duration`` and ``JSONObject``."""

import re
from datetime import date, datetime, timedelta
from operator import methodcaller
from typing import TYPE_CHECKING, Any, NewType, TypeAlias

import strawberry
from strawberry.exceptions import StrawberryInputCoercionError
from strawberry.types.scalar import ScalarDefinition

from server.times import STORABLE_TIMES, TIME_FORM, read_time

MAX_LONG = 2**53
MAX_DURATION = timedelta(days=90)

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DURATION = re.compile(r"([1-9][0-9]{0,6})([smhd])")
_UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}

if TYPE_CHECKING:
    Long = int
    DateOrDateTime: TypeAlias = date | datetime
    JSONObject = dict[str, Any]
else:
    Long = NewType("Long", int)
    DateOrDateTime = NewType("DateOrDateTime", date)
    JSONObject = NewType("JSONObject", dict)


def _to_long(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MAX_LONG:
        raise StrawberryInputCoercionError("Long cannot represent this value: it must be an integer within ±2^53.")
    return value


def _to_moment(value: Any) -> datetime:
    try:
        return read_time(value)
    except ValueError as error:
        message = f"DateTime cannot represent this value: {TIME_FORM}, {STORABLE_TIMES}."
        raise StrawberryInputCoercionError(message) from error


def read_date_or_time(value: Any) -> date | datetime:
    """The value of a ``DateOrDateTime``; raises ``StrawberryInputCoercionError`` for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DATE.fullmatch(value) else read_time(value)
    except ValueError as error:
        message = (
            "DateOrDateTime cannot represent this value: a date that exists, such as 2026-03-29, or a time in "
            f"{TIME_FORM}, {STORABLE_TIMES}."
        )
        raise StrawberryInputCoercionError(message) from error


def _to_duration(value: Any) -> timedelta:
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    duration = int(found[1]) * _UNITS[found[2]] if found else None
    if duration is None or duration > MAX_DURATION:
        message = "Duration cannot represent this value: it must be a text such as 10s, 5m, 1h or 7d, from 1s to 90d."
        raise StrawberryInputCoercionError(message)
    return duration


def _from_duration(value: timedelta) -> str:
    """In the largest unit of which it is a whole number."""
    unit = next(unit for unit in reversed(_UNITS) if not value % _UNITS[unit])
    return f"{value // _UNITS[unit]}{unit}"


def _to_object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise StrawberryInputCoercionError("JSONObject cannot represent this value: it must be a JSON object.")
    return value


SCALARS: dict[object, ScalarDefinition] = {
    Long: strawberry.scalar(
        name="Long",
        description="An integer within ±2^53, as a JSON number.",
        serialize=_to_long,
        parse_value=_to_long,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="A point in time in RFC 3339 format with an offset, such as `2026-03-29T01:30:00+01:00`; answers "
        "are in UTC. Also accepted: `t` or a space for `T`, `z` for `Z`, any number of decimals (rounded to "
        "microseconds), an offset without its colon. Rejected: a time without seconds or offset, a leap second, a "
        "time before year 1 or after year 9999.",
        specified_by_url="https://datatracker.ietf.org/doc/html/rfc3339",
        serialize=datetime.isoformat,
        parse_value=_to_moment,
    ),
    DateOrDateTime: strawberry.scalar(
        name="DateOrDateTime",
        description="A date such as `2026-03-29`, which is its local midnight in the query's timezone, or a point in "
        "time, as `DateTime`.",
        serialize=methodcaller("isoformat"),
        parse_value=read_date_or_time,
    ),
    timedelta: strawberry.scalar(
        name="Duration",
        description="A length of time: a whole number followed by `s`, `m`, `h` or `d` (24 hours), such as `10s`, "
        "`5m`, `1h` or `7d`; from `1s` to `90d`.",
        serialize=_from_duration,
        parse_value=_to_duration,
    ),
    JSONObject: strawberry.scalar(
        name="JSONObject",
        description="A JSON object with any content.",
        serialize=_to_object,
        parse_value=_to_object,
    ),
}
