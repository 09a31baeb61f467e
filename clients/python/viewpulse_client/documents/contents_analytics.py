"""The numbers of several contents in a range, and of all of them together."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ContentType,
        RangeInput,
        TrafficInput,
    )


class ContentsAnalyticsVariables(TypedDict):
    contentIds: Sequence[str]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class ContentsAnalyticsRange(TypedDict):
    start: str | None
    end: str | None


class ContentsAnalyticsTotals(TypedDict):
    views: int
    uniqueViewers: int
    watchTime: float
    averageWatchTime: float
    completionRate: float
    likes: int
    comments: int
    shares: int
    saves: int
    engagementRate: float
    engagementScore: float


class ContentsAnalyticsContents(TypedDict):
    contentId: str
    type: ContentType | None
    title: str | None
    caption: str | None
    thumbnail: str | None
    creatorId: str | None
    publishedAt: str | None
    duration: float | None
    views: int
    uniqueViewers: int
    watchTime: float
    averageWatchTime: float
    completionRate: float
    likes: int
    comments: int
    shares: int
    saves: int
    engagementRate: float
    engagementScore: float
    qualityScore: float


class ContentsAnalyticsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    range: ContentsAnalyticsRange
    timezone: str
    totals: ContentsAnalyticsTotals
    contents: list[ContentsAnalyticsContents]


class ContentsAnalyticsData(TypedDict):
    contentsAnalytics: ContentsAnalyticsAnswer | None


class ContentsAnalyticsLiveVariables(TypedDict):
    contentIds: Sequence[str]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


ContentsAnalytics: Document[ContentsAnalyticsVariables, ContentsAnalyticsData] = Document(
    "ContentsAnalytics",
    "contentsAnalytics",
    """\
# The numbers of several contents in a range, and of all of them together.
query ContentsAnalytics(
  $contentIds: [ID!]!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
) {
  contentsAnalytics(
    contentIds: $contentIds
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
    range {
      start
      end
    }
    timezone
    totals {
      views
      uniqueViewers
      watchTime
      averageWatchTime
      completionRate
      likes
      comments
      shares
      saves
      engagementRate
      engagementScore
    }
    contents {
      contentId
      type
      title
      caption
      thumbnail
      creatorId
      publishedAt
      duration
      views
      uniqueViewers
      watchTime
      averageWatchTime
      completionRate
      likes
      comments
      shares
      saves
      engagementRate
      engagementScore
      qualityScore
    }
  }
}
""",
)
"""The question."""


ContentsAnalyticsLive: LiveDocument[ContentsAnalyticsLiveVariables, ContentsAnalyticsData] = LiveDocument(
    "ContentsAnalyticsLive",
    "contentsAnalytics",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription ContentsAnalyticsLive(
  $contentIds: [ID!]!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  contentsAnalytics(
    contentIds: $contentIds
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
    range {
      start
      end
    }
    timezone
    totals {
      views
      uniqueViewers
      watchTime
      averageWatchTime
      completionRate
      likes
      comments
      shares
      saves
      engagementRate
      engagementScore
    }
    contents {
      contentId
      type
      title
      caption
      thumbnail
      creatorId
      publishedAt
      duration
      views
      uniqueViewers
      watchTime
      averageWatchTime
      completionRate
      likes
      comments
      shares
      saves
      engagementRate
      engagementScore
      qualityScore
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
