"""What is known about one content: a video, short, post, stream or listing."""

from dataclasses import dataclass
from datetime import datetime

from server.analytics.counters import Counts
from server.analytics.query import Asked
from server.analytics.sql_templates import load_metrics_sql
from server.analytics.watch_histogram import EXACT_PLAYS, estimate_median
from server.storage.database import Connection


@dataclass(frozen=True, slots=True)
class ContentParts:
    """The parts that cost a read of their own."""

    median: bool = False
    viewers: bool = False


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """One consistent state of a content.

    Attributes:
        as_of: Every event acknowledged before is counted; None before the first aggregation.
        revision: The aggregator run that last touched the content; 0 when nothing is known of it.
        counts: The counters of the range.
        unique_viewers: Distinct viewers with a view by the definition asked for; 0 for a range when not asked for.
        rewatches: Views beyond each viewer's first; 0 for a range when not asked for.
        median_ms: Median watch time of the plays; None without plays, or when not asked for.
        median_estimated: Whether the median comes from the histogram.
    """

    as_of: datetime | None
    revision: int
    counts: Counts
    unique_viewers: int
    rewatches: int
    median_ms: float | None
    median_estimated: bool


async def read_content(connection: Connection, asked: Asked, parts: ContentParts) -> ContentFacts:
    """Reads a content in one statement, so that every part shows the same state.

    Args:
        connection: Where to read.
        asked: The content, known or not: an unknown one has zeros and revision 0.
        parts: What is wanted beyond the counters.
    """
    within, prefix = asked.within, asked.definition.prefix
    which = (asked.project_id, asked.content_id, asked.traffic.classes)
    if within is None:
        query = load_metrics_sql(__name__, "content_totals", prefix)
        row = await connection.fetchrow(query, *which, parts.median, EXACT_PLAYS)
    else:
        query = load_metrics_sql(__name__, "content_range", prefix)
        row = await connection.fetchrow(
            query, *which, within.start, within.until, parts.median, EXACT_PLAYS, parts.viewers
        )
    assert row is not None
    counts = Counts.of(row)
    median = row["median_ms"]
    if row["histogram"] is not None:
        median = estimate_median(row["histogram"])
    return ContentFacts(
        as_of=row["as_of"],
        revision=row["revision"] or 0,
        counts=counts,
        unique_viewers=row["unique_viewers"] or 0,
        rewatches=row["rewatches"] or 0,
        median_ms=median,
        median_estimated=counts.plays > EXACT_PLAYS,
    )
