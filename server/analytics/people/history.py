"""The contents that a viewer watched, and those it has saved, the latest first."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from server.analytics.listed_content import ContentSummary
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.pages import Page, decode_cursor, encode_cursor
from server.analytics.project_state import read_project_state
from server.metrics.view_definitions import ViewDefinition
from server.storage.database import Connection
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class WatchedContent:
    """A content that a viewer viewed.

    Attributes:
        content: The content.
        first_view_at: First VIEW_START of this viewer.
        last_view_at: Latest VIEW_START of this viewer.
        views: Views of this viewer, by the requested definition.
        plays: Plays of this viewer.
        watch_ms: Milliseconds watched in those plays.
        completions: Plays that were completed in full.
    """

    content: ContentSummary
    first_view_at: datetime
    last_view_at: datetime
    views: int
    plays: int
    watch_ms: int
    completions: int

    @property
    def cursor(self) -> str:
        """The cursor of the content."""
        return encode_cursor(self.last_view_at, self.content.content_id)


@dataclass(frozen=True, slots=True)
class SavedContent:
    """A content that a viewer has saved, and when."""

    content: ContentSummary
    saved_at: datetime

    @property
    def cursor(self) -> str:
        """The cursor of the content."""
        return encode_cursor(self.saved_at, self.content.content_id)


async def read_watch_history(
    connection: Connection,
    project_id: int,
    viewer_key: str,
    definition: ViewDefinition,
    *,
    first: int,
    after: str | None,
) -> Page[WatchedContent]:
    """The contents that a viewer viewed, the most recently viewed first; ties by id.

    A content that is viewed again moves to the front; contents that do not change are neither repeated nor left out.

    Args:
        connection: Inside a snapshot.
        project_id: The viewer's project.
        viewer_key: The viewer; one who viewed nothing has an empty list.
        definition: The definition of ``views``.
        first: Maximum number of contents.
        after: Cursor of the last row of the previous page.

    Raises:
        ViewpulseError: BAD_INPUT if ``after`` is not a cursor of this list.
    """
    sql = load_metrics_sql(__name__, "watch_history", definition.prefix)
    rows = await sql.fetch(connection, project=project_id, viewer=viewer_key, **_content_before(after), limit=first + 1)
    state = await read_project_state(connection, project_id)
    return Page(state, [_watched(row) for row in rows[:first]], len(rows) > first)


async def read_saved_contents(
    connection: Connection, project_id: int, viewer_key: str, *, first: int, after: str | None
) -> Page[SavedContent]:
    """The contents that a viewer has saved, the most recently saved first; ties by id.

    Args:
        connection: Inside a snapshot.
        project_id: The viewer's project.
        viewer_key: The viewer; one who saved nothing has an empty list.
        first: Maximum number of contents.
        after: Cursor of the last row of the previous page.

    Raises:
        ViewpulseError: BAD_INPUT if ``after`` is not a cursor of this list.
    """
    sql = load_sql(__name__, "saved_contents")
    rows = await sql.fetch(connection, project=project_id, viewer=viewer_key, **_content_before(after), limit=first + 1)
    state = await read_project_state(connection, project_id)
    kept = [SavedContent(ContentSummary.from_row(row), row["saved_at"]) for row in rows[:first]]
    return Page(state, kept, len(rows) > first)


def _content_before(after: str | None) -> dict[str, object]:
    """The position in a list that ``after`` stands for, as parameters of its statement."""
    time, content_id = decode_cursor(after, datetime, str) or (None, "")
    return {"after_time": time, "after_id": content_id}


def _watched(row: asyncpg.Record) -> WatchedContent:
    return WatchedContent(
        content=ContentSummary.from_row(row),
        first_view_at=row["first_view_at"],
        last_view_at=row["last_view_at"],
        views=row["views"],
        plays=row["plays"],
        watch_ms=row["watch_ms"],
        completions=row["completions"],
    )
