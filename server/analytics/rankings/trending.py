"""Contents that trend: with many views per hour, and a rising number of them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from server.analytics.contents.velocity import HOUR
from server.analytics.listed_content import ContentSummary, MeasuredContent
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.project_state import ProjectState, read_project_state
from server.analytics.ranges import TimeRange, ceil_quarter
from server.analytics.traffic import Traffic
from server.errors import ErrorCode, ViewpulseError
from server.metrics.counters import Counts
from server.metrics.view_definitions import ViewDefinition
from server.storage.database import Connection

MAX_WINDOW = timedelta(days=7)
MILLISECOND = timedelta(milliseconds=1)
_WINDOW = re.compile(r"([1-9][0-9]{0,2})([hd])")


@dataclass(frozen=True, slots=True)
class Window:
    """The window until now, and the window before it.

    Attributes:
        time_range: From the start of the window, a quarter-hour, to now.
        length: Length of a whole window.
    """

    time_range: TimeRange
    length: timedelta

    @property
    def hours(self) -> float:
        """Hours of the window until now: at most a quarter-hour less than its length."""
        return (self.time_range.end - self.time_range.start) / HOUR

    def is_final(self, as_of: datetime | None) -> bool:
        """Whether the whole window lies before the time up to which events are counted."""
        return as_of is not None and self.time_range.end_bucket <= as_of

    @property
    def previous_hours(self) -> float:
        """Hours of the window before."""
        return self.length / HOUR


@dataclass(frozen=True, slots=True)
class TrendingContent:
    """One content that is trending.

    Attributes:
        content: The content, with its counters over all time.
        views: Views in the window.
        previous_views: Views in the whole previous window.
        likes: Likes given in the window and not withdrawn since.
        shares: Shares in the window.
    """

    content: MeasuredContent
    views: int
    previous_views: int
    likes: int
    shares: int


@dataclass(frozen=True, slots=True)
class TrendingResult:
    """One consistent state of the trending contents.

    Attributes:
        state: The project's state.
        window: The window.
        least_velocity: Views per hour that a content needed.
        contents: Most views first, ties by id.
    """

    state: ProjectState
    window: Window
    least_velocity: int
    contents: list[TrendingContent]


def find_window(text: str, now: datetime) -> Window:
    """The window for a text such as ``24h`` or ``7d``: the hours that end on the quarter-hour at or after now.

    Raises BAD_INPUT above 7 days.
    """
    found = _WINDOW.fullmatch(text)
    length = timedelta() if found is None else int(found[1]) * (HOUR if found[2] == "h" else 24 * HOUR)
    if not timedelta() < length <= MAX_WINDOW:
        raise ViewpulseError(
            ErrorCode.BAD_INPUT,
            "`window` must be a number of hours or days up to 7 days, such as 24h or 7d.",
            field=["window"],
        )
    now = now.astimezone(UTC)
    return Window(TimeRange(ceil_quarter(now) - length, now), length)


async def read_trending(
    connection: Connection,
    project_id: int,
    window: Window,
    definition: ViewDefinition,
    traffic: Traffic,
    *,
    least_velocity: int,
    first: int,
) -> TrendingResult:
    """Reads what is trending. The cost grows with the hot contents, not with the catalogue.

    Args:
        connection: Inside a snapshot.
        project_id: The project.
        window: The window of time.
        definition: What counts as a view.
        traffic: Which classes of traffic count.
        least_velocity: Views per hour that a content needs; at least the value of the setting that marks hours as hot.
        first: How many contents at most.
    """
    time_range = window.time_range
    rows = await load_metrics_sql(__name__, "trending", definition.prefix).fetch(
        connection,
        project=project_id,
        classes=traffic.classes,
        start_before=time_range.start - window.length,
        start=time_range.start,
        end=time_range.end_bucket,
        elapsed_ms=(time_range.end - time_range.start) // MILLISECOND,
        least_velocity=least_velocity,
        limit=first,
    )
    contents = [
        TrendingContent(
            content=MeasuredContent(
                ContentSummary.from_row(row), Counts.from_row(row), row["unique_viewers"], row["rewatches"]
            ),
            views=row["recent_views"],
            previous_views=row["earlier_views"],
            likes=row["recent_likes"],
            shares=row["recent_shares"],
        )
        for row in rows
    ]
    return TrendingResult(await read_project_state(connection, project_id), window, least_velocity, contents)
