"""Scores of a content, 0-100: pure functions of exact counts. SQL functions of the same names give the same numbers."""

from dataclasses import dataclass
from typing import Self

from server.metrics import rates
from server.metrics.counters import Counts
from server.metrics.listed_counts import ListedCounts
from server.metrics.rates import FULL_SCORE, percent, seconds
from server.settings import Settings

FULL_ENGAGEMENT_RATE, FULL_SHARE_RATE, FULL_REWATCH_RATE = 20.0, 5.0, 30.0
"""Rates, in percent, that are worth 100 points of a part of the quality score."""
SCORE_PARTS = 1e9
"""A quality score has nine decimals: beyond them, equal scores differ by what sums of floats leave out."""


@dataclass(frozen=True, slots=True)
class QualityScore:
    """The four parts of a content's quality score, each 0-100.

    Attributes:
        retention: Completion rate.
        engagement: Social engagement rate / 20 %.
        virality: Shares per view / 5 %.
        watchability: Rewatch rate / 30 %.
    """

    retention: float
    engagement: float
    virality: float
    watchability: float

    @property
    def score(self) -> float:
        """The weighted sum of the parts, with nine decimals."""
        weighted = self.retention * 0.35 + self.engagement * 0.30 + self.virality * 0.20 + self.watchability * 0.15
        return round(weighted * SCORE_PARTS) / SCORE_PARTS


def quality_score(counts: ListedCounts, rewatches: int, unique_viewers: int) -> QualityScore:
    """The parts of a content's quality score, weighed as short-video platforms do.

    Args:
        counts: Counters of the content, or of many contents together.
        rewatches: Views beyond each viewer's first.
        unique_viewers: Distinct viewers with a view; where contents are pooled, the sum over the contents.
    """
    return QualityScore(
        retention=capped(rates.completion_rate(counts), FULL_SCORE),
        engagement=capped(rates.social_engagement_rate(counts), FULL_ENGAGEMENT_RATE),
        virality=capped(percent(counts.shares, counts.views), FULL_SHARE_RATE),
        watchability=capped(rates.rewatch_rate(rewatches, unique_viewers), FULL_REWATCH_RATE),
    )


@dataclass(frozen=True, slots=True)
class PerformanceRules:
    """The settings of the performance score.

    Attributes:
        watch_target: Average seconds per view that are worth 100.
        save_cap: Saves per view, percent, that are worth 100.
        share_cap: Shares per view, percent, that are worth 100.
        view_through: Weight of views per impression.
        average_watch: Weight of the average watch time.
        saves: Weight of the saves.
        shares: Weight of the shares.
        skips: Weight of the skips, which is subtracted.
        boost: Factor of the weighted sum.
    """

    watch_target: float
    save_cap: float
    share_cap: float
    view_through: float
    average_watch: float
    saves: float
    shares: float
    skips: float
    boost: float

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The weights and caps in force."""
        return cls(*settings.performance_rules)


@dataclass(frozen=True, slots=True)
class PerformanceScore:
    """The parts of a content's performance score, each 0-100.

    Attributes:
        view_through: Views per impression.
        average_watch: Average watch time per view / the target.
        save_rate: Saves per view / their cap.
        share_rate: Shares per view / their cap.
        skip_rate: Skips per view.
        rules: The weights, caps and boost.
    """

    view_through: float
    average_watch: float
    save_rate: float
    share_rate: float
    skip_rate: float
    rules: PerformanceRules

    @property
    def score(self) -> float:
        """clamp(weighted sum, 0, 100) * boost, at most 100."""
        rules = self.rules
        weighted = (
            rules.view_through * self.view_through
            + rules.average_watch * self.average_watch
            + rules.saves * self.save_rate
            + rules.shares * self.share_rate
            - rules.skips * self.skip_rate
        )
        return min(min(max(weighted, 0.0), FULL_SCORE) * rules.boost, FULL_SCORE)


def performance_score(counts: Counts, rules: PerformanceRules) -> PerformanceScore:
    """The performance score of a content in a feed (0-100); 0 without views."""
    return PerformanceScore(
        view_through=min(percent(counts.views, counts.impressions), FULL_SCORE),
        average_watch=capped(seconds(rates.average_watch_ms(counts)), rules.watch_target),
        save_rate=capped(percent(counts.saves, counts.views), rules.save_cap),
        share_rate=capped(percent(counts.shares, counts.views), rules.share_cap),
        skip_rate=min(percent(counts.skips, counts.views), FULL_SCORE),
        rules=rules,
    )


def capped(amount: float, cap: float) -> float:
    """``amount`` as a share of ``cap`` in percent, at most 100."""
    return min(amount / cap * 100, FULL_SCORE)
