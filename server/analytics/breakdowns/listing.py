"""Which rows of a breakdown are listed, and in which order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

import asyncpg

from server.analytics.breakdowns.dimensions import Dimension, name_of
from server.errors import ErrorCode, ViewpulseError
from server.storage.pages import decode_cursor, encode_cursor


class RowOrder(StrEnum):
    """What rows are ordered by, most first; ties by views, plays, engagement events, then value, null first."""

    VIEWS = "views"
    PLAYS = "plays"
    WATCH_TIME = "watch_time"
    ENGAGEMENT_EVENTS = "engagement_events"


@dataclass(frozen=True, slots=True)
class ValueCounts:
    """The metrics of one value, or of several values together.

    Attributes:
        values: The value of each dimension in the API; None: unknown. Empty: several values together.
        stored: The value in the database; of two dimensions, both.
        views: Views by the requested definition.
        plays: Plays.
        watch_ms: Milliseconds watched in those plays.
        completed_full: Plays completed in full.
        engagement_events: LIKE, COMMENT and SHARE events.
        unique_viewers: Distinct viewers with such a view; 0 if not requested.
    """

    values: tuple[str | None, ...] = ()
    stored: str = ""
    views: int = 0
    plays: int = 0
    watch_ms: int = 0
    completed_full: int = 0
    engagement_events: int = 0
    unique_viewers: int = 0

    @classmethod
    def from_row(cls, row: asyncpg.Record, values: Sequence[str | None] = ()) -> Self:
        """The sums in a row; of one value, or of one pair, its ``value`` is what is stored."""
        return cls(
            values=tuple(values),
            stored=row["value"] or "",
            views=row["views"],
            plays=row["plays"],
            watch_ms=row["watch_ms"],
            completed_full=row["completed_full"],
            engagement_events=row["engagement_events"],
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows that are requested.

    Attributes:
        first: Maximum number of rows.
        order: Their order; None: the natural one of values that have one, else by views.
        offset: Number of rows before them.
        minimum_views: Views that a listed value needs.
    """

    first: int
    order: RowOrder | None = None
    offset: int = 0
    minimum_views: int = 0

    @property
    def end(self) -> int:
        """Number of rows up to the last one that is requested."""
        return self.offset + self.first


@dataclass(frozen=True, slots=True)
class BreakdownResult:
    """Rows of a breakdown.

    Attributes:
        rows: The requested rows, in order.
        other: All values that are not among them, together.
        has_more: Whether there are rows after them.
        estimated: Whether the distinct viewers are estimates.
    """

    rows: Sequence[ValueCounts]
    other: ValueCounts
    has_more: bool = False
    estimated: bool = False

    @property
    def views(self) -> int:
        """All views of the range, whatever their value."""
        return sum(row.views for row in self.rows) + self.other.views

    @property
    def plays(self) -> int:
        """All plays of the range, whatever their value."""
        return sum(row.plays for row in self.rows) + self.other.plays

    def with_viewers(self, viewers: Mapping[int | None, int], *, estimated: bool) -> "BreakdownResult":
        """The same rows with their distinct viewers.

        Args:
            viewers: Distinct viewers by the number of the row, from 1; None for all other values together.
            estimated: Whether they are estimates.
        """
        rows = [replace(row, unique_viewers=viewers.get(number, 0)) for number, row in enumerate(self.rows, 1)]
        other = replace(self.other, unique_viewers=viewers.get(None, 0))
        return BreakdownResult(rows, other, self.has_more, estimated)


def list_rows(values: Sequence[ValueCounts], listing: Listing) -> BreakdownResult:
    """The requested rows of all values, which are in their natural order."""
    listable = [row for row in values if row.views >= listing.minimum_views]
    if listing.order is not None:
        key = _KEYS[listing.order]
        # stable, so that the natural order decides last
        listable.sort(key=lambda row: (-key(row), -row.views, -row.plays, -row.engagement_events))
    rows = listable[listing.offset : listing.end]
    listed = {row.stored for row in rows}
    others = [row for row in values if row.stored not in listed]
    return BreakdownResult(rows, together(others), has_more=len(listable) > listing.end)


def together(rows: Sequence[ValueCounts]) -> ValueCounts:
    """The sums of some values, without distinct viewers."""
    return ValueCounts(
        views=sum(row.views for row in rows),
        plays=sum(row.plays for row in rows),
        watch_ms=sum(row.watch_ms for row in rows),
        completed_full=sum(row.completed_full for row in rows),
        engagement_events=sum(row.engagement_events for row in rows),
    )


def row_cursor(by: Sequence[Dimension], order: RowOrder | None, number: int) -> str:
    """The cursor of a row.

    Args:
        by: The dimensions.
        order: The order, as requested.
        number: The number of the row, from 1.
    """
    return encode_cursor(_kind_of(by, order), number)


def offset_after(cursor: str | None, by: Sequence[Dimension], order: RowOrder | None) -> int:
    """How many rows come before those after a cursor; 0 without one.

    Raises:
        ViewpulseError: BAD_INPUT if it is not a cursor of such a breakdown.
    """
    kind, number = decode_cursor(cursor, str, int) or (_kind_of(by, order), 0)
    if kind != _kind_of(by, order) or number < 0:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`after` is a cursor of another breakdown.", field=["after"])
    return int(number)


_KEYS: Mapping[RowOrder, Callable[[ValueCounts], int]] = {
    RowOrder.VIEWS: lambda row: row.views,
    RowOrder.PLAYS: lambda row: row.plays,
    RowOrder.WATCH_TIME: lambda row: row.watch_ms,
    RowOrder.ENGAGEMENT_EVENTS: lambda row: row.engagement_events,
}


def _kind_of(by: Sequence[Dimension], order: RowOrder | None) -> str:
    return f"{name_of(by)} {order.value if order else ''}"
