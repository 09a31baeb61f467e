"""The quality, performance and engagement scores of one content, its rank, and benchmarks."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        RangeInput,
        TrafficInput,
    )


class ContentScoresVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class ContentScoresQualityScore(TypedDict):
    score: float
    completionPart: float
    engagementPart: float
    viralityPart: float
    watchabilityPart: float


class ContentScoresPerformanceScoreWeights(TypedDict):
    viewThrough: float
    averageWatch: float
    save: float
    share: float
    skip: float
    fullWatch: float
    fullSaveRate: float
    fullShareRate: float


class ContentScoresPerformanceScore(TypedDict):
    score: float
    viewThroughPart: float
    averageWatchPart: float
    savePart: float
    sharePart: float
    skipPart: float
    boost: float
    weights: ContentScoresPerformanceScoreWeights


class ContentScoresBenchmarksVersusCreator(TypedDict):
    contents: int
    average: float | None
    difference: float | None


class ContentScoresBenchmarks(TypedDict):
    rank: int | None
    contents: int
    percentile: float | None
    scoredAt: str | None
    qualityScore: float | None
    versusCreator: ContentScoresBenchmarksVersusCreator
    versusPlatform: ContentScoresBenchmarksVersusCreator


class ContentScoresAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    engagementScore: float
    qualityScore: ContentScoresQualityScore | None
    performanceScore: ContentScoresPerformanceScore | None
    benchmarks: ContentScoresBenchmarks | None


class ContentScoresData(TypedDict):
    contentAnalytics: ContentScoresAnswer | None


class ContentScoresLiveVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


ContentScores: Document[ContentScoresVariables, ContentScoresData] = Document(
    "ContentScores",
    "contentAnalytics",
    """\
# The quality, performance and engagement scores of one content, its rank, and benchmarks.
query ContentScores(
  $contentId: ID!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
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
    engagementScore
    qualityScore {
      score
      completionPart
      engagementPart
      viralityPart
      watchabilityPart
    }
    performanceScore {
      score
      viewThroughPart
      averageWatchPart
      savePart
      sharePart
      skipPart
      boost
      weights {
        viewThrough
        averageWatch
        save
        share
        skip
        fullWatch
        fullSaveRate
        fullShareRate
      }
    }
    benchmarks {
      rank
      contents
      percentile
      scoredAt
      qualityScore
      versusCreator {
        contents
        average
        difference
      }
      versusPlatform {
        contents
        average
        difference
      }
    }
  }
}
""",
)
"""The question."""


ContentScoresLive: LiveDocument[ContentScoresLiveVariables, ContentScoresData] = LiveDocument(
    "ContentScoresLive",
    "contentAnalytics",
    """\
# Live: the quality, performance and engagement scores of one content, its rank, and benchmarks. Resume with the last revision as $afterRevision.
subscription ContentScoresLive(
  $contentId: ID!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
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
    engagementScore
    qualityScore {
      score
      completionPart
      engagementPart
      viralityPart
      watchabilityPart
    }
    performanceScore {
      score
      viewThroughPart
      averageWatchPart
      savePart
      sharePart
      skipPart
      boost
      weights {
        viewThrough
        averageWatch
        save
        share
        skip
        fullWatch
        fullSaveRate
        fullShareRate
      }
    }
    benchmarks {
      rank
      contents
      percentile
      scoredAt
      qualityScore
      versusCreator {
        contents
        average
        difference
      }
      versusPlatform {
        contents
        average
        difference
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
