"""``contentAnalytics``: the metrics of one content."""

from dataclasses import replace
from typing import Self

import strawberry

from resolvers.access import SHARED_CONTENT
from resolvers.analytics_query import resolve_query
from resolvers.arguments import (
    DefinitionArgument,
    IncludeArgument,
    ProfileArgument,
    RangeArgument,
    TimezoneArgument,
)
from resolvers.breakdowns.audience import WithAudience
from resolvers.breakdowns.breakdown import WithBreakdown
from resolvers.comparisons.comparison import ContentComparison
from resolvers.concurrent_viewers import ContentWatching
from resolvers.contents.retention import ContentRetention
from resolvers.contents.scores import ContentScores
from resolvers.contents.velocity import ContentVelocity
from resolvers.context import Info
from resolvers.live_dependencies import effective_revision
from resolvers.metrics import (
    Completion,
    DeviceViews,
    Engagement,
    Impressions,
    Interactions,
    NegativeInteractions,
    PlatformViews,
    Views,
    WatchTime,
)
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from resolvers.series.series import WithSeries
from resolvers.shared import require_shared_fields
from resolvers.social.links import ContentSocialPosts
from server.analytics.contents.totals import ContentResult, ContentSelection, read_content
from server.analytics.query import ContentQuery
from server.metrics import rates
from server.metrics.catalogue import described
from server.metrics.rates import DEFAULT_PROFILE
from server.metrics.view_definitions import DEFAULT_DEFINITION


@strawberry.type(description="Views of a content by source. The seven sources add up to the total.")
class ContentViews(Views):
    """Views of a content by source, and its exact number of unique viewers."""

    unique: Long = strawberry.field(description="Distinct viewers with a view: users, and guests by session. Exact.")


@strawberry.type(
    description="Watch time of a content, in seconds. For each play it is the larger of the largest cumulative report "
    "and the sum of the increments."
)
class ContentWatchTime(WatchTime):
    """Seconds watched, with the median."""

    median: float | None = strawberry.field(description="Median seconds watched per play; null without plays.")
    median_estimated: bool = strawberry.field(
        description="Whether the median is interpolated within a histogram bin whose upper bound is 1.6 times its "
        "lower bound: above 10,000 plays in the range."
    )


@strawberry.type(description="Repeated viewing.")
class Rewatch:
    """Views beyond each viewer's first, and loops."""

    count: Long = strawberry.field(description=described("rewatches"))
    rate: float = strawberry.field(description=described("rewatch_rate"))
    loop_plays: Long = strawberry.field(description=described("loop_plays"))

    @classmethod
    def from_result(cls, result: ContentResult) -> Self:
        """The repeated viewing of a content."""
        return cls(
            count=result.rewatches,
            rate=rates.rewatch_rate(result.rewatches, result.unique_viewers),
            loop_plays=result.counts.loop_plays,
        )


@strawberry.type(description="Metrics of one content: a video, short, post, stream or listing.")
class ContentAnalytics(
    WithBreakdown,
    WithAudience,
    ContentScores,
    ContentVelocity,
    ContentComparison,
    ContentRetention,
    ContentWatching,
    ContentSocialPosts,
    WithSeries,
):
    """All metrics of one content in a range; fields that need a query of their own run it when they are selected."""

    content_id: strawberry.ID = strawberry.field(description="Id of the content.")
    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range.")
    views: ContentViews = strawberry.field(description="Views, total and by source.")
    plays: Long = strawberry.field(description=described("plays"))
    impressions: Impressions = strawberry.field(description="Impressions.")
    watch_time: ContentWatchTime = strawberry.field(description="Watch time in seconds.")
    average_playback_rate: float | None = strawberry.field(description=described("average_playback_rate"))
    completion: Completion = strawberry.field(description="How far plays got.")
    completions: Long = strawberry.field(description="Plays that were completed in full; equals completion.full.")
    engagement: Engagement = strawberry.field(description="Positive reactions.")
    negative: NegativeInteractions = strawberry.field(description="Negative reactions.")
    rewatch: Rewatch = strawberry.field(description="Repeated viewing.")
    interactions: Interactions = strawberry.field(description="Clicks, skips and contacts.")
    engagement_score: float = strawberry.field(description=described("engagement_score"))
    devices: DeviceViews = strawberry.field(description="Views by device type.")
    platforms: PlatformViews = strawberry.field(description="Views by platform.")
    query: strawberry.Private[ContentQuery]
    result: strawberry.Private[ContentResult]

    @strawberry.field(description=described("engagement_rate"))
    def engagement_rate(self, profile: ProfileArgument = DEFAULT_PROFILE) -> float:
        """The engagement rate of one profile, in percent."""
        return rates.engagement_rate(self.result.counts, profile)

    @classmethod
    def from_result(cls, query: ContentQuery, result: ContentResult) -> Self:
        """The API type of a content's metrics."""
        counts, time_range = result.counts, query.time_range
        return cls(
            as_of=result.as_of,
            revision=result.revision,
            is_final=time_range is not None and time_range.is_final(result.as_of),
            definition=query.definition.name,
            content_id=strawberry.ID(query.content_id),
            range=EffectiveRange.from_range(time_range),
            timezone=query.timezone,
            views=ContentViews.from_counts(counts, unique=result.unique_viewers),
            plays=counts.plays,
            impressions=Impressions.from_counts(counts),
            watch_time=ContentWatchTime.from_counts(
                counts,
                median=None if result.median_ms is None else rates.seconds(result.median_ms),
                median_estimated=result.median_estimated,
            ),
            average_playback_rate=rates.average_playback_rate(counts),
            completion=Completion.from_counts(counts),
            completions=counts.completed_full,
            engagement=Engagement.from_counts(counts),
            negative=NegativeInteractions.from_counts(counts),
            rewatch=Rewatch.from_result(result),
            interactions=Interactions.from_counts(counts),
            engagement_score=rates.engagement_score(counts),
            devices=DeviceViews.from_counts(counts),
            platforms=PlatformViews.from_counts(counts),
            query=query,
            result=result,
        )


_OF_VIEWERS = ("views.unique", "rewatch.count", "rewatch.rate", "qualityScore", "compare")


_SHARED = frozenset(
    {
        *("__typename", "id", "asOf", "revision", "isFinal", "definition", "contentId", "range", "timezone"),
        *("retention", "engagementScore", "qualityScore", "performanceScore", "benchmarks"),
    }
)
"""What share links of the content open. What shows other contents in it is null for them."""


@query_field(
    SHARED_CONTENT,
    "Metrics of one content. For its creator, or an admin; scores and `retention` for its share links, too.",
)
async def content_analytics(
    info: Info,
    target: str,
    *,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> ContentAnalytics:
    """Metrics of one content, for its creator or an admin."""
    require_shared_fields(info, _SHARED)
    context = info.context
    query = ContentQuery(
        content_id=target,
        **resolve_query(info, time_range=time_range, timezone=timezone, definition=definition, include=include),
    )
    paths = selected_paths(info)
    selection = ContentSelection(
        median="watchTime.median" in paths,
        viewers=not paths.isdisjoint(_OF_VIEWERS),
    )
    async with context.read() as connection:
        result = await read_content(connection, query, selection)
        result = replace(result, revision=await effective_revision(info, connection, result.revision))
    context.note_revision(result.revision)
    return ContentAnalytics.from_result(query, result)
