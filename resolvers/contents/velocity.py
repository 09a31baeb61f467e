"""``velocity``: views per hour of a content."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.parts import part
from resolvers.scalars import Long
from server.analytics.contents import velocity
from server.analytics.contents.velocity import Trend, read_velocity
from server.analytics.query import ContentQuery

__all__ = ["ContentVelocity", "Trend", "Velocity"]  # import Trend from here, so that it is registered before it is used

register_enum(
    Trend,
    "Trend of the views in a window compared with the window before.",
    {
        Trend.RISING: "More than 1.2 times as many views.",
        Trend.DECLINING: "Less than 0.8 times as many views.",
        Trend.STABLE: "Anything in between.",
    },
)


@strawberry.type(
    description="Views per hour of a content in the 24 hours that end on the quarter-hour at or after now, whatever "
    "the range."
)
class Velocity:
    """Views, engagement and shares per hour of the last 24 hours, and the trend against the 24 hours before."""

    views_per_hour: float = strawberry.field(description="Views in the window / 24.")
    engagements_per_hour: float = strawberry.field(description="(likes + comments + shares) in the window / 24.")
    shares_per_hour: float = strawberry.field(description="Shares in the window / 24.")
    previous_views_per_hour: float = strawberry.field(description="Views in the 24 hours before the window / 24.")
    peak_views_per_hour: Long = strawberry.field(
        description="Most views in one of the 24 hours, counted back from the end of the window."
    )
    peak_at: datetime | None = strawberry.field(
        description="When that hour began, the earliest if several are equal; null without views."
    )
    trend: Trend = strawberry.field(description="Views in the window compared with the 24 hours before.")

    @classmethod
    def from_velocity(cls, found: velocity.Velocity) -> Self:
        """The velocity of a content."""
        return cls(
            views_per_hour=found.views_per_hour,
            engagements_per_hour=found.engagements_per_hour,
            shares_per_hour=found.shares_per_hour,
            previous_views_per_hour=found.previous_views_per_hour,
            peak_views_per_hour=found.peak_views,
            peak_at=found.peak_at,
            trend=found.trend,
        )


@strawberry.type
class ContentVelocity:
    """The ``velocity`` field of ``ContentAnalytics``."""

    query: strawberry.Private[ContentQuery]

    @part(description="Current views per hour, and their trend.", metadata=FieldMetadata(moves=True))
    async def velocity(self, info: Info) -> Velocity:
        """The velocity at the time of the request."""
        async with info.context.read() as connection:
            return Velocity.from_velocity(await read_velocity(connection, self.query))
