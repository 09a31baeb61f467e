"""Contents in lists, with their metrics; shared by rankings and pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.ranges import TimeRange
from server.metrics.counters import Counts
from server.metrics.view_definitions import ViewDefinition
from server.storage.database import Connection


@dataclass(frozen=True, slots=True)
class ContentSummary:
    """A content in a list; all fields but the id come from the catalogue.

    Attributes:
        content_id: The app's own id.
        type: Its stored type.
        title: Title.
        caption: Caption.
        thumbnail: URL of a thumbnail.
        published_at: When it was published.
        duration_ms: Duration in milliseconds.
        creator_id: Id of the creator: from the catalogue, else from the first event of the content that arrived.
    """

    content_id: str
    type: str | None
    title: str | None
    caption: str | None
    thumbnail: str | None
    published_at: datetime | None
    duration_ms: int | None
    creator_id: str | None

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "ContentSummary":
        """The summary in a row that has all of its columns."""
        return cls(*[row[name] for name in cls.__slots__])


@dataclass(frozen=True, slots=True)
class MeasuredContent:
    """A content and its counters.

    Attributes:
        summary: The content.
        counts: Its counters.
        unique_viewers: Distinct viewers with a view; 0 for a range if not requested.
        rewatches: Views beyond each viewer's first; 0 for a range if not requested.
    """

    summary: ContentSummary
    counts: Counts
    unique_viewers: int
    rewatches: int


async def read_contents(
    connection: Connection,
    project_id: int,
    content_ids: Sequence[str],
    *,
    time_range: TimeRange | None,
    definition: ViewDefinition,
    classes: Sequence[int],
    viewers: bool = True,
) -> list[MeasuredContent]:
    """Reads contents by their ids, in that order; contents without events have zeros.

    Args:
        connection: Inside a snapshot.
        project_id: The project.
        content_ids: At most one page of ids.
        time_range: The range; None for all time.
        definition: What counts as a view.
        classes: Classes of traffic.
        viewers: Whether unique viewers and rewatches of a range are requested; for all time they cost nothing.
    """
    which = {"project": project_id, "contents": content_ids, "classes": classes}
    if time_range is None:
        rows = await load_metrics_sql(__name__, "listed_totals", definition.prefix).fetch(connection, **which)
    else:
        sql = load_metrics_sql(__name__, "listed_range", definition.prefix)
        rows = await sql.fetch(
            connection, **which, start=time_range.start, end=time_range.end_bucket, with_viewers=viewers
        )
    return [
        MeasuredContent(ContentSummary.from_row(row), Counts.from_row(row), row["unique_viewers"], row["rewatches"])
        for row in rows
    ]
