"""The list of a creator's contents, paginated."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import asyncpg

from server.analytics.counted_days import read_days
from server.analytics.listed_content import MeasuredContent, read_contents_in_range
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ScopeQuery
from server.analytics.ranked_contents import OF_VIEWERS, measure_ever, ranked_by_viewers, ranked_contents
from server.storage.pages import PagedList
from server.storage.sql import load_sql
from server.storage.statement import Source


class ContentSort(StrEnum):
    """Order of the list."""

    RECENT = "recent"
    VIEWS = "views"
    UNIQUE_VIEWERS = "unique_viewers"
    WATCH_TIME = "watch_time"
    AVERAGE_WATCH_TIME = "average_watch_time"
    COMPLETION = "completion"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"
    ENGAGEMENT = "engagement"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class ContentFilter:
    """Which of the contents to list.

    Attributes:
        search: A part of the title, in upper or lower case, or an id; None: all contents.
        types: Stored names of the types; None: all.
    """

    search: str | None = None
    types: Collection[str] | None = None

    @property
    def parameters(self) -> dict[str, object]:
        """The parameters of the part ``content_filter`` of statements."""
        return {"search": self.search, "types": None if self.types is None else sorted(self.types)}


EVERY = ContentFilter()


async def creator_contents(
    source: Source, query: ScopeQuery, wanted: ContentFilter, sort: ContentSort, *, viewers: bool
) -> PagedList[MeasuredContent]:
    """The contents of a creator, with their counters in the range.

    Args:
        source: A connection inside a snapshot.
        query: The query, which names a creator.
        wanted: Which of the contents.
        sort: The order, by the counters in the range; ties by id.
        viewers: Whether what depends on the viewers of each content is requested.
    """
    values: dict[str, object] = {
        "project": query.project_id,
        "creator": query.creator_id,
        "classes": query.traffic.classes,
        "by": sort.value,
        **wanted.parameters,
    }
    definition, classes = query.definition, query.traffic.classes

    async def counted(source: Source) -> int:
        return await count_creator_contents(source, query, wanted)

    if query.time_range is None:
        return ranked_contents(
            lambda direction: load_metrics_sql(__name__, "creator_page", definition.prefix, **direction),
            values,
            measure_ever(query.project_id, definition, classes),
            total=counted,
        )
    time_range, days = query.time_range, await read_days(source, query.project_id, query.time_range)
    by_viewers = sort in OF_VIEWERS

    async def measure(source: Source, records: Sequence[asyncpg.Record]) -> Sequence[MeasuredContent]:
        return await read_contents_in_range(
            source,
            query.project_id,
            [record["content_id"] for record in records],
            time_range=time_range,
            days=days,
            definition=definition,
            classes=classes,
            viewers=by_viewers or viewers,
        )

    ranked = ranked_by_viewers if by_viewers else ranked_contents
    return ranked(
        lambda direction: load_metrics_sql(__name__, "creator_page_range", definition.prefix, **direction),
        values | days,
        measure,
        total=counted,
    )


async def count_creator_contents(source: Source, query: ScopeQuery, wanted: ContentFilter = EVERY) -> int:
    """The number of contents of the creator, or of some of them."""
    sql = load_sql(__name__, "creator_contents")
    count: int = await sql.fetchval(source, project=query.project_id, creator=query.creator_id, **wanted.parameters)
    return count
