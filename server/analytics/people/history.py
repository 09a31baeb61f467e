"""What a viewer watched, and what it keeps saved: lists of contents, the latest first."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from server.analytics.cursors import decode_cursor, encode_cursor
from server.analytics.listed_content import ContentSummary
from server.analytics.pages import Page
from server.analytics.project_state import read_project_state
from server.analytics.sql_templates import load_metrics_sql
from server.metrics.view_definitions import ViewDefinition
from server.storage.database import Connection
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class WatchedContent:
    """A content that a viewer viewed.

    Attributes:
        content: The content.
        first_view_at: Its first VIEW_START by this viewer.
        last_view_at: Its latest.
        views: Its views by this viewer, under the definition asked for.
        plays: Its plays by this viewer.
        watch_ms: How long they were watched.
        completions: Those that were completed in full.
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
        """Where the list goes on after it."""
        return encode_cursor(self.last_view_at, self.content.content_id)


@dataclass(frozen=True, slots=True)
class SavedContent:
    """A content that a viewer keeps saved, and since when."""

    content: ContentSummary
    saved_at: datetime

    @property
    def cursor(self) -> str:
        """Where the list goes on after it."""
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
    """The contents that a viewer viewed, the latest viewed first; ties by id.

    A content that is viewed again moves to the front; what does not change is neither repeated nor left out.

    Args:
        connection: Inside a snapshot.
        project_id: The viewer's project.
        viewer_key: The viewer; one who viewed nothing has an empty list.
        definition: What counts in ``views``.
        first: How many, at most.
        after: Cursor of the last row of the page before.

    Raises:
        ViewpulseError: BAD_INPUT, when ``after`` is no cursor of this list.
    """
    last_view_at, content_id = decode_cursor(after, datetime, str) or (None, "")
    sql = load_metrics_sql(__name__, "watch_history", definition.prefix)
    rows = await connection.fetch(sql, project_id, viewer_key, last_view_at, content_id, first + 1)
    state = await read_project_state(connection, project_id)
    return Page(state, [_watched(row) for row in rows[:first]], len(rows) > first)


async def read_saved_contents(
    connection: Connection, project_id: int, viewer_key: str, *, first: int, after: str | None
) -> Page[SavedContent]:
    """The contents that a viewer keeps saved, the latest saved first; ties by id.

    Args:
        connection: Inside a snapshot.
        project_id: The viewer's project.
        viewer_key: The viewer; one who saved nothing has an empty list.
        first: How many, at most.
        after: Cursor of the last row of the page before.

    Raises:
        ViewpulseError: BAD_INPUT, when ``after`` is no cursor of this list.
    """
    saved_at, content_id = decode_cursor(after, datetime, str) or (None, "")
    sql = load_sql(__name__, "saved_contents")
    rows = await connection.fetch(sql, project_id, viewer_key, saved_at, content_id, first + 1)
    state = await read_project_state(connection, project_id)
    kept = [SavedContent(ContentSummary.of(row), row["saved_at"]) for row in rows[:first]]
    return Page(state, kept, len(rows) > first)


def _watched(row: asyncpg.Record) -> WatchedContent:
    return WatchedContent(
        content=ContentSummary.of(row),
        first_view_at=row["first_view_at"],
        last_view_at=row["last_view_at"],
        views=row["views"],
        plays=row["plays"],
        watch_ms=row["watch_ms"],
        completions=row["completions"],
    )
