"""A live stream: its viewers now, at most and on the average, who joins, what is written and given, minute by minute."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        TrafficInput,
    )


class StreamAnalyticsVariables(TypedDict):
    contentId: str
    minutes: NotRequired[int | None]
    include: NotRequired[TrafficInput | None]


class StreamAnalyticsPoints(TypedDict):
    start: str
    peakConcurrentViewers: int
    averageConcurrentViewers: float
    joins: int
    newViewers: int
    chatMessages: int
    gifts: int


class StreamAnalyticsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    contentId: str
    isLive: bool
    startedAt: str | None
    endedAt: str | None
    duration: float
    concurrentViewers: int
    peakConcurrentViewers: int
    peakAt: str | None
    averageConcurrentViewers: float
    uniqueViewers: int
    joins: int
    watchTime: float
    averageWatchTime: float
    chatMessages: int
    gifts: int
    truncated: bool
    points: list[StreamAnalyticsPoints]


class StreamAnalyticsData(TypedDict):
    streamAnalytics: StreamAnalyticsAnswer | None


class StreamAnalyticsLiveVariables(TypedDict):
    contentId: str
    minutes: NotRequired[int | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


StreamAnalytics: Document[StreamAnalyticsVariables, StreamAnalyticsData] = Document(
    "StreamAnalytics",
    "streamAnalytics",
    """\
# A live stream: its viewers now, at most and on the average, who joins, what is written and given, minute by minute.
query StreamAnalytics($contentId: ID!, $minutes: Int = 180, $include: TrafficInput) {
  streamAnalytics(contentId: $contentId, minutes: $minutes, include: $include) {
    id
    asOf
    revision
    isFinal
    definition
    contentId
    isLive
    startedAt
    endedAt
    duration
    concurrentViewers
    peakConcurrentViewers
    peakAt
    averageConcurrentViewers
    uniqueViewers
    joins
    watchTime
    averageWatchTime
    chatMessages
    gifts
    truncated
    points {
      start
      peakConcurrentViewers
      averageConcurrentViewers
      joins
      newViewers
      chatMessages
      gifts
    }
  }
}
""",
)
"""The question."""


StreamAnalyticsLive: LiveDocument[StreamAnalyticsLiveVariables, StreamAnalyticsData] = LiveDocument(
    "StreamAnalyticsLive",
    "streamAnalytics",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription StreamAnalyticsLive(
  $contentId: ID!
  $minutes: Int = 180
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  streamAnalytics(
    contentId: $contentId
    minutes: $minutes
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    isFinal
    definition
    contentId
    isLive
    startedAt
    endedAt
    duration
    concurrentViewers
    peakConcurrentViewers
    peakAt
    averageConcurrentViewers
    uniqueViewers
    joins
    watchTime
    averageWatchTime
    chatMessages
    gifts
    truncated
    points {
      start
      peakConcurrentViewers
      averageConcurrentViewers
      joins
      newViewers
      chatMessages
      gifts
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
