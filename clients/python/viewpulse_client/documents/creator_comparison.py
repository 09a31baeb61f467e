"""One creator compared with the previous period, or with the average creator."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        Baseline,
        ComparisonBasis,
        EngagementProfile,
        RangeInput,
        TrafficInput,
    )


class CreatorComparisonVariables(TypedDict):
    creatorId: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    to: NotRequired[Baseline | None]
    profile: NotRequired[EngagementProfile | None]
    include: NotRequired[TrafficInput | None]


class CreatorComparisonCompareRange(TypedDict):
    start: str | None
    end: str | None


class CreatorComparisonCompareViews(TypedDict):
    value: float | None
    baseline: float | None
    change: float | None
    changePercent: float | None


class CreatorComparisonCompare(TypedDict):
    to: Baseline
    range: CreatorComparisonCompareRange | None
    valueRange: CreatorComparisonCompareRange
    basis: ComparisonBasis | None
    views: CreatorComparisonCompareViews
    uniqueViewers: CreatorComparisonCompareViews
    watchTime: CreatorComparisonCompareViews
    averageWatchTime: CreatorComparisonCompareViews
    completionRate: CreatorComparisonCompareViews
    engagementRate: CreatorComparisonCompareViews
    qualityScore: CreatorComparisonCompareViews
    engagementScore: CreatorComparisonCompareViews


class CreatorComparisonAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    creatorId: str
    compare: CreatorComparisonCompare | None


class CreatorComparisonData(TypedDict):
    creatorAnalytics: CreatorComparisonAnswer | None


class CreatorComparisonLiveVariables(TypedDict):
    creatorId: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    to: NotRequired[Baseline | None]
    profile: NotRequired[EngagementProfile | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


CreatorComparison: Document[CreatorComparisonVariables, CreatorComparisonData] = Document(
    "CreatorComparison",
    "creatorAnalytics",
    """\
# One creator compared with the previous period, or with the average creator.
query CreatorComparison(
  $creatorId: ID
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $to: Baseline = PREVIOUS_PERIOD
  $profile: EngagementProfile = SOCIAL
  $include: TrafficInput
) {
  creatorAnalytics(
    creatorId: $creatorId
    range: $range
    timezone: $timezone
    definition: $definition
    include: $include
  ) {
    id
    asOf
    revision
    isFinal
    definition
    creatorId
    compare(to: $to, profile: $profile) {
      to
      range {
        start
        end
      }
      valueRange {
        start
        end
      }
      basis
      views {
        ...CreatorComparisonCompared
      }
      uniqueViewers {
        ...CreatorComparisonCompared
      }
      watchTime {
        ...CreatorComparisonCompared
      }
      averageWatchTime {
        ...CreatorComparisonCompared
      }
      completionRate {
        ...CreatorComparisonCompared
      }
      engagementRate {
        ...CreatorComparisonCompared
      }
      qualityScore {
        ...CreatorComparisonCompared
      }
      engagementScore {
        ...CreatorComparisonCompared
      }
    }
  }
}

fragment CreatorComparisonCompared on ComparedValue {
  value
  baseline
  change
  changePercent
}
""",
)
"""The question."""


CreatorComparisonLive: LiveDocument[CreatorComparisonLiveVariables, CreatorComparisonData] = LiveDocument(
    "CreatorComparisonLive",
    "creatorAnalytics",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription CreatorComparisonLive(
  $creatorId: ID
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $to: Baseline = PREVIOUS_PERIOD
  $profile: EngagementProfile = SOCIAL
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  creatorAnalytics(
    creatorId: $creatorId
    range: $range
    timezone: $timezone
    definition: $definition
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    isFinal
    definition
    creatorId
    compare(to: $to, profile: $profile) {
      to
      range {
        start
        end
      }
      valueRange {
        start
        end
      }
      basis
      views {
        ...CreatorComparisonLiveCompared
      }
      uniqueViewers {
        ...CreatorComparisonLiveCompared
      }
      watchTime {
        ...CreatorComparisonLiveCompared
      }
      averageWatchTime {
        ...CreatorComparisonLiveCompared
      }
      completionRate {
        ...CreatorComparisonLiveCompared
      }
      engagementRate {
        ...CreatorComparisonLiveCompared
      }
      qualityScore {
        ...CreatorComparisonLiveCompared
      }
      engagementScore {
        ...CreatorComparisonLiveCompared
      }
    }
  }
}

fragment CreatorComparisonLiveCompared on ComparedValue {
  value
  baseline
  change
  changePercent
}
""",
)
"""An answer, and another one whenever it has changed."""
