"""Rankings of contents by quality, engagement, views or watch time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import asyncpg

from server.analytics.contents.velocity import HOUR, WINDOW_HOURS
from server.analytics.counted_days import read_days
from server.analytics.listed_content import MeasuredContent, read_contents, read_listed
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.project_state import ProjectState, read_project_state
from server.analytics.ranges import TimeRange, ceil_quarter
from server.analytics.scores import quality_score
from server.analytics.traffic import PEOPLE, Traffic
from server.metrics import rates
from server.metrics.listed_counts import ListedCounts
from server.metrics.view_definitions import ViewDefinition
from server.storage.database import Connection
from server.storage.sql import load_sql

BATCH = 100
DIGITS = 9
"""Decimals by which values are compared: equal scores may differ beyond them, as sums of floats do."""
ROUNDING = 10**-DIGITS
"""What a score may differ by, computed by the database and by Python."""


class TopBy(StrEnum):
    """What contents are ranked by."""

    QUALITY = "quality"
    ENGAGEMENT = "engagement"
    VIEWS = "views"
    WATCH_TIME = "watch_time"


@dataclass(frozen=True, slots=True)
class TopQuery:
    """A query of the best contents.

    Attributes:
        project_id: The project.
        time_range: The range; None for all time.
        by: What contents are ranked by.
        definition: What counts as a view.
        traffic: Which classes of traffic count.
        least_views: Views that a content needs to be ranked by a score.
        first: Maximum number of contents.
        now: The time of the request.
        quality: Whether the quality score of each content is requested, whatever they are ranked by.
        velocity: Whether the velocity of each content is requested.
    """

    project_id: int
    time_range: TimeRange | None
    by: TopBy
    definition: ViewDefinition
    traffic: Traffic
    least_views: int
    first: int
    now: datetime
    quality: bool
    velocity: bool

    @property
    def needed_views(self) -> int:
        """Views that a content needs to be ranked, because rates of few views mean little."""
        return self.least_views if self.by in (TopBy.QUALITY, TopBy.ENGAGEMENT) else 1


@dataclass(frozen=True, slots=True)
class TopResult:
    """One consistent state of the best contents.

    Attributes:
        state: The project's state.
        time_range: The range; None for all time.
        contents: Best first, ties by id.
        velocities: For each content, its views in the last 24 hours and in the 24 before; empty if not requested.
    """

    state: ProjectState
    time_range: TimeRange | None
    contents: list[MeasuredContent]
    velocities: list[tuple[int, int]]


def sort_value(content: MeasuredContent, by: TopBy) -> float:
    """The value that ranks a content."""
    match by:
        case TopBy.QUALITY:
            return quality_score(content.counts, content.rewatches, content.unique_viewers).score
        case TopBy.ENGAGEMENT:
            return rates.engagement_score(content.counts)
        case TopBy.VIEWS:
            return content.counts.views
        case TopBy.WATCH_TIME:
            return content.counts.watch_ms


async def read_top(connection: Connection, query: TopQuery) -> TopResult:
    """Reads the best contents, by one definition of a view.

    For all time without bots and self-views, the selection is as of the last refresh of the scores; the metrics are
    current. With other traffic, which has no scores, the selection is computed from the current counters.
    """
    if query.time_range is None:
        contents = await _of_all_time(connection, query)
    elif query.by is TopBy.QUALITY:
        contents = await _by_quality(connection, query, query.time_range)
    else:
        contents = await _of_range(connection, query, query.time_range)
    velocities = await _velocities(connection, query, contents) if query.velocity else []
    return TopResult(await read_project_state(connection, query.project_id), query.time_range, contents, velocities)


async def _of_all_time(connection: Connection, query: TopQuery) -> list[MeasuredContent]:
    which = {
        "project": query.project_id,
        "by": query.by.value,
        "least_views": query.needed_views,
        "limit": query.first,
    }
    if query.traffic == PEOPLE:
        rows = await load_sql(__name__, "top_totals").fetch(connection, **which, definition=query.definition.key)
    else:
        sql = load_metrics_sql(__name__, "top_classes", query.definition.prefix)
        rows = await sql.fetch(connection, **which, classes=query.traffic.classes)
    contents = await read_contents(
        connection,
        query.project_id,
        [row["content_id"] for row in rows],
        definition=query.definition,
        classes=query.traffic.classes,
    )
    return _best(contents, query)


async def _of_range(connection: Connection, query: TopQuery, time_range: TimeRange) -> list[MeasuredContent]:
    rows = await load_metrics_sql(__name__, "top_range", query.definition.prefix).fetch(
        connection,
        project=query.project_id,
        classes=query.traffic.classes,
        **await read_days(connection, query.project_id, time_range),
        by=query.by.value,
        least_views=query.needed_views,
        limit=query.first,
    )
    return await _listed(connection, query, time_range, rows)


async def _by_quality(connection: Connection, query: TopQuery, time_range: TimeRange) -> list[MeasuredContent]:
    """Visits contents by the upper bound of their quality, until no further one can be better than the last one found.

    Rewatches require a look at every viewer, so they are read for as few contents as possible.
    """
    cursor = await load_metrics_sql(__name__, "top_range", query.definition.prefix).cursor(
        connection,
        project=query.project_id,
        classes=query.traffic.classes,
        **await read_days(connection, query.project_id, time_range),
        by="quality_bound",
        least_views=query.needed_views,
        limit=None,
    )
    best: list[MeasuredContent] = []
    while rows := await cursor.fetch(BATCH):
        if len(best) == query.first and sort_value(best[-1], query.by) > rows[0]["sort_value"] + ROUNDING:
            break
        best = _best([*best, *await _listed(connection, query, time_range, rows)], query)
    return best


async def _listed(
    connection: Connection, query: TopQuery, time_range: TimeRange, rows: Sequence[asyncpg.Record]
) -> list[MeasuredContent]:
    return await read_listed(
        connection,
        query.project_id,
        {row["content_id"]: ListedCounts.from_row(row) for row in rows},
        time_range=time_range,
        definition=query.definition,
        classes=query.traffic.classes,
        viewers=query.quality or query.by is TopBy.QUALITY,
    )


async def _velocities(
    connection: Connection, query: TopQuery, contents: Sequence[MeasuredContent]
) -> list[tuple[int, int]]:
    end = ceil_quarter(query.now)
    window = WINDOW_HOURS * HOUR
    rows = await load_metrics_sql(__name__, "listed_velocity", query.definition.prefix).fetch(
        connection,
        project=query.project_id,
        contents=[content.summary.content_id for content in contents],
        classes=query.traffic.classes,
        start_before=end - 2 * window,
        start=end - window,
        end=end,
    )
    return [(row["views"], row["previous_views"]) for row in rows]


def _best(contents: Sequence[MeasuredContent], query: TopQuery) -> list[MeasuredContent]:
    def place(content: MeasuredContent) -> tuple[float, str]:
        return -round(sort_value(content, query.by), DIGITS), content.summary.content_id

    return sorted(contents, key=place)[: query.first]
