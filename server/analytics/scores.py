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
        completion_part: Completion rate.
        engagement_part: Social engagement rate / 20 %.
        virality_part: Shares per view / 5 %.
        watchability_part: Rewatch rate / 30 %.
    """

    completion_part: float
    engagement_part: float
    virality_part: float
    watchability_part: float

    @property
    def score(self) -> float:
        """The weighted sum of the parts, with nine decimals."""
        weighted = (
            self.completion_part * 0.35
            + self.engagement_part * 0.30
            + self.virality_part * 0.20
            + self.watchability_part * 0.15
        )
        return round(weighted * SCORE_PARTS) / SCORE_PARTS


def quality_score(counts: ListedCounts, rewatches: int, unique_viewers: int) -> QualityScore:
    """The parts of a content's quality score, weighed as short-video platforms do.

    Args:
        counts: Counters of the content, or of many contents together.
        rewatches: Views beyond each viewer's first.
        unique_viewers: Distinct viewers with a view; where contents are pooled, the sum over the contents.
    """
    return QualityScore(
        completion_part=capped(rates.completion_rate(counts), FULL_SCORE),
        engagement_part=capped(rates.social_engagement_rate(counts), FULL_ENGAGEMENT_RATE),
        virality_part=capped(percent(counts.shares, counts.views), FULL_SHARE_RATE),
        watchability_part=capped(rates.rewatch_rate(rewatches, unique_viewers), FULL_REWATCH_RATE),
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
        view_through_part: Views per impression.
        average_watch_part: Average watch time per view / the target.
        save_part: Saves per view / their cap.
        share_part: Shares per view / their cap.
        skip_part: Skips per view.
        rules: The weights, caps and boost.
    """

    view_through_part: float
    average_watch_part: float
    save_part: float
    share_part: float
    skip_part: float
    rules: PerformanceRules

    @property
    def score(self) -> float:
        """clamp(weighted sum, 0, 100) * boost, at most 100."""
        rules = self.rules
        weighted = (
            rules.view_through * self.view_through_part
            + rules.average_watch * self.average_watch_part
            + rules.saves * self.save_part
            + rules.shares * self.share_part
            - rules.skips * self.skip_part
        )
        return min(min(max(weighted, 0.0), FULL_SCORE) * rules.boost, FULL_SCORE)


def performance_score(counts: Counts, rules: PerformanceRules) -> PerformanceScore:
    """The performance score of a content in a feed (0-100); 0 without views."""
    return PerformanceScore(
        view_through_part=min(percent(counts.views, counts.impressions), FULL_SCORE),
        average_watch_part=capped(seconds(rates.average_watch_ms(counts)), rules.watch_target),
        save_part=capped(percent(counts.saves, counts.views), rules.save_cap),
        share_part=capped(percent(counts.shares, counts.views), rules.share_cap),
        skip_part=min(percent(counts.skips, counts.views), FULL_SCORE),
        rules=rules,
    )


def capped(amount: float, cap: float) -> float:
    """``amount`` as a share of ``cap`` in percent, at most 100."""
    return min(amount / cap * 100, FULL_SCORE)
