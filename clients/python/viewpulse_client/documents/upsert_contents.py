"""Adds or updates contents, so that events can omit creator and duration, and lists have titles."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ContentInput,
        ContentType,
        ItemStatus,
    )


class UpsertContentsVariables(TypedDict):
    contents: Sequence[ContentInput]


class UpsertContentsResultsContent(TypedDict):
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


class UpsertContentsResults(TypedDict):
    index: int
    status: ItemStatus
    code: str | None
    message: str | None
    path: list[str] | None
    content: UpsertContentsResultsContent | None


class UpsertContentsAnswer(TypedDict):
    accepted: int
    rejected: int
    results: list[UpsertContentsResults]


class UpsertContentsData(TypedDict):
    upsertContents: UpsertContentsAnswer


UpsertContents: Document[UpsertContentsVariables, UpsertContentsData] = Document(
    "UpsertContents",
    "upsertContents",
    """\
# Adds or updates contents, so that events can omit creator and duration, and lists have titles.
mutation UpsertContents($contents: [ContentInput!]!) {
  upsertContents(contents: $contents) {
    accepted
    rejected
    results {
      index
      status
      code
      message
      path
      content {
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
  }
}
""",
)
"""The question."""
