"""Quality, performance and benchmarks of a content."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.scalars import Long
from server.analytics import scores
from server.analytics.contents import benchmarks
from server.analytics.contents.totals import ContentResult
from server.analytics.query import ContentQuery
from server.analytics.scores import PerformanceRules, performance_score, quality_score
from server.live.subjects import rankings_subject


@strawberry.type(description="How good a content is, and why. Every number lies between 0 and 100.")
class QualityScore:
    """Requirement A8."""

    score: float = strawberry.field(
        description="retention * 0.35 + engagement * 0.30 + virality * 0.20 + watchability * 0.15; 0 without views."
    )
    retention: float = strawberry.field(description="Completion rate, at most 100.")
    engagement: float = strawberry.field(description="(likes + comments + shares) / views; 20 % and more are 100.")
    virality: float = strawberry.field(description="shares / views; 5 % and more are 100.")
    watchability: float = strawberry.field(description="Rewatch rate; 30 % and more are 100.")

    @classmethod
    def of(cls, found: scores.QualityScore) -> Self:
        """The score of a content."""
        return cls(
            score=found.score,
            retention=found.retention,
            engagement=found.engagement,
            virality=found.virality,
            watchability=found.watchability,
        )


@strawberry.type(
    description="What the parts of a performance score weigh, and what is worth 100: settings of the server."
)
class PerformanceWeights:
    """The rules of requirement D6."""

    view_through: float = strawberry.field(description="Weight of the view-through rate.")
    average_watch: float = strawberry.field(description="Weight of the average watch time.")
    save_rate: float = strawberry.field(description="Weight of the saves.")
    share_rate: float = strawberry.field(description="Weight of the shares.")
    skip_rate: float = strawberry.field(description="Weight of the skips, which is taken off.")
    full_watch: float = strawberry.field(description="Average seconds per view that are worth 100.")
    full_save_rate: float = strawberry.field(description="Saves per view, in percent, that are worth 100.")
    full_share_rate: float = strawberry.field(description="Shares per view, in percent, that are worth 100.")

    @classmethod
    def of(cls, rules: PerformanceRules) -> Self:
        """The rules in force."""
        return cls(
            view_through=rules.view_through,
            average_watch=rules.average_watch,
            save_rate=rules.saves,
            share_rate=rules.shares,
            skip_rate=rules.skips,
            full_watch=rules.watch_target,
            full_save_rate=rules.save_cap,
            full_share_rate=rules.share_cap,
        )


@strawberry.type(description="How well a content does in the feed, and why. Score and parts lie between 0 and 100.")
class PerformanceScore:
    """Requirement D6."""

    score: float = strawberry.field(
        description="The parts by their weights, skips taken off, between 0 and 100; times boost, at most 100."
    )
    view_through: float = strawberry.field(description="views / impressions * 100, at most 100; 0 without impressions.")
    average_watch: float = strawberry.field(
        description="Average seconds per view / weights.fullWatch * 100, at most 100."
    )
    save_rate: float = strawberry.field(
        description="saves / views, in percent / weights.fullSaveRate * 100, at most 100."
    )
    share_rate: float = strawberry.field(
        description="shares / views, in percent / weights.fullShareRate * 100, at most 100."
    )
    skip_rate: float = strawberry.field(description="skips / views * 100, at most 100.")
    boost: float = strawberry.field(description="What the weighted sum is multiplied with.")
    weights: PerformanceWeights = strawberry.field(description="What the parts weigh, and what is worth 100.")

    @classmethod
    def of(cls, found: scores.PerformanceScore) -> Self:
        """The score of a content."""
        return cls(
            score=found.score,
            view_through=found.view_through,
            average_watch=found.average_watch,
            save_rate=found.save_rate,
            share_rate=found.share_rate,
            skip_rate=found.skip_rate,
            boost=found.rules.boost,
            weights=PerformanceWeights.of(found.rules),
        )


@strawberry.type(description="A quality score beside the mean of others.")
class ScoreComparison:
    """One of the two of requirement A9."""

    contents: Long = strawberry.field(description="How many contents with a view they are, this one included.")
    average: float | None = strawberry.field(description="The mean of their quality scores; null without any.")
    difference: float | None = strawberry.field(
        description="The content's quality score - average; null as long as it has none."
    )

    @classmethod
    def of(cls, quality: float | None, others: benchmarks.ScoredContents) -> Self:
        """The comparison of a content."""
        known = quality is not None and others.quality is not None
        return cls(
            contents=others.contents,
            average=others.quality,
            difference=quality - others.quality if known else None,  # type: ignore[operator]  # both are known
        )


@strawberry.type(
    description="Where a content stands by its quality score over all time, among people's views. The scores are "
    "refreshed every minute or so, at `scoredAt` for this one; subscribers are told when anybody's changed."
)
class Benchmarks:
    """Requirement A9."""

    rank: Long | None = strawberry.field(
        description="1 for the best quality score of the platform, the same for equals; null without a view."
    )
    contents: Long = strawberry.field(description="How many contents are ranked: those with a view.")
    percentile: float | None = strawberry.field(
        description="Share of the other contents that it beats, 0-100; null without a view, or without others."
    )
    scored_at: datetime | None = strawberry.field(
        description="When its scores last changed; null as long as it has none."
    )
    quality_score: float | None = strawberry.field(
        description="The score that is compared; null as long as it has none."
    )
    versus_creator: ScoreComparison = strawberry.field(description="Beside all contents of its creator.")
    versus_platform: ScoreComparison = strawberry.field(description="Beside all contents.")

    @classmethod
    def of(cls, found: benchmarks.Benchmarks) -> Self:
        """The benchmarks of a content."""
        return cls(
            rank=found.rank,
            contents=found.platform.contents,
            percentile=found.percentile,
            scored_at=found.scored_at,
            quality_score=found.quality,
            versus_creator=ScoreComparison.of(found.quality, found.creator),
            versus_platform=ScoreComparison.of(found.quality, found.platform),
        )


@strawberry.type
class ContentScores:
    """The fields of a content about its scores."""

    query: strawberry.Private[ContentQuery]
    facts: strawberry.Private[ContentResult]

    @strawberry.field(description="How good it is: the quality score with its parts.")
    def quality_score(self) -> QualityScore:
        """The score of the range."""
        facts = self.facts
        return QualityScore.of(quality_score(facts.counts, facts.rewatches, facts.unique_viewers))

    @strawberry.field(description="How well it does in the feed: the performance score with its parts and weights.")
    def performance_score(self, info: Info) -> PerformanceScore:
        """The score of the range."""
        rules = PerformanceRules.of(info.context.services.settings)
        return PerformanceScore.of(performance_score(self.facts.counts, rules))

    @strawberry.field(
        description="Where it stands among all contents and its creator's, over all time.",
        metadata=FieldMetadata(cost=300, shows=LiveDependency(rankings_subject)),
    )
    async def benchmarks(self, info: Info) -> Benchmarks:
        """Its place, by the scores as last refreshed."""
        async with info.context.read() as connection:
            return Benchmarks.of(await benchmarks.read_benchmarks(connection, self.query))
