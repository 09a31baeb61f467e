"""Which contents are trending: many views per hour, and rising."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from server.analytics.counts import Counts
from server.analytics.definitions import ViewDefinition
from server.analytics.listing import ContentCard, MeasuredContent
from server.analytics.project_state import ProjectState, read_project_state
from server.analytics.ranges import TimeRange
from server.analytics.statements import load_metrics_sql
from server.analytics.traffic import Traffic
from server.analytics.velocity import HOUR
from server.errors import ErrorCode, ViewpulseError
from server.storage.database import Connection

LONGEST_WINDOW = timedelta(days=7)
_WINDOW = re.compile(r"([1-9][0-9]{0,2})([hd])")


@dataclass(frozen=True, slots=True)
class TrendingContent:
    """One content that is trending.

    Attributes:
        content: The content, with its counters over all time.
        views: In the window.
        previous_views: In the window before, as long.
        likes: Likes in the window that are still in force.
        shares: In the window.
    """

    content: MeasuredContent
    views: int
    previous_views: int
    likes: int
    shares: int


@dataclass(frozen=True, slots=True)
class TrendingFacts:
    """One consistent state of what is trending.

    Attributes:
        state: The project's.
        within: The window.
        least_velocity: Views per hour that a content needed.
        contents: Most views first, ties by id.
    """

    state: ProjectState
    within: TimeRange
    least_velocity: int
    contents: list[TrendingContent]


def find_window(text: str, now: datetime) -> TimeRange:
    """The whole hours (UTC) of a window such as ``24h`` or ``7d``, which ends with the hour that is now.

    Raises BAD_INPUT beyond 7 days.
    """
    found = _WINDOW.fullmatch(text)
    length = timedelta() if found is None else int(found[1]) * (HOUR if found[2] == "h" else 24 * HOUR)
    if not timedelta() < length <= LONGEST_WINDOW:
        raise ViewpulseError(
            ErrorCode.BAD_INPUT,
            "`window` is a number of hours or days up to 7 days, such as 24h or 7d.",
            field=["window"],
        )
    end = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + HOUR
    return TimeRange(end - length, end)


async def read_trending(
    connection: Connection,
    project_id: int,
    within: TimeRange,
    definition: ViewDefinition,
    traffic: Traffic,
    *,
    least_velocity: int,
    first: int,
) -> TrendingFacts:
    """Reads what is trending; the cost grows with the contents that were hot, not with all there are (A10).

    Args:
        connection: Inside a snapshot.
        project_id: The project.
        within: The window, in whole hours.
        definition: What counts as a view.
        traffic: Which classes of traffic count.
        least_velocity: Views per hour that a content needs; that of the setting which marks hours as hot, or more.
        first: How many contents at most.
    """
    length = within.end - within.start
    rows = await connection.fetch(
        load_metrics_sql("trending", definition.prefix),
        project_id,
        within.start,
        within.end,
        within.start - length,
        least_velocity * (length // HOUR),
        first,
        traffic.classes,
    )
    contents = [
        TrendingContent(
            content=MeasuredContent(ContentCard.of(row), Counts.of(row), row["unique_viewers"], row["rewatches"]),
            views=row["recent_views"],
            previous_views=row["earlier_views"],
            likes=row["recent_likes"],
            shares=row["recent_shares"],
        )
        for row in rows
    ]
    return TrendingFacts(await read_project_state(connection, project_id), within, least_velocity, contents)
