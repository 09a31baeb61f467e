"""``qualityScore``, ``performanceScore`` and ``benchmarks`` of a content."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.parts import part
from resolvers.scalars import Long
from server.analytics import scores
from server.analytics.contents import benchmarks
from server.analytics.contents.totals import ContentResult
from server.analytics.query import ContentQuery
from server.analytics.scores import PerformanceRules, performance_score, quality_score
from server.live.subjects import rankings_subject


@strawberry.type(description="Quality score of a content and its parts, each 0-100.")
class QualityScore:
    """The quality score (0-100) and its four parts; the weights are fixed in ``server.analytics.scores``."""

    score: float = strawberry.field(
        description="completionPart * 0.35 + engagementPart * 0.30 + viralityPart * 0.20 + watchabilityPart * 0.15; 0 "
        "without views."
    )
    completion_part: float = strawberry.field(description="Completion rate, capped at 100.")
    engagement_part: float = strawberry.field(description="(likes + comments + shares) / views; 20 % or more is 100.")
    virality_part: float = strawberry.field(description="shares / views; 5 % or more is 100.")
    watchability_part: float = strawberry.field(description="Rewatch rate; 30 % or more is 100.")

    @classmethod
    def from_score(cls, found: scores.QualityScore) -> Self:
        """The quality score of a content."""
        return cls(
            score=found.score,
            completion_part=found.completion_part,
            engagement_part=found.engagement_part,
            virality_part=found.virality_part,
            watchability_part=found.watchability_part,
        )


@strawberry.type(description="Weights and reference values of the performance score; settings of the server.")
class PerformanceWeights:
    """The weights and reference values that this server's settings give the performance score."""

    view_through: float = strawberry.field(description="Weight of viewThroughPart.")
    average_watch: float = strawberry.field(description="Weight of averageWatchPart.")
    save: float = strawberry.field(description="Weight of savePart.")
    share: float = strawberry.field(description="Weight of sharePart.")
    skip: float = strawberry.field(description="Weight of skipPart, which is subtracted.")
    full_watch: float = strawberry.field(description="Average seconds per view that are worth 100.")
    full_save_rate: float = strawberry.field(description="Saves per view, in percent, that are worth 100.")
    full_share_rate: float = strawberry.field(description="Shares per view, in percent, that are worth 100.")

    @classmethod
    def from_rules(cls, rules: PerformanceRules) -> Self:
        """The weights in force."""
        return cls(
            view_through=rules.view_through,
            average_watch=rules.average_watch,
            save=rules.saves,
            share=rules.shares,
            skip=rules.skips,
            full_watch=rules.watch_target,
            full_save_rate=rules.save_cap,
            full_share_rate=rules.share_cap,
        )


@strawberry.type(description="Performance score of a content in the feed and its parts, each 0-100.")
class PerformanceScore:
    """The performance score (0-100) with its parts, the boost and the weights that were used."""

    score: float = strawberry.field(
        description="Weighted sum of the parts minus the weighted skipPart, between 0 and 100; times boost, capped "
        "at 100."
    )
    view_through_part: float = strawberry.field(
        description="views / impressions * 100, capped at 100; 0 without impressions."
    )
    average_watch_part: float = strawberry.field(
        description="Average seconds per view / weights.fullWatch * 100, capped at 100."
    )
    save_part: float = strawberry.field(description="saves / views * 100 / weights.fullSaveRate * 100, capped at 100.")
    share_part: float = strawberry.field(
        description="shares / views * 100 / weights.fullShareRate * 100, capped at 100."
    )
    skip_part: float = strawberry.field(description="skips / views * 100, capped at 100.")
    boost: float = strawberry.field(description="Factor of the weighted sum.")
    weights: PerformanceWeights = strawberry.field(description="The weights and reference values in force.")

    @classmethod
    def from_score(cls, found: scores.PerformanceScore) -> Self:
        """The performance score of a content."""
        return cls(
            score=found.score,
            view_through_part=found.view_through_part,
            average_watch_part=found.average_watch_part,
            save_part=found.save_part,
            share_part=found.share_part,
            skip_part=found.skip_part,
            boost=found.rules.boost,
            weights=PerformanceWeights.from_rules(found.rules),
        )


