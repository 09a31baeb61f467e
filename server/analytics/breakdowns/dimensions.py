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


PAIRS = (frozenset({Dimension.WEEKDAY, Dimension.HOUR}), frozenset({Dimension.DAY, Dimension.HOUR}))
"""Dimensions that can be asked for together: quarter-hours have the counters of both."""


def check_dimensions(by: Sequence[Dimension]) -> None:
    """Raises BAD_INPUT unless a breakdown by these dimensions can be answered exactly.

    Of other dimensions than those of ``PAIRS``, daily summaries keep each on its own.
    """
    if not 0 < len(by) <= MAX_DIMENSIONS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`by` is one or two dimensions.", field=["by"])
    if len(by) > 1 and frozenset(by) not in PAIRS:
        names = " and ".join(dimension.name for dimension in by)
        raise ViewpulseError(
            ErrorCode.BAD_INPUT,
            f"{names} are not counted together. Two dimensions can be HOUR and WEEKDAY, or HOUR and DAY.",
            field=["by"],
        )


def spelled(dimension: Dimension, value: str | None) -> str | None:
    """A stored value as the API spells it; None: unknown."""
    if not value:
        return None
    return value.upper() if dimension in WORDS else value
