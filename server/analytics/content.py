"""What is known about one content: a video, short, post, stream or listing."""

from dataclasses import dataclass
from datetime import datetime

from server.analytics.counts import Counts
from server.analytics.median import EXACT_PLAYS, estimate_median
from server.analytics.ranges import TimeRange
from server.storage.database import Pool
from server.storage.sql import load_sql

_PACKAGE = "server.analytics"


@dataclass(frozen=True, slots=True)
class ContentParts:
    """The parts that cost a read of their own."""

    median: bool = False
    countries: bool = False
    viewers: bool = False


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """One consistent state of a content.

    Attributes:
        as_of: Every event acknowledged before is counted; None before the first aggregation.
        revision: The aggregator run that last touched the content; 0 when nothing is known of it.
        counts: The counters of the range.
        unique_viewers: Distinct viewers with a view; 0 for a range when not asked for.
        rewatches: Views beyond each viewer's first; 0 for a range when not asked for.
        median_ms: Median watch time of the plays; None without plays, or when not asked for.
        median_estimated: Whether the median comes from the histogram.
        countries: Country and views, most views first; empty when not asked for.
    """

    as_of: datetime | None
    revision: int
    counts: Counts
    unique_viewers: int
    rewatches: int
    median_ms: float | None
    median_estimated: bool
    countries: list[tuple[str, int]]


async def read_content(
    pool: Pool, project_id: int, content_id: str, within: TimeRange | None, parts: ContentParts
) -> ContentFacts:
    """Reads a content in one statement, so that every part shows the same state.

    Args:
        pool: Where to read.
        project_id: The viewer's project.
        content_id: Known or not; an unknown one has zeros and revision 0.
        within: The range; None for all time.
        parts: What is wanted beyond the counters.
    """
    if within is None:
        row = await pool.fetchrow(
            load_sql(_PACKAGE, "content_totals"), project_id, content_id, parts.median, parts.countries, EXACT_PLAYS
        )
    else:
        row = await pool.fetchrow(
            load_sql(_PACKAGE, "content_range"),
            project_id,
            content_id,
            within.start,
            within.until,
            parts.median,
            parts.countries,
            parts.viewers,
            EXACT_PLAYS,
        )
    assert row is not None
    counts = Counts.of(row)
    estimated = counts.plays > EXACT_PLAYS
    median = row["median_ms"]
    if estimated and parts.median:
        median = estimate_median(row["histogram"])
    return ContentFacts(
        as_of=row["as_of"],
        revision=row["revision"] or 0,
        counts=counts,
        unique_viewers=row["unique_viewers"] or 0,
        rewatches=row["rewatches"] or 0,
        median_ms=median,
        median_estimated=estimated,
        countries=[(country, views) for country, views in row["countries"] or []],
    )
