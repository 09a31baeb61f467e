"""Ranked contents: best first, ties by id. Shared by the rankings of all contents and of a creator's."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import asyncpg
from asyncpg.cursor import Cursor

from server.analytics.listed_content import MeasuredContent
from server.analytics.pages import decode_cursor, encode_cursor
from server.analytics.scores import quality_score
from server.errors import ErrorCode, ViewpulseError

BATCH = 100
MAX_SORT_VALUE = 2.0**62
"""No sort value is larger; a cursor that says so is cut, because a larger one is no ``bigint``."""
OF_VIEWERS = ("quality", "unique_viewers")
"""Measures of a range that need a look at each of its viewers."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a content stands in a ranking, and where its next page begins."""

    sort_value: float
    content_id: str

    @property
    def order(self) -> tuple[float, str]:
        """The better the smaller."""
        return -self.sort_value, self.content_id


@dataclass(frozen=True, slots=True)
class PlacedContent:
    """A content with its counters, and the value that ranks it."""

    content: MeasuredContent
    sort_value: float

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.sort_value, self.content.summary.content_id)

    def cursor(self, by: str) -> str:
        """Its cursor in a ranking by this measure."""
        return encode_cursor(by, self.sort_value, self.content.summary.content_id)


Measure = Callable[[Sequence[asyncpg.Record]], Awaitable[list[MeasuredContent]]]
"""Reads the contents of some rows, in their order."""


def decode_place(after: str | None, by: str) -> Place | None:
    """The place in a cursor; None without one.

    Args:
        after: What a client sent as `after`.
        by: The measure of the ranking.

    Raises:
        ViewpulseError: BAD_INPUT if it is not a cursor of a ranking by this measure.
    """
    key = decode_cursor(after, str, float, str)
    if key is None:
        return None
    if key[0] != by:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`after` is a cursor of a list with another order.", field=["after"])
    return Place(min(max(key[1], -MAX_SORT_VALUE), MAX_SORT_VALUE), key[2])


def after_place(place: Place | None) -> dict[str, object]:
    """The parameters ``:after_worth`` and ``:after_id`` of a page after a place; of the first page without one."""
    if place is None:
        return {"after_worth": None, "after_id": None}
    return {"after_worth": place.sort_value, "after_id": place.content_id}


async def rank_rows(rows: Sequence[asyncpg.Record], measure: Measure) -> list[PlacedContent]:
    """The contents of rows that are in order."""
    contents = await measure(rows)
    return [PlacedContent(content, row["sort_value"]) for content, row in zip(contents, rows, strict=True)]


async def rank_by_viewers(
    cursor: Cursor, by: str, measure: Measure, *, limit: int, after: Place | None
) -> list[PlacedContent]:
    """The best contents by one of ``OF_VIEWERS``, after a place.

    Visits contents by the upper bounds of their values, until no further one can be better than the last one found:
    viewers are read for as few contents as possible.

    Args:
        cursor: Of a statement whose ``sort_value`` is an upper bound; largest first, ties by id.
        by: The measure.
        measure: Reads contents with their viewers.
        limit: How many contents at most.
        after: Only what comes after this place.
    """
    best: list[PlacedContent] = []
    while rows := await cursor.fetch(BATCH):
        bound = Place(rows[0]["sort_value"], rows[0]["content_id"])
        if len(best) == limit and best[-1].place.order < bound.order:
            break
        found = [PlacedContent(content, _value(content, by)) for content in await measure(rows)]
        later = [ranked for ranked in found if after is None or ranked.place.order > after.order]
        best = sorted([*best, *later], key=lambda ranked: ranked.place.order)[:limit]
    return best


def _value(content: MeasuredContent, by: str) -> float:
    if by == "quality":
        return quality_score(content.counts, content.rewatches, content.unique_viewers).score
    return float(content.unique_viewers)
