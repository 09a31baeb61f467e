"""Rankings of contents by scores, views, viewers, watch time or reactions."""

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
from server.analytics.ranked_contents import OF_VIEWERS, Place, PlacedContent, read_page, read_page_by_viewers
from server.analytics.traffic import PEOPLE, Traffic
from server.metrics.listed_counts import ListedCounts
from server.metrics.view_definitions import ViewDefinition
from server.storage.database import Connection
from server.storage.sql import load_sql


class TopBy(StrEnum):
    """What contents are ranked by."""

    QUALITY = "quality"
    ENGAGEMENT = "engagement"
    VIEWS = "views"
    UNIQUE_VIEWERS = "unique_viewers"
    WATCH_TIME = "watch_time"
    AVERAGE_WATCH_TIME = "average_watch_time"
    COMPLETION = "completion"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"

    @property
    def is_rate(self) -> bool:
        """Whether it says little of a content with few views."""
        return self in (TopBy.QUALITY, TopBy.ENGAGEMENT, TopBy.AVERAGE_WATCH_TIME, TopBy.COMPLETION)


SCORED = (TopBy.QUALITY, TopBy.ENGAGEMENT, TopBy.VIEWS, TopBy.WATCH_TIME)
"""Measures that ``content_scores`` has, each with an index."""


@dataclass(frozen=True, slots=True)
class TopQuery:
    """A query of the best contents.

    Attributes:
        project_id: The project.
        time_range: The range; None for all time.
        by: What contents are ranked by.
        definition: What counts as a view.
        traffic: Which classes of traffic count.
        minimum_views: Views that a content needs to be listed; at least 1.
        first: Maximum number of contents.
        after: The place that the page comes after; None for the first page.
        now: The time of the request.
        viewers: Whether what depends on the viewers of each content is requested, whatever they are ranked by.
        velocity: Whether the velocity of each content is requested.
    """

    project_id: int
    time_range: TimeRange | None
    by: TopBy
    definition: ViewDefinition
    traffic: Traffic
    minimum_views: int
    first: int
    after: Place | None
    now: datetime
    viewers: bool
    velocity: bool


@dataclass(frozen=True, slots=True)
class TopResult:
    """One consistent state of the best contents.

    Attributes:
        state: The project's state.
        time_range: The range; None for all time.
        contents: Best first, ties by id.
        has_next: Whether there are more.
        velocities: For each content, its views in the last 24 hours and in the 24 before; empty if not requested.
    """

    state: ProjectState
    time_range: TimeRange | None
    contents: list[PlacedContent]
    has_next: bool
    velocities: list[tuple[int, int]]


async def read_top(connection: Connection, query: TopQuery) -> TopResult:
    """Reads a page of the best contents, by one definition of a view.

    For all time without bots and self-views, contents are in the order of their last refreshed scores by the measures
    that have such; their metrics are current. Otherwise the order is current, too.
    """
    if query.time_range is None:
        contents, has_next = await _of_all_time(connection, query)
    else:
        contents, has_next = await _of_range(connection, query, query.time_range)
    velocities = await _velocities(connection, query, contents) if query.velocity else []
    state = await read_project_state(connection, query.project_id)
    return TopResult(state, query.time_range, contents, has_next, velocities)


async def _of_all_time(connection: Connection, query: TopQuery) -> tuple[list[PlacedContent], bool]:
    which: dict[str, object] = {
        "project": query.project_id,
        "by": query.by.value,
        "least_views": query.minimum_views,
    }
    if query.traffic == PEOPLE and query.by in SCORED:
        sql, which["definition"] = load_sql(__name__, "top_totals"), query.definition.key
    else:
        sql = load_metrics_sql(__name__, "top_classes", query.definition.prefix)
        which["classes"] = query.traffic.classes

    async def measure(rows: Sequence[asyncpg.Record]) -> list[MeasuredContent]:
        return await read_contents(
            connection,
            query.project_id,
            [row["content_id"] for row in rows],
            definition=query.definition,
            classes=query.traffic.classes,
        )

    return await read_page(connection, sql, which, measure, first=query.first, after=query.after)


async def _of_range(connection: Connection, query: TopQuery, time_range: TimeRange) -> tuple[list[PlacedContent], bool]:
    by_viewers = query.by in OF_VIEWERS
    which = {
        "project": query.project_id,
        "classes": query.traffic.classes,
        **await read_days(connection, query.project_id, time_range),
        "by": query.by.value,
        "least_views": query.minimum_views,
    }

    async def measure(rows: Sequence[asyncpg.Record]) -> list[MeasuredContent]:
        return await read_listed(
            connection,
            query.project_id,
            {row["content_id"]: ListedCounts.from_row(row) for row in rows},
            time_range=time_range,
            definition=query.definition,
            classes=query.traffic.classes,
            viewers=by_viewers or query.viewers,
        )

    sql = load_metrics_sql(__name__, "top_range", query.definition.prefix)
    read = read_page_by_viewers if by_viewers else read_page
    return await read(connection, sql, which, measure, first=query.first, after=query.after)


async def _velocities(
    connection: Connection, query: TopQuery, contents: Sequence[PlacedContent]
) -> list[tuple[int, int]]:
    end = ceil_quarter(query.now)
    window = WINDOW_HOURS * HOUR
    rows = await load_metrics_sql(__name__, "listed_velocity", query.definition.prefix).fetch(
        connection,
        project=query.project_id,
        contents=[ranked.place.content_id for ranked in contents],
        classes=query.traffic.classes,
        start_before=end - 2 * window,
        start=end - window,
        end=end,
    )
    return [(row["views"], row["previous_views"]) for row in rows]
