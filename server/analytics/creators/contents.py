"""The list of a creator's contents, page by page."""

from dataclasses import dataclass
from enum import StrEnum

from server.analytics.cursors import decode_cursor, encode_cursor
from server.analytics.listed_content import MeasuredContent, read_contents
from server.analytics.pages import Page
from server.analytics.project_state import read_project_state
from server.analytics.query import ScopeQuery
from server.analytics.sql_templates import load_metrics_sql
from server.errors import ErrorCode, ViewpulseError
from server.storage.database import Connection
from server.storage.sql import load_sql


class ContentSort(StrEnum):
    """What comes first in the list."""

    RECENT = "recent"
    VIEWS = "views"
    ENGAGEMENT = "engagement"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class PlacedContent:
    """A content with its counters over all time, and where the list goes on after it."""

    content: MeasuredContent
    cursor: str


async def read_creator_contents(
    connection: Connection, query: ScopeQuery, sort: ContentSort, *, first: int, after: str | None
) -> Page[PlacedContent]:
    """Reads a page of the contents of the creator asked about.

    A page goes on after the sort value and id of the row before it, so that rows which come in between are neither
    repeated nor make others be skipped. Its revision is the project's: also a content without events may get
    another title.

    Args:
        connection: Inside a snapshot.
        query: The question; its range does not matter.
        sort: What comes first; ties by id.
        first: How many contents at most.
        after: The cursor that the page comes after; None for the first page.

    Raises:
        ViewpulseError: BAD_INPUT, when ``after`` is no cursor of a list of this sort.
    """
    key = decode_cursor(after, str, float, str)
    if key is not None and key[0] != sort.value:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`after` is a cursor of a list with another order.", field=["after"])
    _, sort_value, last_id = key or (None, None, None)
    rows = await connection.fetch(
        load_metrics_sql(__name__, "creator_page", query.definition.prefix),
        query.project_id,
        query.creator_id,
        query.traffic.classes,
        sort_value,
        last_id,
        sort.value,
        first + 1,
    )
    page = rows[:first]
    contents = await read_contents(
        connection,
        query.project_id,
        [row["content_id"] for row in page],
        time_range=None,
        definition=query.definition,
        classes=query.traffic.classes,
    )
    placed = [
        PlacedContent(content, encode_cursor(sort.value, row["worth"], row["content_id"]))
        for content, row in zip(contents, page, strict=True)
    ]
    return Page(await read_project_state(connection, query.project_id), placed, len(rows) > first)


async def count_creator_contents(connection: Connection, query: ScopeQuery) -> int:
    """How many contents the creator asked about has."""
    count: int = await connection.fetchval(load_sql(__name__, "creator_contents"), query.project_id, query.creator_id)
    return count
