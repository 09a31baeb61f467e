"""What ``creatorAnalytics`` and ``platformAnalytics`` share: the metrics of many contents together."""

from typing import Any

import strawberry

from resolvers.analytics_query import resolve_query
from resolvers.arguments import ProfileArgument
from resolvers.breakdowns.audience import WithAudience
from resolvers.breakdowns.breakdown import WithBreakdown
from resolvers.comparisons.comparison import COMPARED, BaselineArgument, Comparison
from resolvers.concurrent_viewers import ScopeWatching
from resolvers.context import Info
from resolvers.metrics import (
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
from resolvers.parts import part
from resolvers.ranges import EffectiveRange, RangeInput
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from resolvers.series.series import WithSeries
from resolvers.traffic import TrafficInput
from server.analytics.comparisons.comparison import Baseline
from server.analytics.comparisons.scope_baseline import read_scope_sides
from server.analytics.creators.totals import ScopeResult
from server.analytics.query import ScopeQuery
from server.metrics import rates
from server.metrics.catalogue import described
from server.metrics.rates import DEFAULT_PROFILE, EngagementProfile


@strawberry.type
class ScopeAnalytics(ScopeWatching, WithBreakdown, WithAudience, WithSeries):
    """The metrics of many contents together."""

    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range.")
    views: Views = strawberry.field(description="Views, total and by source.")
    unique_viewers: UniqueViewers = strawberry.field(description="Distinct viewers with a view.")
    plays: Long = strawberry.field(
        description="Plays, replays included. A play lasts from its start to its last report."
    )
    impressions: Impressions = strawberry.field(description="Impressions.")
    watch_time: WatchTime = strawberry.field(description="Watch time in seconds.")
    average_playback_rate: float | None = strawberry.field(description=described("average_playback_rate"))
    completion: Completion = strawberry.field(description="How far plays got.")
    engagement: Engagement = strawberry.field(description="Positive reactions.")
    negative: NegativeInteractions = strawberry.field(description="Negative reactions.")
    interactions: Interactions = strawberry.field(description="Clicks, skips and contacts.")
    sessions: Long = strawberry.field(description="Sessions that began in the range.")
    average_session_duration: float = strawberry.field(
        description="Mean seconds from the first to the last event of those sessions, each in whole milliseconds; 0 "
        "without sessions."
    )
    devices: DeviceViews = strawberry.field(description="Views by device type.")
    platforms: PlatformViews = strawberry.field(description="Views by platform.")
    query: strawberry.Private[ScopeQuery]
    scope: strawberry.Private[ScopeResult]

    @part(
        description="The metrics compared with those of the previous period; for a creator also with "
        "PLATFORM_AVERAGE: the platform's totals / the number of creators that were ever viewed. There is no quality "
        "score of many contents together.",
        metadata=COMPARED,
    )
    async def compare(self, info: Info, to: BaselineArgument, profile: ProfileArgument = DEFAULT_PROFILE) -> Comparison:
        """The comparison with one baseline."""
        return await compare_scope(info, self.query, to, profile)

    @strawberry.field(description="Number of reactions of the profile.")
    def engagements(self, profile: ProfileArgument = DEFAULT_PROFILE) -> Long:
        """The number of reactions of one profile."""
        return rates.engagements(self.scope.counts, profile)

    @strawberry.field(description=described("engagement_rate"))
    def engagement_rate(self, profile: ProfileArgument = DEFAULT_PROFILE) -> float:
        """The engagement rate of one profile, in percent."""
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
    """The query for the arguments of a scope's field. Raises BAD_INPUT with the path of the invalid argument."""
    return ScopeQuery(
        creator_id=creator_id,
        **resolve_query(info, time_range=time_range, timezone=timezone, definition=definition, include=include),
    )


async def compare_scope(info: Info, query: ScopeQuery, to: Baseline, profile: EngagementProfile) -> Comparison:
    """The comparison of a creator or platform with a baseline. Raises BAD_INPUT for a baseline it does not have."""
    viewers = "uniqueViewers" in selected_paths(info)
    async with info.context.read() as connection:
        sides = await read_scope_sides(connection, query, to, profile, viewers=viewers)
    return Comparison.from_measured(to, query, *sides)


def scope_fields(query: ScopeQuery, scope: ScopeResult) -> dict[str, Any]:
    """The fields of a ``ScopeAnalytics``."""
    counts, time_range = scope.counts, query.time_range
    return {
        "as_of": scope.as_of,
        "revision": scope.revision,
        "is_final": time_range is not None and time_range.is_final(scope.as_of),
        "definition": query.definition.name,
        "range": EffectiveRange.from_range(time_range),
        "timezone": query.timezone,
        "views": Views.from_counts(counts),
        "unique_viewers": UniqueViewers(count=scope.viewers, estimated=True),
        "plays": counts.plays,
        "impressions": Impressions.from_counts(counts),
        "watch_time": WatchTime.from_counts(counts),
        "average_playback_rate": rates.average_playback_rate(counts),
        "completion": Completion.from_counts(counts),
        "engagement": Engagement.from_counts(counts),
        "negative": NegativeInteractions.from_counts(counts),
        "interactions": Interactions.from_counts(counts),
        "sessions": scope.sessions,
        "average_session_duration": rates.seconds(rates.per(scope.session_ms, scope.sessions)),
        "devices": DeviceViews.from_counts(counts),
        "platforms": PlatformViews.from_counts(counts),
        "query": query,
        "scope": scope,
    }
