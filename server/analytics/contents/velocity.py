"""Views per hour of a content, and their trend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ContentQuery
from server.analytics.ranges import ceil_quarter
from server.metrics.rates import per
from server.storage.database import Connection

HOUR = timedelta(hours=1)
WINDOW_HOURS = 24


class Trend(StrEnum):
    """Whether the views of a window rise or fall compared with the window before."""

    RISING = "rising"
    DECLINING = "declining"
    STABLE = "stable"


@dataclass(frozen=True, slots=True)
class HourCounts:
    """The counts of one hour."""

    views: int = 0
    engagements: int = 0
    shares: int = 0


@dataclass(frozen=True, slots=True)
class Velocity:
    """Views and engagement per hour of the last 24 hours, and the trend against the 24 hours before.

    Attributes:
        views_per_hour: Views per hour of the window.
        engagements_per_hour: Likes, comments and shares per hour.
        shares_per_hour: Shares per hour.
        previous_views_per_hour: Views per hour of the 24 hours before.
        peak_views: Most views in one of the 24 hours.
        peak_at: When that hour began, the earliest if several are equal; None without views.
        trend: Views compared with those of the 24 hours before.
    """

    views_per_hour: float
    engagements_per_hour: float
    shares_per_hour: float
    previous_views_per_hour: float
    peak_views: int
    peak_at: datetime | None
    trend: Trend


async def read_velocity(connection: Connection, query: ContentQuery) -> Velocity:
    """The velocity of a content at the time of the query; the query's range does not matter.

    The window ends on the quarter-hour at or after that time, and its hours are counted back from there.
    """
    end = ceil_quarter(query.now)
    start = end - 2 * WINDOW_HOURS * HOUR
    rows = await load_metrics_sql(__name__, "content_hours", query.definition.prefix).fetch(
        connection,
        project=query.project_id,
        content=query.content_id,
        classes=query.traffic.classes,
        start=start,
        end=end,
    )
    hours = [HourCounts()] * (2 * WINDOW_HOURS)
    for row in rows:
        hours[row["hour"]] = HourCounts(row["views"], row["engagements"], row["shares"])
    return velocity_of(hours, start)


def velocity_of(hours: Sequence[HourCounts], start: datetime) -> Velocity:
    """The velocity of two windows.

    Args:
        hours: The hours of the previous window, then those of the window.
        start: When the first of them began.
    """
    middle = len(hours) // 2
    before, window = hours[:middle], hours[middle:]
    views, previous = sum(hour.views for hour in window), sum(hour.views for hour in before)
    peak = max(range(len(window)), key=lambda index: window[index].views)
    return Velocity(
        views_per_hour=per(views, len(window)),
        engagements_per_hour=per(sum(hour.engagements for hour in window), len(window)),
        shares_per_hour=per(sum(hour.shares for hour in window), len(window)),
        previous_views_per_hour=per(previous, len(before)),
        peak_views=window[peak].views,
        peak_at=start + (middle + peak) * HOUR if views > 0 else None,
        trend=trend_of(views, previous),
    )


def trend_of(current: int, previous: int) -> Trend:
    """RISING above 1.2 times the previous window, DECLINING below 0.8 times, else STABLE; exact in whole views."""
    if current * 10 > previous * 12:
        return Trend.RISING
    return Trend.DECLINING if current * 10 < previous * 8 else Trend.STABLE
