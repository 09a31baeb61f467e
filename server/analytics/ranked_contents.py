"""Ranked contents: best first, ties by id. Shared by the rankings of all contents and of a creator's."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import asyncpg

from server.analytics.listed_content import MeasuredContent, read_contents
from server.analytics.scores import quality_score
from server.metrics.view_definitions import ViewDefinition
from server.storage.database import Connection
from server.storage.pages import BACKWARDS, Direction, Key, PagedList
from server.storage.statement import Source, Statement

BATCH = 101
"""Contents that are looked at together: the largest page, and the one that tells whether there are more."""
OF_VIEWERS = ("quality", "unique_viewers")
"""Measures of a range that need a look at each of its viewers."""
Measure: TypeAlias = Callable[[Source, Sequence[asyncpg.Record]], Awaitable[Sequence[MeasuredContent]]]
"""Reads the contents of records, in their order."""
_KEY: Mapping[str, Any] = {"sort_value": float, "content_id": str}
_AFTER: Mapping[str, Key] = {"after_worth": None, "after_id": ""}


def measure_ever(project_id: int, definition: ViewDefinition, classes: Sequence[int]) -> Measure:
    """Reads the contents of records with their counters over all time."""

    async def measure(source: Source, records: Sequence[asyncpg.Record]) -> Sequence[MeasuredContent]:
        ids = [record["content_id"] for record in records]
        return await read_contents(source, project_id, ids, definition=definition, classes=classes)

    return measure


def ranked_contents(
    load: Callable[[Direction], Statement],
    values: Mapping[str, object],
    measure: Measure,
    *,
    total: Callable[[Source], Awaitable[int]] | None = None,
) -> PagedList[MeasuredContent]:
    """A ranking by the value that a statement computes.

    Args:
        load: The statement, which selects ids and their ``sort_value``.
        values: Its parameters; ``:by`` is the measure.
        measure: Reads the contents of its rows.
        total: Counts its rows, if that takes less than reading them.
    """
    return PagedList(
        load=load, values=values, key=_KEY, after=_AFTER, make=measure, order=str(values["by"]), total=total
    )


def ranked_by_viewers(
    load: Callable[[Direction], Statement],
    values: Mapping[str, object],
    measure: Measure,
    *,
    total: Callable[[Source], Awaitable[int]] | None = None,
) -> PagedList[MeasuredContent]:
    """A ranking by one of ``OF_VIEWERS``, with a statement whose ``sort_value`` is a bound.

    Args:
        load: The statement: an upper bound of the value; backwards, a lower one.
        values: As for ``ranked_contents``.
        measure: Reads the contents of rows, with their viewers.
        total: As for ``ranked_contents``.
    """
    return _RankedByViewers(
        load=load,
        values=values,
        key=_KEY,
        after=_AFTER,
        make=_contents_of,
        order=str(values["by"]),
        total=total,
        measure=measure,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _RankedByViewers(PagedList[MeasuredContent]):
    """Visits contents by their bounds, until no further one can be ahead of the last one that was found.

    So viewers are read for as few contents as possible.
    """

    measure: Measure

    async def _fetch(self, source: Source, direction: Direction, place: Sequence[Key] | None, limit: int) -> list[Any]:
        backwards = direction is BACKWARDS
        beyond = None if place is None else _place(*cast("tuple[float, str]", place))
        cursor = await self.load(direction).cursor(cast("Connection", source), **self.values, **self.after, limit=None)
        best: list[_Found] = []
        while rows := await cursor.fetch(BATCH):
            bound = _place(rows[0]["sort_value"], rows[0]["content_id"])
            if len(best) == limit and _is_ahead(best[-1].place, bound, backwards=backwards):
                break
            found = [_Found(content, _value(content, self.order)) for content in await self.measure(source, rows)]
            further = [one for one in found if beyond is None or _is_ahead(beyond, one.place, backwards=backwards)]
            best = sorted([*best, *further], key=lambda one: one.place, reverse=backwards)[:limit]
        return [one.record for one in best]


@dataclass(frozen=True, slots=True)
class _Found:
    """A content and the value that ranks it."""

    content: MeasuredContent
    sort_value: float

    @property
    def place(self) -> tuple[float, str]:
        """The better the smaller."""
        return _place(self.sort_value, self.content.summary.content_id)

    @property
    def record(self) -> dict[str, Any]:
        """It, with its key."""
        return {
            "sort_value": self.sort_value,
            "content_id": self.content.summary.content_id,
            "content": self.content,
        }


async def _contents_of(_source: Source, records: Sequence[asyncpg.Record]) -> Sequence[MeasuredContent]:
    return [record["content"] for record in records]


def _place(sort_value: float, content_id: str) -> tuple[float, str]:
    return -sort_value, content_id


def _is_ahead(one: tuple[float, str], other: tuple[float, str], *, backwards: bool) -> bool:
    return one > other if backwards else one < other


def _value(content: MeasuredContent, by: str) -> float:
    if by == "quality":
        return quality_score(content.counts, content.rewatches, content.unique_viewers).score
    return float(content.unique_viewers)
