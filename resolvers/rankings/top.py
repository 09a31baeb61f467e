"""topContent: the best contents of a project."""

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
from resolvers.listed_content import ListedContent, card_fields
from resolvers.metrics import Analytics
from resolvers.ranges import EffectiveRange, RangeInput, resolve_range
from resolvers.root_fields import question
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from resolvers.traffic import resolve_traffic
from server.analytics import rates
from server.analytics.contents.velocity import WINDOW_HOURS, trend_of
from server.analytics.listed_content import MeasuredContent
from server.analytics.rankings.shared_lists import read_cached_list
from server.analytics.rankings.top import TopBy, TopQuery, TopResult, read_top
from server.analytics.scores import quality_score
from server.analytics.view_definitions import DEFAULT_DEFINITION, find_definition

register_enum(
    TopBy,
    "What makes a content better than another. Ties by id.",
    {
        TopBy.QUALITY: "A better quality score.",
        TopBy.ENGAGEMENT: "A better engagement score.",
        TopBy.VIEWS: "More views.",
        TopBy.WATCH_TIME: "More time watched.",
    },
)

ByArgument: TypeAlias = Annotated[TopBy, strawberry.argument(description="What makes a content better than another.")]


@strawberry.type(description="A content of a ranking, with its metrics in the range.")
class RankedContent(ListedContent):
    """Requirement A10."""

    views: Long = strawberry.field(description="Its views.")
    watch_time: float = strawberry.field(description="Seconds it was watched.")
    likes: Long = strawberry.field(description="Likes given in the range, and still in force.")
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")
    velocity: float = strawberry.field(description="Its views per hour of the last 24 hours, whatever the range.")
    previous_velocity: float = strawberry.field(description="Its views per hour of the 24 hours before.")
    trend: Trend = strawberry.field(description="Where its views of the last 24 hours head.")
    engagement_score: float = strawberry.field(
        description="Its engagement score, 0-100; see ContentAnalytics.engagementScore."
    )
    quality_score: float = strawberry.field(description="Its quality score, 0-100; see ContentAnalytics.qualityScore.")

    @classmethod
    def of(cls, content: MeasuredContent, velocity: tuple[int, int]) -> Self:
        """The row of a content, with its views of the last 24 hours and of the 24 before."""
        counts = content.counts
        views, previous = velocity
        return cls(
            **card_fields(content.card),
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
    description="The best contents, best first. Up to 30 s old; of all time, who is among them by people's traffic is "
    "as of the last refresh of the scores."
)
class TopContents(Analytics):
    """Requirement A10."""

    range: EffectiveRange = strawberry.field(description="The range that is covered.")
    timezone: str = strawberry.field(description="The zone that the range was read in.")
    by: TopBy = strawberry.field(description="What makes a content better than another.")
    minimum_views: Long = strawberry.field(description="Views that a content needs to be among them.")
    contents: list[RankedContent] = strawberry.field(description="The best contents.")

    @classmethod
    def of(cls, query: TopQuery, facts: TopResult, timezone: str) -> Self:
        """The answer."""
        time_range, as_of = facts.time_range, facts.state.as_of
        velocities = facts.velocities or [(0, 0)] * len(facts.contents)
        return cls(
            as_of=as_of,
            revision=facts.state.revision,
            is_final=time_range is not None and time_range.is_final(as_of),
            definition=query.definition.name,
            range=EffectiveRange.of(time_range),
            timezone=timezone,
            by=query.by,
            minimum_views=query.needed_views,
            contents=[
                RankedContent.of(content, velocity)
                for content, velocity in zip(facts.contents, velocities, strict=True)
            ],
        )


@question(PUBLIC, "The best contents. Public: needs the write key or a token.", is_public=True)
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
    """The best contents; whoever has the write key or a token may ask."""
    context = info.context
    check_first(first)
    paths = selected_paths(info)
    query = TopQuery(
        project_id=context.viewer.project_id,
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
        async with context.read_apart() as connection:
            return await read_top(connection, query)

    counted = (definition, *query.traffic.classes)
    selection = (query.quality, query.velocity)
    question = ("topContent", query.project_id, _key(time_range), timezone, by.value, first, counted, selection)
    places = context.services.public_places
    facts = await read_cached_list(context.public_cache, places, question, TopResult, compute, live=context.live)
    context.note_revision(facts.state.revision)
    return TopContents.of(query, facts, timezone)


def _key(time_range: RangeInput | None) -> tuple[str | None, ...]:
    """The range as it was asked: resolved, one that ends now would be another one each time."""
    if time_range is None:
        return ()
    bounds = (time_range.between.start.isoformat(), time_range.between.end.isoformat()) if time_range.between else ()
    return (time_range.last or None, str(time_range.period) if time_range.period else None, *bounds)
