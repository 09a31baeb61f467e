"""Times as text: one grammar for all inputs, and the range of times that can be stored."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec

TIME_FORM = "RFC 3339 with its offset from UTC, such as 2026-03-29T01:30:00Z"
STORABLE_TIMES = "in the years 1 to 9999, by UTC"

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


def read_time(text: object) -> datetime:
    """The time in a text, by the grammar of events.

    A date, ``T``, ``t`` or a space, hours, minutes and seconds, any number of decimals, and ``Z``, ``z`` or an offset
    whose colon may be left out. Decimals beyond microseconds are rounded. A leap second is rejected.

    Raises:
        ValueError: It is not a time, or PostgreSQL cannot store it.
    """
    if not isinstance(text, str):
        raise ValueError("A time must be a string.")  # noqa: TRY004 - one error for whatever is no time
    moment = msgspec.convert(text, Moment)
    if not is_storable_time(moment):
        raise ValueError(f"A time must be {STORABLE_TIMES}.")
    return moment


def is_storable_time(moment: datetime) -> bool:
    """Whether a time with an offset exists in UTC, as PostgreSQL stores it."""
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return False
    return True


def to_milliseconds(moment: datetime) -> int:
    """A moment in Unix milliseconds, rounded."""
    return round(moment.timestamp() * 1000)


def from_milliseconds(milliseconds: int) -> datetime:
    """The moment of Unix milliseconds, in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
