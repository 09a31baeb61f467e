"""The platform, or one creator, compared with the previous period."""

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


class PlatformComparisonVariables(TypedDict):
    creatorId: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    profile: NotRequired[EngagementProfile | None]
    include: NotRequired[TrafficInput | None]


class PlatformComparisonCompareRange(TypedDict):
    start: str | None
    end: str | None


class PlatformComparisonCompareViews(TypedDict):
    value: float | None
    baseline: float | None
    change: float | None
    changePercent: float | None


class PlatformComparisonCompare(TypedDict):
    to: Baseline
    range: PlatformComparisonCompareRange | None
    valueRange: PlatformComparisonCompareRange
    basis: ComparisonBasis | None
    views: PlatformComparisonCompareViews
    uniqueViewers: PlatformComparisonCompareViews
    watchTime: PlatformComparisonCompareViews
    averageWatchTime: PlatformComparisonCompareViews
    completionRate: PlatformComparisonCompareViews
    engagementRate: PlatformComparisonCompareViews
    engagementScore: PlatformComparisonCompareViews


class PlatformComparisonAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    compare: PlatformComparisonCompare | None


class PlatformComparisonData(TypedDict):
    platformAnalytics: PlatformComparisonAnswer | None


class PlatformComparisonLiveVariables(TypedDict):
    creatorId: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    profile: NotRequired[EngagementProfile | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


PlatformComparison: Document[PlatformComparisonVariables, PlatformComparisonData] = Document(
    "PlatformComparison",
    "platformAnalytics",
    """\
# The platform, or one creator, compared with the previous period.
query PlatformComparison(
  $creatorId: ID
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $profile: EngagementProfile = SOCIAL
  $include: TrafficInput
) {
  platformAnalytics(
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
    compare(to: PREVIOUS_PERIOD, profile: $profile) {
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
        ...PlatformComparisonCompared
      }
      uniqueViewers {
        ...PlatformComparisonCompared
      }
      watchTime {
        ...PlatformComparisonCompared
      }
      averageWatchTime {
        ...PlatformComparisonCompared
      }
      completionRate {
        ...PlatformComparisonCompared
      }
      engagementRate {
        ...PlatformComparisonCompared
      }
      engagementScore {
        ...PlatformComparisonCompared
      }
    }
  }
}

fragment PlatformComparisonCompared on ComparedValue {
  value
  baseline
  change
  changePercent
}
""",
)
"""The question."""


PlatformComparisonLive: LiveDocument[PlatformComparisonLiveVariables, PlatformComparisonData] = LiveDocument(
    "PlatformComparisonLive",
    "platformAnalytics",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription PlatformComparisonLive(
  $creatorId: ID
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $profile: EngagementProfile = SOCIAL
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  platformAnalytics(
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
    compare(to: PREVIOUS_PERIOD, profile: $profile) {
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
        ...PlatformComparisonLiveCompared
      }
      uniqueViewers {
        ...PlatformComparisonLiveCompared
      }
      watchTime {
        ...PlatformComparisonLiveCompared
      }
      averageWatchTime {
        ...PlatformComparisonLiveCompared
      }
      completionRate {
        ...PlatformComparisonLiveCompared
      }
      engagementRate {
        ...PlatformComparisonLiveCompared
      }
      engagementScore {
        ...PlatformComparisonLiveCompared
      }
    }
  }
}

fragment PlatformComparisonLiveCompared on ComparedValue {
  value
  baseline
  change
  changePercent
}
""",
)
"""An answer, and another one whenever it has changed."""
