"""The list of a creator's contents, paginated."""

from dataclasses import dataclass
from enum import StrEnum

from server.analytics.listed_content import MeasuredContent, read_contents
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.pages import Page, decode_cursor, encode_cursor
from server.analytics.project_state import read_project_state
from server.analytics.query import ScopeQuery
from server.errors import ErrorCode, ViewpulseError
from server.storage.database import Connection
from server.storage.sql import load_sql


class ContentSort(StrEnum):
    """Order of the list."""

    RECENT = "recent"
    VIEWS = "views"
    ENGAGEMENT = "engagement"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class PlacedContent:
    """A content with its counters over all time, and its cursor."""

    content: MeasuredContent
    cursor: str


async def read_creator_contents(
    connection: Connection, query: ScopeQuery, sort: ContentSort, *, first: int, after: str | None
) -> Page[PlacedContent]:
    """Reads a page of a creator's contents.

    Keyset pagination: inserts between two requests neither repeat nor skip rows. The revision is the project's, because
    the title of a content without events may change, too.

    Args:
        connection: Inside a snapshot.
        query: The query; its range does not matter.
        sort: The order; ties by id.
        first: Maximum number of contents.
        after: The cursor that the page comes after; None for the first page.

    Raises:
        ViewpulseError: BAD_INPUT if ``after`` is not a cursor of a list with this order.
    """
    key = decode_cursor(after, str, float, str)
    if key is not None and key[0] != sort.value:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`after` is a cursor of a list with another order.", field=["after"])
    _, sort_value, last_id = key or (None, None, None)
    rows = await load_metrics_sql(__name__, "creator_page", query.definition.prefix).fetch(
        connection,
        project=query.project_id,
        creator=query.creator_id,
        classes=query.traffic.classes,
        by=sort.value,
        after_worth=sort_value,
        after_id=last_id,
        limit=first + 1,
    )
    page = rows[:first]
    contents = await read_contents(
        connection,
        query.project_id,
        [row["content_id"] for row in page],
        definition=query.definition,
        classes=query.traffic.classes,
    )
    placed = [
        PlacedContent(content, encode_cursor(sort.value, row["sort_value"], row["content_id"]))
        for content, row in zip(contents, page, strict=True)
    ]
    return Page(await read_project_state(connection, query.project_id), placed, len(rows) > first)


async def count_creator_contents(connection: Connection, query: ScopeQuery) -> int:
    """The number of contents of the creator."""
    sql = load_sql(__name__, "creator_contents")
    count: int = await sql.fetchval(connection, project=query.project_id, creator=query.creator_id)
    return count
