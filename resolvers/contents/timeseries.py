"""``hourly`` and ``daily``: a content's views over time."""

from datetime import datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

import strawberry

from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.parts import part
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics.contents.timeseries import Point, days_of, hours_of, is_truncated, read_days, read_hours
from server.analytics.query import ContentQuery
from server.metrics.rates import seconds


@strawberry.type(description="One hour of the query's timezone, clipped to the range.")
class HourlyPoint:
    """One point of ``hourly``."""

    start: datetime = strawberry.field(description="When the hour began, even if the range began later.")
    views: Long = strawberry.field(description="Views.")
    engagement: Long = strawberry.field(description="Likes + comments + shares.")

    @classmethod
    def from_point(cls, point: Point) -> Self:
        """The API type of an hour."""
        return cls(start=point.start, views=point.views, engagement=point.engagements)


@strawberry.type(description="One day of the query's timezone, clipped to the range. Days may have 23 or 25 hours.")
class DailyPoint:
    """One point of ``daily``."""

    date: str = strawberry.field(description="Date in the timezone, such as `2026-03-29`.")
    start: datetime = strawberry.field(description="When the day began, even if the range began later.")
    views: Long = strawberry.field(description="Views.")
    unique_viewers: Long = strawberry.field(description="Distinct viewers with a view on the day. Exact.")
    watch_time: float = strawberry.field(description="Seconds watched in plays that began on the day.")
    likes: Long = strawberry.field(
        description="Viewers who like the content, counted on the day of their deciding LIKE."
    )
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")

    @classmethod
    def from_point(cls, point: Point, zone: ZoneInfo) -> Self:
        """The API type of a day."""
        # an hour in: where days do not begin on a quarter-hour, they are counted from a little earlier
        date = (point.start + timedelta(hours=1)).astimezone(zone).date()
        return cls(
            date=date.isoformat(),
            start=point.start,
            views=point.views,
            unique_viewers=point.unique_viewers,
            watch_time=seconds(point.watch_ms),
            likes=point.likes,
            comments=point.comments,
            shares=point.shares,
        )


@strawberry.type
class ContentDistribution:
    """The time series fields of ``ContentAnalytics``."""

    query: strawberry.Private[ContentQuery]

    @part(
        description="Views and engagement by hour, oldest first, without gaps: every hour of the timezone that "
        "overlaps the range. For all time, from the first event to now, or to the last quarter-hour with counts if "
        "that is later. At most the newest 5,000 hours; see `hourlyTruncated`.",
        metadata=FieldMetadata(cost=300, length=500),
    )
    async def hourly(self, info: Info) -> list[HourlyPoint]:
        """The hours of the range."""
        async with info.context.read() as connection:
            points = await read_hours(connection, self.query)
        return [HourlyPoint.from_point(point) for point in points]

    @part(description="Whether the range has more hours than `hourly` returns; the oldest are left out.")
    async def hourly_truncated(self, info: Info) -> bool:
        """Whether hours are left out."""
        async with info.context.read() as connection:
            return await is_truncated(connection, self.query, hours_of)

    @part(
        description="Views, viewers and reactions by day, oldest first, without gaps: every day of the timezone that "
        "overlaps the range. For all time, from the first event to now, or to the last quarter-hour with counts if "
        "that is later. At most the newest 5,000 days; see `dailyTruncated`.",
        metadata=FieldMetadata(cost=500, length=100),
    )
    async def daily(self, info: Info) -> list[DailyPoint]:
        """The days of the range."""
        async with info.context.read() as connection:
            points = await read_days(connection, self.query, viewers="uniqueViewers" in selected_paths(info))
        return [DailyPoint.from_point(point, self.query.zone) for point in points]

    @part(description="Whether the range has more days than `daily` returns; the oldest are left out.")
    async def daily_truncated(self, info: Info) -> bool:
        """Whether days are left out."""
        async with info.context.read() as connection:
            return await is_truncated(connection, self.query, days_of)
