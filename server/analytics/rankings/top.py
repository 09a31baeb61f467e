"""Which contents are best: by quality, engagement, views or time watched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.analytics import rates
from server.analytics.contents.velocity import HOUR, WINDOW_HOURS
from server.analytics.listed_content import MeasuredContent, read_contents
from server.analytics.project_state import ProjectState, read_project_state
from server.analytics.ranges import TimeRange, ceil_quarter
from server.analytics.scores import quality_score
from server.analytics.sql_templates import load_metrics_sql
from server.analytics.traffic import PEOPLE, Traffic
from server.analytics.view_definitions import ViewDefinition
from server.storage.database import Connection
from server.storage.sql import load_sql

HELPING = 100


class TopBy(StrEnum):
    """What makes a content better than another."""

    QUALITY = "quality"
    ENGAGEMENT = "engagement"
    VIEWS = "views"
    WATCH_TIME = "watch_time"


@dataclass(frozen=True, slots=True)
class TopAsked:
    """One question about the best contents.

    Attributes:
        project_id: The project.
        within: The range; None for all time.
        by: What makes a content better.
        definition: What counts as a view.
        traffic: Which classes of traffic count.
        least_views: Views without which no score ranks a content.
        first: How many contents at most.
        now: When it was asked.
        quality: Whether the quality of each is wanted, whatever ranks them.
        velocity: Whether the velocity of each is wanted.
    """

    project_id: int
    within: TimeRange | None
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
        """Views that a content needs to be ranked: few views make any rate."""
        return self.least_views if self.by in (TopBy.QUALITY, TopBy.ENGAGEMENT) else 1


@dataclass(frozen=True, slots=True)
class TopFacts:
    """One consistent state of the best contents.

    Attributes:
        state: The project's.
        within: The range; None for all time.
        contents: The best first, ties by id.
        velocities: Of each, its views in the last 24 hours and in the 24 before; empty when not asked for.
    """

    state: ProjectState
    within: TimeRange | None
    contents: list[MeasuredContent]
    velocities: list[tuple[int, int]]


def worth(content: MeasuredContent, by: TopBy) -> float:
    """What ranks a content."""
    match by:
        case TopBy.QUALITY:
            return quality_score(content.counts, content.rewatches, content.unique_viewers).score
        case TopBy.ENGAGEMENT:
            return rates.engagement_score(content.counts)
        case TopBy.VIEWS:
            return content.counts.views
        case TopBy.WATCH_TIME:
            return content.counts.watch_ms


async def read_top(connection: Connection, asked: TopAsked) -> TopFacts:
    """Reads the best contents, by one definition of a view.

    Of all time and people's traffic, who is among them is as of the last refresh of the scores; their figures are of
    now. Any other traffic is added up as of now, since it has no scores.
    """
    if asked.within is None:
        contents = await _of_all_time(connection, asked)
    elif asked.by is TopBy.QUALITY:
        contents = await _by_quality(connection, asked, asked.within)
    else:
        contents = await _of_range(connection, asked, asked.within)
    velocities = await _velocities(connection, asked, contents) if asked.velocity else []
    return TopFacts(await read_project_state(connection, asked.project_id), asked.within, contents, velocities)


async def _of_all_time(connection: Connection, asked: TopAsked) -> list[MeasuredContent]:
    if asked.traffic == PEOPLE:
        query = load_sql(__name__, "top_totals")
    else:
        query = load_metrics_sql(__name__, "top_classes", asked.definition.prefix)
    rows = await connection.fetch(
        query,
        asked.project_id,
        asked.definition.key if asked.traffic == PEOPLE else asked.traffic.classes,
        asked.by.value,
        asked.needed_views,
        asked.first,
    )
    return _best(await _measured(connection, asked, [row["content_id"] for row in rows]), asked)


async def _of_range(connection: Connection, asked: TopAsked, within: TimeRange) -> list[MeasuredContent]:
    rows = await connection.fetch(
        load_metrics_sql(__name__, "top_range", asked.definition.prefix),
        asked.project_id,
        within.start,
        within.until,
        asked.by.value,
        asked.needed_views,
        asked.first,
        asked.traffic.classes,
    )
    return await _measured(connection, asked, [row["content_id"] for row in rows])


async def _by_quality(connection: Connection, asked: TopAsked, within: TimeRange) -> list[MeasuredContent]:
    """Takes contents by the most that their quality can be, until no further one can be better than the last found.

    Who viewed again is known only by looking at each viewer, so that is done for as few contents as possible.
    """
    cursor = await connection.cursor(
        load_metrics_sql(__name__, "top_range", asked.definition.prefix),
        asked.project_id,
        within.start,
        within.until,
        "quality_bound",
        asked.needed_views,
        None,
        asked.traffic.classes,
    )
    best: list[MeasuredContent] = []
    while rows := await cursor.fetch(HELPING):
        if len(best) == asked.first and worth(best[-1], asked.by) > rows[0]["worth"]:
            break
        found = await _measured(connection, asked, [row["content_id"] for row in rows])
        best = _best([*best, *found], asked)
    return best


async def _measured(connection: Connection, asked: TopAsked, content_ids: Sequence[str]) -> list[MeasuredContent]:
    return await read_contents(
        connection,
        asked.project_id,
        content_ids,
        within=asked.within,
        definition=asked.definition,
        classes=asked.traffic.classes,
        viewers=asked.quality or asked.by is TopBy.QUALITY,
    )


async def _velocities(
    connection: Connection, asked: TopAsked, contents: Sequence[MeasuredContent]
) -> list[tuple[int, int]]:
    end = ceil_quarter(asked.now)
    window = WINDOW_HOURS * HOUR
    rows = await connection.fetch(
        load_metrics_sql(__name__, "listed_velocity", asked.definition.prefix),
        asked.project_id,
        [content.card.content_id for content in contents],
        end - 2 * window,
        end - window,
        end,
        asked.traffic.classes,
    )
    return [(row["views"], row["previous_views"]) for row in rows]


def _best(contents: Sequence[MeasuredContent], asked: TopAsked) -> list[MeasuredContent]:
    ordered = sorted(contents, key=lambda content: (-worth(content, asked.by), content.card.content_id))
    return ordered[: asked.first]
