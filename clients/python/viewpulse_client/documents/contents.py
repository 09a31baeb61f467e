"""The catalogue, searched by title or id, in pages."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        CatalogueSort,
        ContentType,
    )


class ContentsVariables(TypedDict):
    search: NotRequired[str | None]
    types: NotRequired[Sequence[ContentType] | None]
    creatorId: NotRequired[str | None]
    sort: NotRequired[CatalogueSort | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]


class ContentsPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class ContentsEdgesNode(TypedDict):
    id: str
    contentId: str
    type: ContentType | None
    creatorId: str | None
    title: str | None
    thumbnail: str | None
    duration: float | None
    publishedAt: str | None
    updatedAt: str | None


class ContentsEdges(TypedDict):
    cursor: str
    node: ContentsEdgesNode


class ContentsAnswer(TypedDict):
    totalCount: int | None
    pageInfo: ContentsPageInfo
    edges: list[ContentsEdges]


class ContentsData(TypedDict):
    contents: ContentsAnswer | None


Contents: Document[ContentsVariables, ContentsData] = Document(
    "Contents",
    "contents",
    """\
# The catalogue, searched by title or id, in pages.
query Contents(
  $search: String
  $types: [ContentType!]
  $creatorId: ID
  $sort: CatalogueSort = RECENT
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
) {
  contents(
    search: $search
    types: $types
    creatorId: $creatorId
    sort: $sort
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
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
        id
        contentId
        type
        creatorId
        title
        thumbnail
        duration
        publishedAt
        updatedAt
      }
    }
  }
}
""",
)
"""The question."""
