"""The dimensions of a breakdown, and which of them can be asked for together."""

from collections.abc import Sequence
from enum import StrEnum

from server.errors import ErrorCode, ViewpulseError

MAX_DIMENSIONS = 2


class Dimension(StrEnum):
    """The dimensions of a breakdown; the values are those of ``breakdown_facts`` and ``local_time_value``."""

    COUNTRY = "country"
    REGION = "region"
    CITY = "city"
    DEVICE = "device"
    PLATFORM = "platform"
    OS = "os"
    APP_VERSION = "app_version"
    SOURCE = "source"
    REFERRER = "referrer"
    CAMPAIGN = "campaign"
    NETWORK = "network"
    HOUR = "hour"
    DAY = "day"
    WEEKDAY = "weekday"
    VIEWER_LOCAL_HOUR = "viewer_local_hour"
    AGE_GROUP = "age_group"
    GENDER = "gender"


CLOCK = frozenset({Dimension.HOUR, Dimension.DAY, Dimension.WEEKDAY})
"""Dimensions that are read from quarter-hours, in the caller's zone."""

NATURAL = CLOCK | {Dimension.VIEWER_LOCAL_HOUR}
"""Dimensions whose values have an order of their own, without gaps."""

WORDS = frozenset(
    {
        Dimension.DEVICE,
        Dimension.PLATFORM,
        Dimension.SOURCE,
        Dimension.NETWORK,
        Dimension.AGE_GROUP,
        Dimension.GENDER,
    }
)
"""Dimensions with enum values: lower case in the database, upper case in the API."""


_OF_A_DAY = frozenset({Dimension.DAY, Dimension.WEEKDAY})
_SEPARATOR = "\x1f"
"""Between the values of two dimensions, as ``breakdown_facts`` has them."""


def check_dimensions(by: Sequence[Dimension]) -> None:
    """Raises BAD_INPUT unless there is a breakdown by these dimensions."""
    if not 0 < len(by) <= MAX_DIMENSIONS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`by` is one or two dimensions.", field=["by"])
    if len(set(by)) < len(by):
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`by` has {by[0].name} twice.", field=["by"])
    if _OF_A_DAY.issubset(by):
        message = "DAY and WEEKDAY are no pair: a day has one weekday. Ask for one of them."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["by"])


def name_of(by: Sequence[Dimension]) -> str:
    """One or two dimensions as ``breakdown_facts`` names them."""
    return " ".join(dimension.value for dimension in by)


def has_summaries(questions: Sequence[Sequence[Dimension]]) -> bool:
    """Whether daily summaries have these breakdowns: they keep each dimension on its own."""
    return all(len(by) == 1 for by in questions)


def values_of(by: Sequence[Dimension], stored: str | None) -> tuple[str | None, ...]:
    """The value of each dimension as the API spells it, of what ``breakdown_facts`` has; None: unknown."""
    values = (stored or "").split(_SEPARATOR, len(by) - 1)
    return tuple(spelled(dimension, value) for dimension, value in zip(by, values, strict=True))


def spelled(dimension: Dimension, value: str | None) -> str | None:
    """A stored value as the API spells it; None: unknown."""
    if not value:
        return None
    return value.upper() if dimension in WORDS else value
