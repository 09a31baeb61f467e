"""A content and its catalogue entry."""

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


class ContentVariables(TypedDict):
    contentId: str


class ContentAnswer(TypedDict):
    id: str
    contentId: str
    type: ContentType | None
    creatorId: str | None
    title: str | None
    caption: str | None
    thumbnail: str | None
    duration: float | None
    publishedAt: str | None
    updatedAt: str | None


class ContentData(TypedDict):
    content: ContentAnswer | None


Content: Document[ContentVariables, ContentData] = Document(
    "Content",
    "content",
    """\
# A content and its catalogue entry.
query Content($contentId: ID!) {
  content(contentId: $contentId) {
    id
    contentId
    type
    creatorId
    title
    caption
    thumbnail
    duration
    publishedAt
    updatedAt
  }
}
""",
)
"""The question."""
