"""The contents of a list, with their metrics: what rankings and pages have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from server.analytics.ranges import TimeRange
from server.analytics.sql_templates import load_metrics_sql
from server.metrics.counters import Counts
from server.metrics.view_definitions import ViewDefinition
from server.storage.database import Connection


@dataclass(frozen=True, slots=True)
class ContentSummary:
    """A content as a list shows it.

    Attributes:
        content_id: The app's own id.
        type: Its kind, as stored; the catalogue's, as all that follows.
        title: Its title.
        caption: Its caption.
        thumbnail: Address of a picture.
        published_at: When it came out.
        duration_ms: How long it lasts.
        creator_id: Who made it: the catalogue's word, else that of its events, as long as they agree.
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
    def of(cls, row: asyncpg.Record) -> "ContentSummary":
        """The summary in a row that has all of its columns."""
        return cls(*[row[name] for name in cls.__slots__])


@dataclass(frozen=True, slots=True)
class MeasuredContent:
    """A content and its counters.

    Attributes:
        card: The content.
        counts: Its counters.
        unique_viewers: Distinct viewers with a view; 0 for a range when not asked for.
        rewatches: Views beyond each viewer's first; 0 for a range when not asked for.
    """

    card: ContentSummary
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
    """Reads contents by their ids, in that order; those without events have zeros.

    Args:
        connection: Inside a snapshot.
        project_id: Their project.
        content_ids: At most a page of them.
        time_range: The range; None for all time.
        definition: What counts as a view.
        classes: Of traffic.
        viewers: Whether unique viewers and rewatches of a range are wanted; of all time they cost nothing.
    """
    range_ = () if time_range is None else (time_range.start, time_range.until, viewers)
    sql = load_metrics_sql(__name__, "listed_totals" if time_range is None else "listed_range", definition.prefix)
    rows = await connection.fetch(sql, project_id, content_ids, classes, *range_)
    return [
        MeasuredContent(ContentSummary.of(row), Counts.of(row), row["unique_viewers"], row["rewatches"]) for row in rows
    ]
