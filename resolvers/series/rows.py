"""How many rows the points of a series count as in the cost of an operation."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from resolvers.field_metadata import FieldMetadata
from resolvers.range_lengths import longest
from server.analytics.series.calendar import MAX_POINTS, Interval
from server.analytics.series.minutes import MAX_MINUTES

POINTS_OF_A_ROW = 25
"""Points are read together, and their fields are plain values: many of them cost as much as another row."""

_MIN_LENGTH = {
    Interval.MINUTE.name: timedelta(minutes=1),
    Interval.HOUR.name: timedelta(hours=1),
    Interval.DAY.name: timedelta(days=1),
    Interval.WEEK.name: timedelta(weeks=1),
    Interval.MONTH.name: timedelta(days=28),
}
_CLIPPED = 2
"""The first and the last point may have only a part in the range."""


def rows_of(asked: Mapping[str, Any]) -> int:
    """The rows of the points in a range.

    Args:
        asked: The ``range``, or the ``timeframe``, and ``by`` of the series as JSON values; what is not known is left
            out.
    """
    by = asked.get("by")
    length = _MIN_LENGTH.get(by) if isinstance(by, str) else None
    points = MAX_MINUTES if by == Interval.MINUTE.name else MAX_POINTS
    if length is not None and ("range" in asked or "timeframe" in asked):
        sent = asked["range"] if "range" in asked else {"last": asked["timeframe"]}
        points = min(points, longest(sent) // length + _CLIPPED)
    return rows_of_points(points)


def rows_before(asked: Mapping[str, Any]) -> int:
    """The rows of the points in the period before a range; all time has none.

    Args:
        asked: As for ``rows_of``.
    """
    return 0 if "range" in asked and asked["range"] is None else rows_of(asked)


def rows_of_points(points: int) -> int:
    """The rows that so many points count as."""
    return -(-points // POINTS_OF_A_ROW)


POINTS = FieldMetadata(length=rows_of)
POINTS_BEFORE = FieldMetadata(length=rows_before)
LAST_MINUTES = FieldMetadata(length=rows_of_points(MAX_MINUTES))
