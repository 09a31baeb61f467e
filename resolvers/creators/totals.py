"""What creatorAnalytics and platformAnalytics have in common: the metrics of many contents together."""

from typing import Any

import strawberry

from resolvers.arguments import ProfileArgument
from resolvers.comparisons.comparison import COMPARED, BaselineArgument, Comparison
from resolvers.concurrent_viewers import ScopeWatching
from resolvers.context import Info
from resolvers.metrics import (
    Analytics,
    Completion,
    DeviceViews,
    Engagement,
    Impressions,
    Interactions,
    NegativeInteractions,
    PlatformViews,
    UniqueViewers,
    Views,
    WatchTime,
)
from resolvers.question import query_fields
from resolvers.ranges import EffectiveRange, RangeInput
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from resolvers.traffic import TrafficInput
from server.analytics import rates
from server.analytics.comparisons.comparison import Baseline
from server.analytics.comparisons.scope_baseline import read_scope_sides
from server.analytics.creators.totals import ScopeResult
from server.analytics.query import ScopeQuery
from server.analytics.rates import EngagementProfile


@strawberry.type
class ScopeAnalytics(ScopeWatching, Analytics):
    """Metrics of many contents together."""

    range: EffectiveRange = strawberry.field(description="The range that is covered.")
    timezone: str = strawberry.field(description="The zone that the range was read in.")
    views: Views = strawberry.field(description="Views, in all and by source.")
    unique_viewers: UniqueViewers = strawberry.field(description="Distinct viewers with a view.")
    plays: Long = strawberry.field(description="Viewings, each from its start to its last report, replays included.")
    impressions: Impressions = strawberry.field(description="Impressions.")
    watch_time: WatchTime = strawberry.field(description="Time spent watching.")
    completion: Completion = strawberry.field(description="How far plays got.")
    average_completion_rate: float = strawberry.field(
        description="Full completions / views * 100 over all contents together; 0 without views."
    )
    engagement: Engagement = strawberry.field(description="Reactions in favour.")
    negative: NegativeInteractions = strawberry.field(description="Reactions against.")
    interactions: Interactions = strawberry.field(description="What viewers did next.")
    sessions: Long = strawberry.field(description="Sessions that began in the range.")
    average_session_duration: float = strawberry.field(
        description="Seconds from first to last event, each in whole milliseconds, mean of those sessions; 0 without "
        "sessions."
    )
    devices: DeviceViews = strawberry.field(description="Views by form of device.")
    platforms: PlatformViews = strawberry.field(description="Views by platform.")
    query: strawberry.Private[ScopeQuery]
    scope: strawberry.Private[ScopeResult]

    @strawberry.field(
        description="Its metrics beside those of the period before; a creator's also beside PLATFORM_AVERAGE, the sums "
        "of the platform over the creators that were ever viewed. Many contents together have no quality score.",
        metadata=COMPARED,
    )
    async def compare(self, info: Info, to: BaselineArgument) -> Comparison:
        """The comparison with one baseline."""
        return await compare_scope(info, self.query, to)

    @strawberry.field(description="How many reactions of the profile there were.")
    def engagements(self, profile: ProfileArgument = EngagementProfile.DISCOVERY) -> Long:
        """The reactions of one profile."""
        return rates.engagements(self.scope.counts, profile)

    @strawberry.field(description="Reactions of the profile / views * 100; 0 without views.")
    def engagement_rate(self, profile: ProfileArgument = EngagementProfile.DISCOVERY) -> float:
        """The rate of one profile."""
        return rates.engagement_rate(self.scope.counts, profile)


def resolve_scope(
    info: Info,
    creator_id: str | None,
    *,
    time_range: RangeInput | None,
    timezone: str,
    definition: str,
    include: TrafficInput | None,
) -> ScopeQuery:
    """The question that the arguments of a scope's field ask. Raises BAD_INPUT with the path of what is wrong."""
    return ScopeQuery(
        creator_id=creator_id,
        **query_fields(info, time_range=time_range, timezone=timezone, definition=definition, include=include),
    )


async def compare_scope(info: Info, query: ScopeQuery, to: Baseline) -> Comparison:
    """A scope beside a baseline. Raises BAD_INPUT for one that it does not have."""
    viewers = "uniqueViewers" in selected_paths(info)
    async with info.context.read() as connection:
        sides = await read_scope_sides(connection, query, to, viewers=viewers)
    return Comparison.of(to, query, *sides)


def scope_fields(query: ScopeQuery, scope: ScopeResult) -> dict[str, Any]:
    """The fields of a ``ScopeAnalytics``."""
    counts, time_range = scope.counts, query.time_range
    return {
        "as_of": scope.as_of,
        "revision": scope.revision,
        "is_final": time_range is not None and time_range.is_final(scope.as_of),
        "definition": query.definition.name,
        "range": EffectiveRange.of(time_range),
        "timezone": query.timezone,
        "views": Views.of(counts),
        "unique_viewers": UniqueViewers(count=scope.viewers, estimated=True),
        "plays": counts.plays,
        "impressions": Impressions.of(counts),
        "watch_time": WatchTime.of(counts),
        "completion": Completion.of(counts),
        "average_completion_rate": rates.completion_rate(counts),
        "engagement": Engagement.of(counts),
        "negative": NegativeInteractions.of(counts),
        "interactions": Interactions.of(counts),
        "sessions": scope.sessions,
        "average_session_duration": rates.seconds(rates.per(scope.session_ms, scope.sessions)),
        "devices": DeviceViews.of(counts),
        "platforms": PlatformViews.of(counts),
        "query": query,
        "scope": scope,
    }
