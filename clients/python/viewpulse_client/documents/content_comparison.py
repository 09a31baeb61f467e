"""One content compared with the previous period, its creator's average or the platform's."""

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


class ContentComparisonVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    to: NotRequired[Baseline | None]
    profile: NotRequired[EngagementProfile | None]
    include: NotRequired[TrafficInput | None]


class ContentComparisonCompareRange(TypedDict):
    start: str | None
    end: str | None


class ContentComparisonCompareViews(TypedDict):
    value: float | None
    baseline: float | None
    change: float | None
    changePercent: float | None


class ContentComparisonCompare(TypedDict):
    to: Baseline
    range: ContentComparisonCompareRange | None
    valueRange: ContentComparisonCompareRange
    basis: ComparisonBasis | None
    views: ContentComparisonCompareViews
    uniqueViewers: ContentComparisonCompareViews
    watchTime: ContentComparisonCompareViews
    averageWatchTime: ContentComparisonCompareViews
    completionRate: ContentComparisonCompareViews
    engagementRate: ContentComparisonCompareViews
    qualityScore: ContentComparisonCompareViews
    engagementScore: ContentComparisonCompareViews


class ContentComparisonAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    compare: ContentComparisonCompare | None


class ContentComparisonData(TypedDict):
    contentAnalytics: ContentComparisonAnswer | None


class ContentComparisonLiveVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    to: NotRequired[Baseline | None]
    profile: NotRequired[EngagementProfile | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


ContentComparison: Document[ContentComparisonVariables, ContentComparisonData] = Document(
    "ContentComparison",
    "contentAnalytics",
    """\
# One content compared with the previous period, its creator's average or the platform's.
query ContentComparison(
  $contentId: ID!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $to: Baseline = PREVIOUS_PERIOD
  $profile: EngagementProfile = SOCIAL
  $include: TrafficInput
) {
  contentAnalytics(
    contentId: $contentId
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
        ...ContentComparisonCompared
      }
      uniqueViewers {
        ...ContentComparisonCompared
      }
      watchTime {
        ...ContentComparisonCompared
      }
      averageWatchTime {
        ...ContentComparisonCompared
      }
      completionRate {
        ...ContentComparisonCompared
      }
      engagementRate {
        ...ContentComparisonCompared
      }
      qualityScore {
        ...ContentComparisonCompared
      }
      engagementScore {
        ...ContentComparisonCompared
      }
    }
  }
}

fragment ContentComparisonCompared on ComparedValue {
  value
  baseline
  change
  changePercent
}
""",
)
"""The question."""


ContentComparisonLive: LiveDocument[ContentComparisonLiveVariables, ContentComparisonData] = LiveDocument(
    "ContentComparisonLive",
    "contentAnalytics",
    """\
# Live: one content compared with the previous period, its creator's average or the platform's. Resume with the last revision as $afterRevision.
subscription ContentComparisonLive(
  $contentId: ID!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $to: Baseline = PREVIOUS_PERIOD
  $profile: EngagementProfile = SOCIAL
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  contentAnalytics(
    contentId: $contentId
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
        ...ContentComparisonLiveCompared
      }
      uniqueViewers {
        ...ContentComparisonLiveCompared
      }
      watchTime {
        ...ContentComparisonLiveCompared
      }
      averageWatchTime {
        ...ContentComparisonLiveCompared
      }
      completionRate {
        ...ContentComparisonLiveCompared
      }
      engagementRate {
        ...ContentComparisonLiveCompared
      }
      qualityScore {
        ...ContentComparisonLiveCompared
      }
      engagementScore {
        ...ContentComparisonLiveCompared
      }
    }
  }
}

fragment ContentComparisonLiveCompared on ComparedValue {
  value
  baseline
  change
  changePercent
}
""",
)
"""An answer, and another one whenever it has changed."""
