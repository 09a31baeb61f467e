"""``topContent``: the best contents of a project."""

from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import PUBLIC
from resolvers.arguments import (
    DefinitionArgument,
    FirstArgument,
    IncludeArgument,
    RangeArgument,
    TimezoneArgument,
    check_first,
)
from resolvers.contents.velocity import Trend
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.listed_content import ListedContent, summary_fields
from resolvers.metrics import Analytics
from resolvers.ranges import EffectiveRange, resolve_range
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from resolvers.traffic import resolve_traffic
from server.analytics.contents.velocity import WINDOW_HOURS, trend_of
from server.analytics.listed_content import MeasuredContent
from server.analytics.ranges import TimeRange
from server.analytics.rankings.shared_lists import read_cached_list
from server.analytics.rankings.top import TopBy, TopQuery, TopResult, read_top
from server.analytics.scores import quality_score
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION, find_definition

register_enum(
    TopBy,
    "What contents are ranked by; ties by id.",
    {
        TopBy.QUALITY: "Quality score.",
        TopBy.ENGAGEMENT: "Engagement score.",
        TopBy.VIEWS: "Number of views.",
        TopBy.WATCH_TIME: "Watch time.",
    },
)

ByArgument: TypeAlias = Annotated[TopBy, strawberry.argument(description="What contents are ranked by.")]
_NOW = FieldMetadata(moves=True)


@strawberry.type(description="A content in a ranking, with its metrics in the range.")
class RankedContent(ListedContent):
    """A row of ``topContent``: catalogue fields, and metrics of the range."""

    views: Long = strawberry.field(description="Views of the content.")
    watch_time: float = strawberry.field(description="Seconds watched.")
    likes: Long = strawberry.field(description="Likes given in the range and not withdrawn since.")
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")
    velocity: float = strawberry.field(
        description="Views per hour in the last 24 hours, whatever the range.", metadata=_NOW
    )
    previous_velocity: float = strawberry.field(
        description="Views per hour in the 24 hours before those.", metadata=_NOW
    )
    trend: Trend = strawberry.field(description="Trend of the views in the last 24 hours.", metadata=_NOW)
    engagement_score: float = strawberry.field(
        description="Engagement score, 0-100; see ContentAnalytics.engagementScore."
    )
    quality_score: float = strawberry.field(description="Quality score, 0-100; see ContentAnalytics.qualityScore.")

    @classmethod
    def from_content(cls, content: MeasuredContent, velocity: tuple[int, int]) -> Self:
        """The API type of a content, with its views in the last 24 hours and in the 24 hours before."""
        counts = content.counts
        views, previous = velocity
        return cls(
            **summary_fields(content.summary),
            views=counts.views,
            watch_time=rates.seconds(counts.watch_ms),
            likes=counts.likes,
            comments=counts.comments,
            shares=counts.shares,
            velocity=rates.per(views, WINDOW_HOURS),
            previous_velocity=rates.per(previous, WINDOW_HOURS),
            trend=trend_of(views, previous),
            engagement_score=rates.engagement_score(counts),
            quality_score=quality_score(counts, content.rewatches, content.unique_viewers).score,
        )


@strawberry.type(
    description="The best contents, best first. Up to 30 s old. For all time without bots and self-views, the "
    "selection is as of the last refresh of the scores."
)
class TopContents(Analytics):
    """The type of ``topContent``: the ranked contents, and the range and rule that rank them."""

    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range.")
    by: TopBy = strawberry.field(description="What the contents are ranked by.")
    minimum_views: Long = strawberry.field(description="Views that a content needs to be listed.")
    contents: list[RankedContent] = strawberry.field(description="The ranked contents.")

    @classmethod
    def from_result(cls, query: TopQuery, result: TopResult, timezone: str) -> Self:
        """The API type of a ranking."""
        time_range, as_of = result.time_range, result.state.as_of
        velocities = result.velocities or [(0, 0)] * len(result.contents)
        return cls(
            as_of=as_of,
            revision=result.state.revision,
            is_final=time_range is not None and time_range.is_final(as_of),
            definition=query.definition.name,
            range=EffectiveRange.from_range(time_range),
            timezone=timezone,
            by=query.by,
            minimum_views=query.needed_views,
            contents=[
                RankedContent.from_content(content, velocity)
                for content, velocity in zip(result.contents, velocities, strict=True)
            ],
        )


@query_field(PUBLIC, "The best contents of the project. Public: requires the write key or a token.", is_public=True)
async def top_content(
    info: Info,
    *,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    by: ByArgument = TopBy.QUALITY,
    first: FirstArgument = 10,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> TopContents:
    """The best contents; requires the write key or a token."""
    context = info.context
    check_first(first)
    paths = selected_paths(info)
    query = TopQuery(
        project_id=context.caller.project_id,
        time_range=resolve_range(time_range, timezone, context.services.now()),
        by=by,
        definition=find_definition(definition),
        traffic=resolve_traffic(include),
        least_views=context.services.settings.top_min_views,
        first=first,
        now=context.services.now(),
        quality="contents.qualityScore" in paths,
        velocity=not paths.isdisjoint(("contents.velocity", "contents.previousVelocity", "contents.trend")),
    )

    async def compute() -> TopResult:
        async with context.separate_snapshot() as connection:
            return await read_top(connection, query)

    counted = (definition, *query.traffic.classes)
    selection = (query.quality, query.velocity)
    key = ("topContent", query.project_id, _key(query.time_range), by.value, first, counted, selection)
    slots = context.services.public_slots
    result = await read_cached_list(context.public_cache, slots, key, TopResult, compute, live=context.live)
    context.note_revision(result.state.revision)
    return TopContents.from_result(query, result, timezone)


def _key(time_range: TimeRange | None) -> tuple[str | bool, ...]:
    """The quarter-hours of a range, and whether it ends with them: if it ends now, each request has another end."""
    if time_range is None:
        return ()
    end = time_range.end_bucket
    return (time_range.start.isoformat(), end.isoformat(), time_range.end == end)