@strawberry.type(description="Quality score of a content compared with the mean of a group.")
class ScoreComparison:
    """A content's quality score compared with the mean of its creator's contents or of all contents."""

    contents: Long = strawberry.field(description="Number of contents with a view in the group, this one included.")
    average: float | None = strawberry.field(description="Mean of their quality scores; null if there are none.")
    difference: float | None = strawberry.field(
        description="The content's quality score - average; null while the content has no score."
    )

    @classmethod
    def from_scores(cls, quality: float | None, others: benchmarks.ScoredContents) -> Self:
        """The comparison with one group."""
        known = quality is not None and others.quality is not None
        return cls(
            contents=others.contents,
            average=others.quality,
            difference=quality - others.quality if known else None,  # type: ignore[operator]  # both are known
        )


@strawberry.type(
    description="Rank of a content by its quality score over all time, without bots and self-views. Scores are "
    "refreshed about once a minute; `scoredAt` tells when this content's last changed. Subscriptions are updated when "
    "any score changes."
)
class Benchmarks:
    """Rank, percentile and averages over all contents of the project, as of the last refresh of the scores."""

    rank: Long | None = strawberry.field(
        description="1 is the best quality score of the platform; equal scores share a rank. Null without a view."
    )
    contents: Long = strawberry.field(description="Number of ranked contents: those with a view.")
    percentile: float | None = strawberry.field(
        description="Percentage (0-100) of the other contents with a lower score; null without a view, or if there "
        "are no other contents."
    )
    scored_at: datetime | None = strawberry.field(
        description="When the content's scores last changed; null while it has none."
    )
    quality_score: float | None = strawberry.field(
        description="The quality score that is compared, 0-100; null while the content has none."
    )
    versus_creator: ScoreComparison = strawberry.field(description="Compared with all contents of the same creator.")
    versus_platform: ScoreComparison = strawberry.field(description="Compared with all contents of the platform.")

    @classmethod
    def from_benchmarks(cls, found: benchmarks.Benchmarks) -> Self:
        """The benchmarks of a content."""
        return cls(
            rank=found.rank,
            contents=found.platform.contents,
            percentile=found.percentile,
            scored_at=found.scored_at,
            quality_score=found.quality,
            versus_creator=ScoreComparison.from_scores(found.quality, found.creator),
            versus_platform=ScoreComparison.from_scores(found.quality, found.platform),
        )


@strawberry.type
class ContentScores:
    """The score fields of ``ContentAnalytics``."""

    query: strawberry.Private[ContentQuery]
    result: strawberry.Private[ContentResult]

    @part(description="Quality score with its parts.")
    def quality_score(self) -> QualityScore:
        """The quality score in the range."""
        result = self.result
        return QualityScore.from_score(quality_score(result.counts, result.rewatches, result.unique_viewers))

    @part(description="Performance score in the feed, with its parts and weights.")
    def performance_score(self, info: Info) -> PerformanceScore:
        """The performance score in the range."""
        rules = PerformanceRules.from_settings(info.context.services.settings)
        return PerformanceScore.from_score(performance_score(self.result.counts, rules))

    @part(
        description="Rank and comparison among all contents and among the creator's contents, over all time; null "
        "for share links.",
        metadata=FieldMetadata(cost=300, shows=LiveDependency(rankings_subject)),
    )
    async def benchmarks(self, info: Info) -> Benchmarks | None:
        """The rank by the scores as of their last refresh; share links show no other contents."""
        if info.context.caller.link is not None:
            return None
        async with info.context.read() as connection:
            return Benchmarks.from_benchmarks(await benchmarks.read_benchmarks(connection, self.query))
