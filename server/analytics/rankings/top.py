"""Rankings of contents by scores, views, viewers, watch time or reactions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import asyncpg

from server.analytics.contents.velocity import HOUR, WINDOW_HOURS
from server.analytics.counted_days import read_days
from server.analytics.listed_content import MeasuredContent, read_listed
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.project_state import ProjectState, read_project_state
from server.analytics.ranges import TimeRange, ceil_quarter
from server.analytics.ranked_contents import OF_VIEWERS, measure_ever, ranked_by_viewers, ranked_contents
from server.analytics.traffic import PEOPLE, Traffic
from server.metrics.listed_counts import ListedCounts
from server.metrics.view_definitions import ViewDefinition
from server.storage.database import Connection
from server.storage.pages import Page, PagedList, PageRequest
from server.storage.sql import load_sql
from server.storage.statement import Source


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
        page: Which of them.
        now: The time of the request.
        viewers: Whether what depends on the viewers of each content is requested, whatever they are ranked by.
        velocity: Whether the velocity of each content is requested.
        total: Whether the number of all of them is requested.
    """

    project_id: int
    time_range: TimeRange | None
    by: TopBy
    definition: ViewDefinition
    traffic: Traffic
    minimum_views: int
    page: PageRequest
    now: datetime
    viewers: bool
    velocity: bool
    total: bool


@dataclass(frozen=True, slots=True)
class TopResult:
    """One consistent state of the best contents.

    Attributes:
        state: The project's state.
        time_range: The range; None for all time.
        page: The contents; best first, ties by id.
        total: The number of all contents that are ranked; 0 if not requested.
        velocities: For each content, its views in the last 24 hours and in the 24 before; empty if not requested.
    """

    state: ProjectState
    time_range: TimeRange | None
    page: Page[MeasuredContent]
    total: int
    velocities: list[tuple[int, int]]


async def read_top(connection: Connection, query: TopQuery) -> TopResult:
    """Reads a page of the best contents, by one definition of a view.

    For all time without bots and self-views, contents are in the order of their last refreshed scores by the measures
    that have such; their metrics are current. Otherwise the order is current, too.

    Raises:
        ViewpulseError: BAD_INPUT if the cursor is not one of this ranking.
    """
    if query.time_range is None:
        ranking = _of_all_time(query)
    else:
        days = await read_days(connection, query.project_id, query.time_range)
        ranking = _of_range(query, query.time_range, days)
    page = await ranking.read(connection, query.page)
    return TopResult(
        state=await read_project_state(connection, query.project_id),
        time_range=query.time_range,
        page=page,
        total=await ranking.count(connection) if query.total else 0,
        velocities=await _velocities(connection, query, page.rows) if query.velocity else [],
    )


def _of_all_time(query: TopQuery) -> PagedList[MeasuredContent]:
    definition, classes = query.definition, query.traffic.classes
    values: dict[str, object] = {
        "project": query.project_id,
        "by": query.by.value,
        "least_views": query.minimum_views,
    }
    measure = measure_ever(query.project_id, definition, classes)
    if query.traffic == PEOPLE and query.by in SCORED:
        values["definition"] = definition.key
        return ranked_contents(lambda direction: load_sql(__name__, "top_totals", **direction), values, measure)
    values["classes"] = classes
    return ranked_contents(
        lambda direction: load_metrics_sql(__name__, "top_classes", definition.prefix, **direction), values, measure
    )


def _of_range(
    query: TopQuery, time_range: TimeRange, days: Mapping[str, date | datetime]
) -> PagedList[MeasuredContent]:
    by_viewers = query.by in OF_VIEWERS
    values = {
        "project": query.project_id,
        "classes": query.traffic.classes,
        **days,
        "by": query.by.value,
        "least_views": query.minimum_views,
    }

    async def measure(source: Source, records: Sequence[asyncpg.Record]) -> Sequence[MeasuredContent]:
        return await read_listed(
            source,
            query.project_id,
            {record["content_id"]: ListedCounts.from_row(record) for record in records},
            time_range=time_range,
            definition=query.definition,
            classes=query.traffic.classes,
            viewers=by_viewers or query.viewers,
        )

    ranked = ranked_by_viewers if by_viewers else ranked_contents
    return ranked(
        lambda direction: load_metrics_sql(__name__, "top_range", query.definition.prefix, **direction), values, measure
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
