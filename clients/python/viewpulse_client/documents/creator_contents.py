"""A creator's contents, in pages, with their numbers in a range; without $creatorId, those of the signed-in one."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ContentSort,
        ContentType,
        RangeInput,
        TrafficInput,
    )


class CreatorContentsVariables(TypedDict):
    creatorId: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    search: NotRequired[str | None]
    types: NotRequired[Sequence[ContentType] | None]
    sort: NotRequired[ContentSort | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class CreatorContentsRange(TypedDict):
    start: str | None
    end: str | None


class CreatorContentsPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class CreatorContentsEdgesNode(TypedDict):
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


class CreatorContentsEdges(TypedDict):
    cursor: str
    node: CreatorContentsEdgesNode


class CreatorContentsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    range: CreatorContentsRange
    timezone: str
    totalCount: int | None
    pageInfo: CreatorContentsPageInfo
    edges: list[CreatorContentsEdges]


class CreatorContentsData(TypedDict):
    creatorContents: CreatorContentsAnswer | None


class CreatorContentsLiveVariables(TypedDict):
    creatorId: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    search: NotRequired[str | None]
    types: NotRequired[Sequence[ContentType] | None]
    sort: NotRequired[ContentSort | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


CreatorContents: Document[CreatorContentsVariables, CreatorContentsData] = Document(
    "CreatorContents",
    "creatorContents",
    """\
# A creator's contents, in pages, with their numbers in a range; without $creatorId, those of the signed-in one.
query CreatorContents(
  $creatorId: ID
  $range: RangeInput
  $timezone: String = "UTC"
  $search: String
  $types: [ContentType!]
  $sort: ContentSort = RECENT
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $definition: String = "start@1"
  $include: TrafficInput
) {
  creatorContents(
    creatorId: $creatorId
    range: $range
    timezone: $timezone
    search: $search
    types: $types
    sort: $sort
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
    totalCount
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
}
""",
)
"""The question."""


CreatorContentsLive: LiveDocument[CreatorContentsLiveVariables, CreatorContentsData] = LiveDocument(
    "CreatorContentsLive",
    "creatorContents",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription CreatorContentsLive(
  $creatorId: ID
  $range: RangeInput
  $timezone: String = "UTC"
  $search: String
  $types: [ContentType!]
  $sort: ContentSort = RECENT
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  creatorContents(
    creatorId: $creatorId
    range: $range
    timezone: $timezone
    search: $search
    types: $types
    sort: $sort
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
    totalCount
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
}
""",
)
"""An answer, and another one whenever it has changed."""
