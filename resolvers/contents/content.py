"""contentAnalytics: everything about one content."""

from dataclasses import replace
from typing import Self

import strawberry

from resolvers.access import OWN_CONTENT
from resolvers.arguments import (
    DefinitionArgument,
    IncludeArgument,
    ProfileArgument,
    RangeArgument,
    TimezoneArgument,
)
from resolvers.comparisons.comparison import ContentComparison
from resolvers.concurrent_viewers import ContentWatching
from resolvers.contents.breakdown import ContentBreakdowns
from resolvers.contents.retention import ContentRetention
from resolvers.contents.scores import ContentScores
from resolvers.contents.timeseries import ContentDistribution
from resolvers.contents.velocity import ContentVelocity
from resolvers.context import Info
from resolvers.live_dependencies import effective_revision
from resolvers.metrics import (
    Analytics,
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
from resolvers.question import query_fields
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import question
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics import rates
from server.analytics.contents.totals import ContentResult, ContentSelection, read_content
from server.analytics.query import ContentQuery
from server.analytics.rates import EngagementProfile
from server.analytics.view_definitions import DEFAULT_DEFINITION


@strawberry.type(
    description="Views of a content, by where the viewer came from. The seven sources add up to the total."
)
class ContentViews(Views):
    """Views of a content, and its exact unique viewers."""

    unique: Long = strawberry.field(description="Distinct viewers with a view: users, else guests' sessions. Exact.")


@strawberry.type(
    description="Time spent watching a content, in seconds. Per play: the larger of the largest cumulative report and "
    "the sum of the increments."
)
class ContentWatchTime(WatchTime):
    """Seconds watched, and their median."""

    median: float | None = strawberry.field(description="Median seconds of the plays; null without plays.")
    median_estimated: bool = strawberry.field(
        description="Whether the median is interpolated between two edges of a histogram, of which one is 1.6 times "
        "the other: beyond 10,000 plays in the range."
    )


@strawberry.type(description="Watching again.")
class Rewatch:
    """Views beyond the first, and loops."""

    count: Long = strawberry.field(
        description="Per viewer: views - 1; by start@1, the views flagged `isRewatch` when those are more."
    )
    rate: float = strawberry.field(description="count / unique viewers * 100; 0 without viewers.")
    loop_plays: Long = strawberry.field(description="Sum over plays of the largest `loopCount`.")

    @classmethod
    def of(cls, facts: ContentResult) -> Self:
        """The group of a content."""
        return cls(
            count=facts.rewatches,
            rate=rates.rewatch_rate(facts.rewatches, facts.unique_viewers),
            loop_plays=facts.counts.loop_plays,
        )


@strawberry.type(description="Metrics of one content: a video, short, post, stream or listing.")
class ContentAnalytics(
    ContentBreakdowns,
    ContentScores,
    ContentVelocity,
    ContentDistribution,
    ContentComparison,
    ContentRetention,
    ContentWatching,
    Analytics,
):
    """Requirements A4-A9 and B3."""

    content_id: strawberry.ID = strawberry.field(description="The content asked for.")
    range: EffectiveRange = strawberry.field(description="The range that is covered.")
    timezone: str = strawberry.field(description="The zone that the range was read in.")
    views: ContentViews = strawberry.field(description="Views, in all and by source.")
    plays: Long = strawberry.field(description="Viewings, each from its start to its last report, replays included.")
    impressions: Impressions = strawberry.field(description="Impressions.")
    watch_time: ContentWatchTime = strawberry.field(description="Time spent watching.")
    completion: Completion = strawberry.field(description="How far plays got.")
    completions: Long = strawberry.field(description="Plays that were completed in full; the same as completion.full.")
    engagement: Engagement = strawberry.field(description="Reactions in favour.")
    negative: NegativeInteractions = strawberry.field(description="Reactions against.")
    rewatch: Rewatch = strawberry.field(description="Watching again.")
    interactions: Interactions = strawberry.field(description="What viewers did next.")
    engagement_score: float = strawberry.field(
        description="0-100: (completions * 40 + saves * 30 + shares * 20 + clicks * 10 - skips * 20) / views."
    )
    devices: DeviceViews = strawberry.field(description="Views by form of device.")
    platforms: PlatformViews = strawberry.field(description="Views by platform.")
    query: strawberry.Private[ContentQuery]
    facts: strawberry.Private[ContentResult]

    @strawberry.field(description="Reactions of the profile / views * 100; 0 without views.")
    def engagement_rate(self, profile: ProfileArgument = EngagementProfile.SOCIAL) -> float:
        """The rate of one profile."""
        return rates.engagement_rate(self.facts.counts, profile)

    @classmethod
    def of(cls, query: ContentQuery, facts: ContentResult) -> Self:
        """The answer for a content."""
        counts, time_range = facts.counts, query.time_range
        return cls(
            as_of=facts.as_of,
            revision=facts.revision,
            is_final=time_range is not None and time_range.is_final(facts.as_of),
            definition=query.definition.name,
            content_id=strawberry.ID(query.content_id),
            range=EffectiveRange.of(time_range),
            timezone=query.timezone,
            views=ContentViews.of(counts, unique=facts.unique_viewers),
            plays=counts.plays,
            impressions=Impressions.of(counts),
            watch_time=ContentWatchTime.of(
                counts,
                median=None if facts.median_ms is None else rates.seconds(facts.median_ms),
                median_estimated=facts.median_estimated,
            ),
            completion=Completion.of(counts),
            completions=counts.completed_full,
            engagement=Engagement.of(counts),
            negative=NegativeInteractions.of(counts),
            rewatch=Rewatch.of(facts),
            interactions=Interactions.of(counts),
            engagement_score=rates.engagement_score(counts),
            devices=DeviceViews.of(counts),
            platforms=PlatformViews.of(counts),
            query=query,
            facts=facts,
        )


_OF_VIEWERS = ("views.unique", "rewatch.count", "rewatch.rate", "qualityScore", "compare")


@question(OWN_CONTENT, "Metrics of one content. For its creator, or an admin.")
async def content_analytics(
    info: Info,
    target: str,
    *,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> ContentAnalytics:
    """Metrics of one content; its creator or an admin may ask."""
    context = info.context
    query = ContentQuery(
        content_id=target,
        **query_fields(info, time_range=time_range, timezone=timezone, definition=definition, include=include),
    )
    paths = selected_paths(info)
    selection = ContentSelection(
        median="watchTime.median" in paths,
        viewers=not paths.isdisjoint(_OF_VIEWERS),
    )
    async with context.read() as connection:
        facts = await read_content(connection, query, selection)
        facts = replace(facts, revision=await effective_revision(info, connection, facts.revision))
    context.note_revision(facts.revision)
    return ContentAnalytics.of(query, facts)
