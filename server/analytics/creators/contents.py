"""The list of a creator's contents, paginated."""

from collections.abc import Sequence
from enum import StrEnum

import asyncpg

from server.analytics.listed_content import MeasuredContent, read_contents
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ScopeQuery
from server.storage.pages import PagedList
from server.storage.sql import load_sql
from server.storage.statement import Source


class ContentSort(StrEnum):
    """Order of the list."""

    RECENT = "recent"
    VIEWS = "views"
    ENGAGEMENT = "engagement"
    QUALITY = "quality"


def creator_contents(query: ScopeQuery, sort: ContentSort) -> PagedList[MeasuredContent]:
    """The contents of a creator, with their counters over all time.

    Args:
        query: The query; its range does not matter.
        sort: The order; ties by id.
    """
    definition, classes = query.definition, query.traffic.classes
    whose = {"project": query.project_id, "creator": query.creator_id}

    async def measured(connection: Source, records: Sequence[asyncpg.Record]) -> Sequence[MeasuredContent]:
        found = [record["content_id"] for record in records]
        return await read_contents(connection, query.project_id, found, definition=definition, classes=classes)

    async def counted(connection: Source) -> int:
        count: int = await load_sql(__name__, "creator_contents").fetchval(connection, **whose)
        return count

    return PagedList(
        load=lambda direction: load_metrics_sql(__name__, "creator_page", definition.prefix, **direction),
        values={**whose, "classes": classes, "by": sort.value},
        key={"sort_value": float, "content_id": str},
        after={"after_worth": None, "after_id": ""},
        make=measured,
        order=sort.value,
        total=counted,
    )
