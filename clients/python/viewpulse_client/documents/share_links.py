"""Share links, newest first; with $of, those of a content, a creator or the platform."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        OfInput,
    )


class ShareLinksVariables(TypedDict):
    of: NotRequired[OfInput | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]


class ShareLinksNodes(TypedDict):
    linkId: str
    contentId: str | None
    creatorId: str | None
    hasRange: bool
    origins: list[str]
    createdAt: str
    expiresAt: str
    revokedAt: str | None


class ShareLinksPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class ShareLinksAnswer(TypedDict):
    totalCount: int | None
    nodes: list[ShareLinksNodes]
    pageInfo: ShareLinksPageInfo


class ShareLinksData(TypedDict):
    shareLinks: ShareLinksAnswer | None


ShareLinks: Document[ShareLinksVariables, ShareLinksData] = Document(
    "ShareLinks",
    "shareLinks",
    """\
# Share links, newest first; with $of, those of a content, a creator or the platform.
query ShareLinks($of: OfInput, $first: Int = 20, $after: String) {
  shareLinks(of: $of, first: $first, after: $after) {
    totalCount
    nodes {
      linkId
      contentId
      creatorId
      hasRange
      origins
      createdAt
      expiresAt
      revokedAt
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
""",
)
"""The question."""
