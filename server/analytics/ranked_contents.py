"""Ranked contents: best first, ties by id. Shared by the rankings of all contents and of a creator's."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import asyncpg

from server.analytics.listed_content import MeasuredContent
from server.analytics.pages import decode_cursor, encode_cursor
from server.analytics.scores import quality_score
from server.errors import ErrorCode, ViewpulseError
from server.storage.database import Connection
from server.storage.statement import Statement

BATCH = 100
MAX_SORT_VALUE = 2.0**62
"""Larger ones in cursors are cut: they would not be numbers of the database."""
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


async def read_page(
    connection: Connection,
    sql: Statement,
    which: Mapping[str, object],
    measure: Measure,
    *,
    first: int,
    after: Place | None,
) -> tuple[list[PlacedContent], bool]:
    """A page of a ranking, and whether there are more contents.

    Args:
        connection: Inside a snapshot.
        sql: Selects ids and their ``sort_value``, best first, ties by id.
        which: Its parameters, without ``:after_worth``, ``:after_id`` and ``:limit``.
        measure: Reads the contents of rows.
        first: How many contents at most.
        after: The place that the page comes after; None for the first page.
    """
    rows = await sql.fetch(connection, **which, **_after(after), limit=first + 1)
    contents = await measure(rows[:first])
    found = [PlacedContent(content, row["sort_value"]) for content, row in zip(contents, rows, strict=False)]
    return found, len(rows) > first


async def read_page_by_viewers(
    connection: Connection,
    sql: Statement,
    which: Mapping[str, object],
    measure: Measure,
    *,
    first: int,
    after: Place | None,
) -> tuple[list[PlacedContent], bool]:
    """As ``read_page``, by one of ``OF_VIEWERS``, with a statement whose ``sort_value`` is an upper bound.

    Visits contents by their upper bounds, until no further one can be better than the last one found: viewers are read
    for as few contents as possible.
    """
    by, wanted = which["by"], first + 1
    cursor = await sql.cursor(connection, **which, **_after(None), limit=None)
    best: list[PlacedContent] = []
    while rows := await cursor.fetch(BATCH):
        bound = Place(rows[0]["sort_value"], rows[0]["content_id"])
        if len(best) == wanted and best[-1].place.order < bound.order:
            break
        found = [PlacedContent(content, _value(content, by)) for content in await measure(rows)]
        later = [placed for placed in found if after is None or placed.place.order > after.order]
        best = sorted([*best, *later], key=lambda placed: placed.place.order)[:wanted]
    return best[:first], len(best) > first


def _after(place: Place | None) -> dict[str, object]:
    if place is None:
        return {"after_worth": None, "after_id": None}
    return {"after_worth": place.sort_value, "after_id": place.content_id}


def _value(content: MeasuredContent, by: object) -> float:
    if by == "quality":
        return quality_score(content.counts, content.rewatches, content.unique_viewers).score
    return float(content.unique_viewers)
