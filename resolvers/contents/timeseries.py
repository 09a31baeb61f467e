"""How a content's views spread over hours and days."""

from datetime import datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

import strawberry

from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics.contents.timeseries import Point, days_of, hours_of, is_truncated, read_days, read_hours
from server.analytics.query import ContentQuery
from server.analytics.rates import seconds


@strawberry.type(description="One hour of the asked timezone, as far as it lies in the range.")
class HourlyPoint:
    """A point of the hourly series."""

    start: datetime = strawberry.field(description="When the hour began, also if the range began later.")
    views: Long = strawberry.field(description="Views.")
    engagement: Long = strawberry.field(description="Likes, comments and shares.")

    @classmethod
    def of(cls, point: Point) -> Self:
        """The point of an hour."""
        return cls(start=point.start, views=point.views, engagement=point.engagements)


@strawberry.type(description="One day of the asked timezone, as far as it lies in the range; of 23 or 25 hours, too.")
class DailyPoint:
    """A point of the daily series."""

    date: str = strawberry.field(description="The day in the timezone, such as `2026-03-29`.")
    start: datetime = strawberry.field(description="When the day began, also if the range began later.")
    views: Long = strawberry.field(description="Views.")
    unique_viewers: Long = strawberry.field(description="Distinct viewers with a view on the day. Exact.")
    watch_time: float = strawberry.field(description="Seconds watched in the plays that began then.")
    likes: Long = strawberry.field(description="Viewers who like it, each counted when they last said so.")
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")

    @classmethod
    def of(cls, point: Point, zone: ZoneInfo) -> Self:
        """The point of a day."""
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
    """The fields of a content about hours and days."""

    query: strawberry.Private[ContentQuery]

    @strawberry.field(
        description="Views and engagement by the hour, oldest first, without gaps: every hour of the timezone that "
        "overlaps the range; of all time, from the first event to now, or to the last quarter-hour that was counted. "
        "At most the newest 5,000; `hourlyTruncated` says whether there are more.",
        metadata=FieldMetadata(cost=300, length=500),
    )
    async def hourly(self, info: Info) -> list[HourlyPoint]:
        """The hours of the range."""
        async with info.context.read() as connection:
            points = await read_hours(connection, self.query)
        return [HourlyPoint.of(point) for point in points]

    @strawberry.field(description="Whether the range has more hours than `hourly` tells: its oldest are left out.")
    async def hourly_truncated(self, info: Info) -> bool:
        """Whether hours are left out."""
        async with info.context.read() as connection:
            return await is_truncated(connection, self.query, hours_of)

    @strawberry.field(
        description="Views, viewers and reactions by the day, oldest first, without gaps: every day of the timezone "
        "that overlaps the range; of all time, from the first event to now, or to the last quarter-hour that was "
        "counted. At most the newest 5,000; `dailyTruncated` says whether there are more.",
        metadata=FieldMetadata(cost=500, length=100),
    )
    async def daily(self, info: Info) -> list[DailyPoint]:
        """The days of the range."""
        async with info.context.read() as connection:
            points = await read_days(connection, self.query, viewers="uniqueViewers" in selected_paths(info))
        return [DailyPoint.of(point, self.query.zone) for point in points]

    @strawberry.field(description="Whether the range has more days than `daily` tells: its oldest are left out.")
    async def daily_truncated(self, info: Info) -> bool:
        """Whether days are left out."""
        async with info.context.read() as connection:
            return await is_truncated(connection, self.query, days_of)
