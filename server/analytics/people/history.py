"""The contents that a viewer watched, and those it has saved, the latest first."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from server.analytics.listed_content import ContentSummary
from server.analytics.metrics_sql import load_metrics_sql
from server.metrics.view_definitions import ViewDefinition
from server.storage.pages import PagedList, each
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


@dataclass(frozen=True, slots=True)
class SavedContent:
    """A content that a viewer has saved, and when."""

    content: ContentSummary
    saved_at: datetime


def watch_history(project_id: int, viewer_key: str, definition: ViewDefinition) -> PagedList[WatchedContent]:
    """The contents that a viewer viewed, the most recently viewed first; ties by id.

    A content that is viewed again moves to the front; contents that do not change are neither repeated nor left out.

    Args:
        project_id: The viewer's project.
        viewer_key: The viewer; one who viewed nothing has an empty list.
        definition: The definition of ``views``.
    """
    return PagedList(
        load=lambda direction: load_metrics_sql(__name__, "watch_history", definition.prefix, **direction),
        values={"project": project_id, "viewer": viewer_key},
        key={"last_view_at": datetime, "content_id": str},
        after={"after_time": None, "after_id": ""},
        make=each(_watched),
    )


def saved_contents(project_id: int, viewer_key: str) -> PagedList[SavedContent]:
    """The contents that a viewer has saved, the most recently saved first; ties by id.

    Args:
        project_id: The viewer's project.
        viewer_key: The viewer; one who saved nothing has an empty list.
    """
    return PagedList(
        load=lambda direction: load_sql(__name__, "saved_contents", **direction),
        values={"project": project_id, "viewer": viewer_key},
        key={"saved_at": datetime, "content_id": str},
        after={"after_time": None, "after_id": ""},
        make=each(lambda row: SavedContent(ContentSummary.from_row(row), row["saved_at"])),
    )


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
