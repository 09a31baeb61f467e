"""The totals of one content: a video, short, post, stream or listing."""

from dataclasses import dataclass
from datetime import datetime

from server.analytics.kept_tiers import require_tier
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ContentQuery
from server.analytics.watch_histogram import EXACT_PLAYS, estimate_median
from server.metrics.counters import Counts
from server.storage.database import Connection


@dataclass(frozen=True, slots=True)
class ContentSelection:
    """The parts of a content that need a read of their own."""

    median: bool = False
    viewers: bool = False


@dataclass(frozen=True, slots=True)
class ContentResult:
    """One consistent state of a content.

    Attributes:
        as_of: Every event acknowledged before this time is counted; None before the first aggregation.
        revision: The aggregator run that last changed the content; 0 if it has no events.
        counts: The counters of the range.
        unique_viewers: Distinct viewers with a view by the requested definition; 0 for a range if not requested.
        rewatches: Views beyond each viewer's first; 0 for a range if not requested.
        median_ms: Median watch time of the plays; None without plays, or if not requested.
        median_estimated: Whether the median comes from the histogram.
    """

    as_of: datetime | None
    revision: int
    counts: Counts
    unique_viewers: int
    rewatches: int
    median_ms: float | None
    median_estimated: bool


async def read_content(connection: Connection, query: ContentQuery, selection: ContentSelection) -> ContentResult:
    """Reads a content in one statement, so that every part shows the same state.

    Args:
        connection: The connection.
        query: The query; an unknown content has zeros and revision 0.
        selection: The requested parts beyond the counters.

    Raises:
        ViewpulseError: LIMIT_EXCEEDED if the range needs quarter-hours that are not kept any more.
    """
    await require_tier(connection, query.project_id, query.time_range, query.now)
    time_range, prefix = query.time_range, query.definition.prefix
    which = {
        "project": query.project_id,
        "content": query.content_id,
        "classes": query.traffic.classes,
        "with_median": selection.median,
        "exact_plays": EXACT_PLAYS,
    }
    if time_range is None:
        row = await load_metrics_sql(__name__, "content_totals", prefix).fetchrow(connection, **which)
    else:
        sql = load_metrics_sql(__name__, "content_range", prefix)
        row = await sql.fetchrow(
            connection, **which, start=time_range.start, end=time_range.end_bucket, with_viewers=selection.viewers
        )
    assert row is not None
    counts = Counts.from_row(row)
    median = row["median_ms"]
    if row["histogram"] is not None:
        median = estimate_median(row["histogram"])
    return ContentResult(
        as_of=row["as_of"],
        revision=row["revision"] or 0,
        counts=counts,
        unique_viewers=row["unique_viewers"] or 0,
        rewatches=row["rewatches"] or 0,
        median_ms=median,
        median_estimated=counts.plays > EXACT_PLAYS,
    )
