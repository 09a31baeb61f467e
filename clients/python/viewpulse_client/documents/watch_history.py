"""The watch history of a user, latest first, in pages; without $userId, of the signed-in user."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ContentType,
    )


class WatchHistoryVariables(TypedDict):
    userId: NotRequired[str | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    definition: NotRequired[str | None]


class WatchHistoryPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class WatchHistoryEdgesNode(TypedDict):
    contentId: str
    type: ContentType | None
    title: str | None
    caption: str | None
    thumbnail: str | None
    creatorId: str | None
    firstViewedAt: str
    lastViewedAt: str
    views: int
    plays: int
    watchTime: float
    completions: int


class WatchHistoryEdges(TypedDict):
    cursor: str
    node: WatchHistoryEdgesNode


class WatchHistoryAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    pageInfo: WatchHistoryPageInfo
    edges: list[WatchHistoryEdges]


class WatchHistoryData(TypedDict):
    watchHistory: WatchHistoryAnswer | None


class WatchHistoryLiveVariables(TypedDict):
    userId: NotRequired[str | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    definition: NotRequired[str | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


WatchHistory: Document[WatchHistoryVariables, WatchHistoryData] = Document(
    "WatchHistory",
    "watchHistory",
    """\
# The watch history of a user, latest first, in pages; without $userId, of the signed-in user.
query WatchHistory(
  $userId: ID
  $first: Int = 20
  $after: String
  $definition: String = "start@1"
) {
  watchHistory(
    userId: $userId
    first: $first
    after: $after
    definition: $definition
  ) {
    id
    asOf
    revision
    isFinal
    definition
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
        firstViewedAt
        lastViewedAt
        views
        plays
        watchTime
        completions
      }
    }
  }
}
""",
)
"""The question."""


WatchHistoryLive: LiveDocument[WatchHistoryLiveVariables, WatchHistoryData] = LiveDocument(
    "WatchHistoryLive",
    "watchHistory",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription WatchHistoryLive(
  $userId: ID
  $first: Int = 20
  $after: String
  $definition: String = "start@1"
  $afterRevision: Long
  $every: Duration
) {
  watchHistory(
    userId: $userId
    first: $first
    after: $after
    definition: $definition
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    isFinal
    definition
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
        firstViewedAt
        lastViewedAt
        views
        plays
        watchTime
        completions
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
