"""Contents in lists, with their metrics; shared by rankings and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import asyncpg

from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.ranges import TimeRange
from server.metrics.counters import Counts
from server.metrics.listed_counts import ListedCounts
from server.metrics.view_definitions import ViewDefinition
from server.storage.statement import Source


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
        counts: Its counters that lists show.
        unique_viewers: Distinct viewers with a view; 0 for a range if not requested.
        rewatches: Views beyond each viewer's first; 0 for a range if not requested.
    """

    summary: ContentSummary
    counts: ListedCounts
    unique_viewers: int
    rewatches: int


async def read_contents(
    connection: Source,
    project_id: int,
    content_ids: Sequence[str],
    *,
    definition: ViewDefinition,
    classes: Sequence[int],
) -> list[MeasuredContent]:
    """Reads contents over all time by their ids, in that order; contents without events have zeros.

    Args:
        connection: Inside a snapshot.
        project_id: The project.
        content_ids: At most one page of ids.
        definition: What counts as a view.
        classes: Classes of traffic.
    """
    sql = load_metrics_sql(__name__, "listed_totals", definition.prefix)
    rows = await sql.fetch(connection, project=project_id, contents=content_ids, classes=classes)
    return [
        MeasuredContent(ContentSummary.from_row(row), Counts.from_row(row), row["unique_viewers"], row["rewatches"])
        for row in rows
    ]


async def read_listed(
    connection: Source,
    project_id: int,
    counted: Mapping[str, ListedCounts],
    *,
    time_range: TimeRange,
    definition: ViewDefinition,
    classes: Sequence[int],
    viewers: bool,
) -> list[MeasuredContent]:
    """Adds to the counters of contents in a range what else lists show, in the same order.

    Args:
        connection: Inside a snapshot.
        project_id: The project.
        counted: The counters by id; at most one page.
        time_range: The range.
        definition: What counts as a view.
        classes: Classes of traffic.
        viewers: Whether unique viewers and rewatches are requested.
    """
    rows = await load_metrics_sql(__name__, "listed_range", definition.prefix).fetch(
        connection,
        project=project_id,
        contents=list(counted),
        classes=classes,
        start=time_range.start,
        end=time_range.end_bucket,
        with_viewers=viewers,
    )
    return [
        MeasuredContent(summary, counted[summary.content_id], row["unique_viewers"], row["rewatches"])
        for row in rows
        for summary in [ContentSummary.from_row(row)]
    ]


async def read_contents_in_range(
    connection: Source,
    project_id: int,
    content_ids: Sequence[str],
    *,
    time_range: TimeRange,
    days: Mapping[str, date | datetime],
    definition: ViewDefinition,
    classes: Sequence[int],
    viewers: bool,
) -> list[MeasuredContent]:
    """Reads contents in a range by their ids, in that order; contents without events have zeros.

    Args:
        connection: Inside a snapshot.
        project_id: The project.
        content_ids: At most one page of ids.
        time_range: The range.
        days: Its days and quarter-hours, from ``read_days``.
        definition: What counts as a view.
        classes: Classes of traffic.
        viewers: Whether unique viewers and rewatches are requested.
    """
    sql = load_metrics_sql(__name__, "listed_counts", definition.prefix)
    rows = await sql.fetch(connection, project=project_id, contents=content_ids, classes=classes, **days)
    return await read_listed(
        connection,
        project_id,
        {content_id: ListedCounts.from_row(row) for content_id, row in zip(content_ids, rows, strict=True)},
        time_range=time_range,
        definition=definition,
        classes=classes,
        viewers=viewers,
    )
