"""The best contents of all time or of a range, in pages; may be a few seconds old."""

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
        TopBy,
        TrafficInput,
        Trend,
    )


class TopContentsVariables(TypedDict):
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    by: NotRequired[TopBy | None]
    minimumViews: NotRequired[int | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class TopContentsRange(TypedDict):
    start: str | None
    end: str | None


class TopContentsPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class TopContentsEdgesNode(TypedDict):
    contentId: str
    type: ContentType | None
    title: str | None
    caption: str | None
    thumbnail: str | None
    creatorId: str | None
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
    velocity: float
    previousVelocity: float
    trend: Trend


class TopContentsEdges(TypedDict):
    cursor: str
    node: TopContentsEdgesNode


class TopContentsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    range: TopContentsRange
    timezone: str
    by: TopBy
    minimumViews: int
    pageInfo: TopContentsPageInfo
    edges: list[TopContentsEdges]


class TopContentsData(TypedDict):
    topContents: TopContentsAnswer | None


class TopContentsLiveVariables(TypedDict):
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    by: NotRequired[TopBy | None]
    minimumViews: NotRequired[int | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


TopContents: Document[TopContentsVariables, TopContentsData] = Document(
    "TopContents",
    "topContents",
    """\
# The best contents of all time or of a range, in pages; may be a few seconds old.
query TopContents(
  $range: RangeInput
  $timezone: String = "UTC"
  $by: TopBy = QUALITY
  $minimumViews: Int
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $definition: String = "start@1"
  $include: TrafficInput
) {
  topContents(
    range: $range
    timezone: $timezone
    by: $by
    minimumViews: $minimumViews
    first: $first
    after: $after
    last: $last
    before: $before
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
    by
    minimumViews
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    edges {
      cursor
      node {
        contentId
        type
        title
        caption
        thumbnail
        creatorId
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
        velocity
        previousVelocity
        trend
      }
    }
  }
}
""",
)
"""The question."""


TopContentsLive: LiveDocument[TopContentsLiveVariables, TopContentsData] = LiveDocument(
    "TopContentsLive",
    "topContents",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription TopContentsLive(
  $range: RangeInput
  $timezone: String = "UTC"
  $by: TopBy = QUALITY
  $minimumViews: Int
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  topContents(
    range: $range
    timezone: $timezone
    by: $by
    minimumViews: $minimumViews
    first: $first
    after: $after
    last: $last
    before: $before
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
    by
    minimumViews
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    edges {
      cursor
      node {
        contentId
        type
        title
        caption
        thumbnail
        creatorId
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
        velocity
        previousVelocity
        trend
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
