"""Compares a content, a creator or the platform with a baseline: an earlier period or an average."""

from dataclasses import dataclass
from enum import StrEnum

from server.analytics import scores
from server.metrics import rates
from server.metrics.counters import Counts
from server.metrics.rates import DEFAULT_PROFILE, EngagementProfile, percent, seconds


class Baseline(StrEnum):
    """What a content is compared with."""

    PREVIOUS_PERIOD = "previous_period"
    CREATOR_AVERAGE = "creator_average"
    PLATFORM_AVERAGE = "platform_average"


@dataclass(frozen=True, slots=True)
class Measured:
    """One side of a comparison; None: unknown, or not comparable.

    Attributes:
        views: Views.
        unique_viewers: Distinct viewers.
        watch_time: Seconds watched.
        average_watch_time: Seconds per view.
        completion_rate: Percent.
        engagement_rate: Percent.
        quality_score: 0-100.
        engagement_score: 0-100.
    """

    views: float | None = None
    unique_viewers: float | None = None
    watch_time: float | None = None
    average_watch_time: float | None = None
    completion_rate: float | None = None
    engagement_rate: float | None = None
    quality_score: float | None = None
    engagement_score: float | None = None


UNKNOWN = Measured()
"""Nothing to compare with."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value and its baseline."""

    value: float | None
    baseline: float | None

    @property
    def change(self) -> float | None:
        """The difference; None if either is None."""
        return None if self.value is None or self.baseline is None else self.value - self.baseline

    @property
    def percent(self) -> float | None:
        """The change in percent of the baseline; None without a baseline above 0: net revenue may be negative."""
        if self.change is None or self.baseline is None or self.baseline <= 0:
            return None
        return percent(self.change, self.baseline)


def measure_one(
    counts: Counts, rewatches: int, unique_viewers: int, profile: EngagementProfile = DEFAULT_PROFILE
) -> Measured:
    """The metrics that a content is compared by.

    Args:
        counts: The counters of its range.
        rewatches: Views beyond each viewer's first.
        unique_viewers: Distinct viewers with a view.
        profile: Which reactions the engagement rate counts.
    """
    return Measured(
        views=counts.views,
        unique_viewers=unique_viewers,
        watch_time=seconds(counts.watch_ms),
        average_watch_time=seconds(rates.average_watch_ms(counts)),
        completion_rate=rates.completion_rate(counts),
        engagement_rate=rates.engagement_rate(counts, profile),
        quality_score=scores.quality_score(counts, rewatches, unique_viewers).score,
        engagement_score=rates.engagement_score(counts),
    )


def measure_average(
    counts: Counts,
    contents: int,
    quality_score: float | None,
    profile: EngagementProfile = DEFAULT_PROFILE,
) -> Measured:
    """The average of many contents: their counts divided by their number, and the rates of all counts together.

    Contents share viewers, so there is no average of distinct viewers.

    Args:
        counts: The counters of all contents together.
        contents: Number of contents that were ever viewed; if 0, there is no average.
        quality_score: The mean of their quality scores; None if unknown.
        profile: Which reactions the engagement rate counts.
    """
    if contents == 0:
        return UNKNOWN
    return Measured(
        views=counts.views / contents,
        watch_time=seconds(counts.watch_ms) / contents,
        average_watch_time=seconds(rates.average_watch_ms(counts)),
        completion_rate=rates.completion_rate(counts),
        engagement_rate=rates.engagement_rate(counts, profile),
        quality_score=quality_score,
        engagement_score=rates.engagement_score(counts),
    )
