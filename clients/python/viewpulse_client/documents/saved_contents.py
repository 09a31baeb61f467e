"""The saved contents of a user, latest first, in pages; without $userId, of the signed-in user."""

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


class SavedContentsVariables(TypedDict):
    userId: NotRequired[str | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]


class SavedContentsPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class SavedContentsEdgesNode(TypedDict):
    contentId: str
    type: ContentType | None
    title: str | None
    caption: str | None
    thumbnail: str | None
    creatorId: str | None
    savedAt: str


class SavedContentsEdges(TypedDict):
    cursor: str
    node: SavedContentsEdgesNode


class SavedContentsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    pageInfo: SavedContentsPageInfo
    edges: list[SavedContentsEdges]


class SavedContentsData(TypedDict):
    savedContents: SavedContentsAnswer | None


class SavedContentsLiveVariables(TypedDict):
    userId: NotRequired[str | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SavedContents: Document[SavedContentsVariables, SavedContentsData] = Document(
    "SavedContents",
    "savedContents",
    """\
# The saved contents of a user, latest first, in pages; without $userId, of the signed-in user.
query SavedContents($userId: ID, $first: Int = 20, $after: String) {
  savedContents(userId: $userId, first: $first, after: $after) {
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
        savedAt
      }
    }
  }
}
""",
)
"""The question."""


SavedContentsLive: LiveDocument[SavedContentsLiveVariables, SavedContentsData] = LiveDocument(
    "SavedContentsLive",
    "savedContents",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription SavedContentsLive(
  $userId: ID
  $first: Int = 20
  $after: String
  $afterRevision: Long
  $every: Duration
) {
  savedContents(
    userId: $userId
    first: $first
    after: $after
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
        savedAt
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
