"""The list of a creator's contents, paginated."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import asyncpg

from server.analytics.counted_days import read_days
from server.analytics.listed_content import MeasuredContent, read_contents, read_contents_in_range
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.pages import Page
from server.analytics.project_state import read_project_state
from server.analytics.query import ScopeQuery
from server.analytics.ranges import TimeRange
from server.analytics.ranked_contents import OF_VIEWERS, Place, PlacedContent, read_page, read_page_by_viewers
from server.storage.database import Connection
from server.storage.sql import load_sql


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
    """Which of the contents are listed.

    Attributes:
        types: Stored types; None for all.
        search: Part of the title in any case, or the whole id; None for all.
    """

    types: Sequence[str] | None = None
    search: str | None = None

    @property
    def parameters(self) -> dict[str, object]:
        """The parameters of statements with the part ``content_filter``."""
        return {"types": self.types, "search": self.search}


EVERY = ContentFilter()


@dataclass(frozen=True, slots=True)
class PageQuery:
    """Which page of the list is asked for.

    Attributes:
        which: Which contents are listed.
        sort: Their order, best first; ties by id.
        first: Maximum number of contents.
        after: The place that the page comes after; None for the first page.
        viewers: Whether what depends on the viewers of each content is requested.
    """

    which: ContentFilter
    sort: ContentSort
    first: int
    after: Place | None
    viewers: bool


async def read_creator_contents(connection: Connection, query: ScopeQuery, asked: PageQuery) -> Page[PlacedContent]:
    """Reads a page of a creator's contents, with their counters in the range.

    Keyset pagination: inserts between two requests neither repeat nor skip rows. The revision is the project's, because
    the title of a content without events may change, too.

    Args:
        connection: Inside a snapshot.
        query: The query, which names a creator.
        asked: The page.
    """
    which: dict[str, object] = {
        "project": query.project_id,
        "creator": query.creator_id,
        "classes": query.traffic.classes,
        "by": asked.sort.value,
        **asked.which.parameters,
    }
    if query.time_range is None:
        found, has_next = await _of_all_time(connection, query, asked, which)
    else:
        found, has_next = await _of_range(connection, query, asked, which, query.time_range)
    return Page(await read_project_state(connection, query.project_id), found, has_next)


async def _of_all_time(
    connection: Connection, query: ScopeQuery, asked: PageQuery, which: dict[str, object]
) -> tuple[list[PlacedContent], bool]:
    async def measure(rows: Sequence[asyncpg.Record]) -> list[MeasuredContent]:
        return await read_contents(
            connection,
            query.project_id,
            [row["content_id"] for row in rows],
            definition=query.definition,
            classes=query.traffic.classes,
        )

    sql = load_metrics_sql(__name__, "creator_page", query.definition.prefix)
    return await read_page(connection, sql, which, measure, first=asked.first, after=asked.after)


async def _of_range(
    connection: Connection, query: ScopeQuery, asked: PageQuery, which: dict[str, object], time_range: TimeRange
) -> tuple[list[PlacedContent], bool]:
    by_viewers = asked.sort in OF_VIEWERS
    days = await read_days(connection, query.project_id, time_range)

    async def measure(rows: Sequence[asyncpg.Record]) -> list[MeasuredContent]:
        return await read_contents_in_range(
            connection,
            query.project_id,
            [row["content_id"] for row in rows],
            time_range=time_range,
            days=days,
            definition=query.definition,
            classes=query.traffic.classes,
            viewers=by_viewers or asked.viewers,
        )

    sql = load_metrics_sql(__name__, "creator_page_range", query.definition.prefix)
    read = read_page_by_viewers if by_viewers else read_page
    return await read(connection, sql, which | days, measure, first=asked.first, after=asked.after)


async def count_creator_contents(connection: Connection, query: ScopeQuery, which: ContentFilter = EVERY) -> int:
    """The number of contents of the creator, or of some of them."""
    sql = load_sql(__name__, "creator_contents")
    count: int = await sql.fetchval(connection, project=query.project_id, creator=query.creator_id, **which.parameters)
    return count
