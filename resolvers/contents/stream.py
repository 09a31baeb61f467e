"""``streamAnalytics``: a live stream, its viewers, its chat and its gifts."""

from datetime import datetime
from typing import Annotated, Any, Self, TypeAlias

import strawberry

from resolvers.access import OWN_CONTENT
from resolvers.analytics_query import resolve_query
from resolvers.arguments import IncludeArgument
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.series.rows import rows_of_points
from server.analytics.contents.stream import MAX_MINUTES, StreamCounts, StreamResult, read_stream
from server.analytics.query import ContentQuery
from server.errors import ErrorCode, ViewpulseError
from server.live.subjects import minute_subject
from server.metrics.rates import per
from server.metrics.view_definitions import DEFAULT_DEFINITION

StreamMinutesArgument: TypeAlias = Annotated[
    int,
    strawberry.argument(
        description=f"How many of the newest minutes of the stream `points` has at most, 1-{MAX_MINUTES}."
    ),
]
_MINUTES = 180

_PEAK = "The most viewers at once while the stream was live, {when}to the second."
_AVERAGE = (
    "Time that the viewers were there / time that the stream was live, {when}that is viewers at once on the average."
)
_JOINS = "Attendances that began{when}. A viewer who leaves and comes back joins twice."
_MESSAGES = "STREAM_CHAT events{when}."
_GIFTS = "STREAM_GIFT events{when}; each counts once, whatever its quantity."


@strawberry.type(description="A minute of a live stream.")
class StreamPoint:
    """A row of ``StreamAnalytics.points``."""

    start: datetime = strawberry.field(description="When the minute begins.")
    peak_concurrent_viewers: Long = strawberry.field(description=_PEAK.format(when="in the minute, "))
    average_concurrent_viewers: float = strawberry.field(description=_AVERAGE.format(when="in the minute, "))
    joins: Long = strawberry.field(description=_JOINS.format(when=" in the minute"))
    new_viewers: Long = strawberry.field(
        description="Viewers of the stream whose first sign is in the minute; they add up to `uniqueViewers`."
    )
    chat_messages: Long = strawberry.field(description=_MESSAGES.format(when=" in the minute"))
    gifts: Long = strawberry.field(description=_GIFTS.format(when=" in the minute"))

    @classmethod
    def from_counts(cls, start: datetime, counts: StreamCounts) -> Self:
        """The API type of a minute."""
        return cls(start=start, new_viewers=counts.viewers, **_common(counts))


@strawberry.type(
    description="A live stream: who attends it, and what they write and give. A viewer attends from the first sign "
    "(STREAM_JOIN, STREAM_CHAT, STREAM_GIFT) until STREAM_LEAVE, or until 30 minutes after the last sign if no "
    "STREAM_LEAVE comes within 12 hours. The stream is live from STREAM_START to STREAM_END. A subscription also sends "
    "a new answer when the minute turns, if anything changed."
)
class StreamAnalytics(Analytics):
    """The type of ``streamAnalytics``."""

    content_id: strawberry.ID = strawberry.field(description="Id of the content.")
    is_live: bool = strawberry.field(description="Whether the stream has begun and is not over.")
    started_at: datetime | None = strawberry.field(
        description="When it began: the first STREAM_START, or the first sign of a viewer if none was sent before the "
        "first STREAM_END; null before."
    )
    ended_at: datetime | None = strawberry.field(
        description="When it ended: the last STREAM_END. If none was sent, when the last viewer was gone, once nobody "
        "has been there for more than 30 minutes. Null while it is live."
    )
    duration: float = strawberry.field(description="Seconds that it was live, without the breaks between its parts.")
    concurrent_viewers: Long = strawberry.field(
        description="Viewers who attend it now, that is at `asOf`; 0 while it is not live."
    )
    peak_concurrent_viewers: Long = strawberry.field(description=_PEAK.format(when=""))
    peak_at: datetime | None = strawberry.field(
        description="When there were as many for the first time; null without viewers."
    )
    average_concurrent_viewers: float = strawberry.field(description=_AVERAGE.format(when=""))
    unique_viewers: Long = strawberry.field(
        description="Distinct viewers with a sign in the stream, a STREAM_LEAVE included, also before it began. Exact."
    )
    joins: Long = strawberry.field(description=_JOINS.format(when=""))
    watch_time: float = strawberry.field(
        description="Seconds that its viewers attended it while it was live, all together."
    )
    average_watch_time: float = strawberry.field(description="watchTime / uniqueViewers, in seconds.")
    chat_messages: Long = strawberry.field(description=_MESSAGES.format(when=""))
    gifts: Long = strawberry.field(description=_GIFTS.format(when=""))
    points: list[StreamPoint] = strawberry.field(
        description="Each minute from the first sign or the start to the end, oldest first, without gaps; of a live "
        "stream the current one is not over.",
        metadata=FieldMetadata(length=rows_of_points(MAX_MINUTES)),
    )
    truncated: bool = strawberry.field(
        description="Whether the stream has more minutes; the oldest are left out of `points`, not of the other fields."
    )

    @classmethod
    def from_result(cls, query: ContentQuery, found: StreamResult) -> Self:
        """The API type of a stream."""
        viewers = found.totals.viewers
        return cls(
            as_of=found.as_of,
            revision=found.revision,
            is_final=found.ended_at is not None,
            definition=query.definition.name,
            content_id=strawberry.ID(query.content_id),
            is_live=found.is_live,
            started_at=found.started_at,
            ended_at=found.ended_at,
            duration=float(found.live_seconds),
            concurrent_viewers=found.there_now,
            peak_at=found.peak_at,
            unique_viewers=viewers,
            watch_time=float(found.watched_seconds),
            average_watch_time=per(found.watched_seconds, viewers),
            points=[StreamPoint.from_counts(start, counts) for start, counts in found.minutes],
            truncated=found.is_cut,
            **_common(found.totals),
        )


def _common(counts: StreamCounts) -> dict[str, Any]:
    """The fields that a stream and a minute of it both have."""
    return {
        "peak_concurrent_viewers": counts.peak,
        "average_concurrent_viewers": counts.average,
        "joins": counts.joins,
        "chat_messages": counts.messages,
        "gifts": counts.gifts,
    }


@query_field(
    OWN_CONTENT,
    "A live stream: how many viewers attend it, now, at most and on the average, how they joined, what they write and "
    f"give, in total and by minute. For its creator, or an admin. {NO_VIEWS}",
    metadata=FieldMetadata(cost=500, shows=LiveDependency(minute_subject), moves=True),
)
async def stream_analytics(
    info: Info, target: str, *, minutes: StreamMinutesArgument = _MINUTES, include: IncludeArgument = None
) -> StreamAnalytics:
    """A live stream, for its creator or an admin."""
    if not 0 < minutes <= MAX_MINUTES:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`minutes` is 1-{MAX_MINUTES}.", field=["minutes"])
    query = ContentQuery(
        content_id=target,
        **resolve_query(info, time_range=None, timezone="UTC", definition=DEFAULT_DEFINITION, include=include),
    )
    async with info.context.read() as connection:
        found = await read_stream(connection, query, minutes)
    info.context.note_revision(found.revision)
    return StreamAnalytics.from_result(query, found)
