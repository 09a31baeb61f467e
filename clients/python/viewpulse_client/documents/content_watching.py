"""The concurrent viewers of a content."""

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


class ContentWatchingVariables(TypedDict):
    contentId: str
    include: NotRequired[TrafficInput | None]


class ContentWatchingAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    concurrentViewers: int | None


class ContentWatchingData(TypedDict):
    contentAnalytics: ContentWatchingAnswer | None


class ContentWatchingLiveVariables(TypedDict):
    contentId: str
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


ContentWatching: Document[ContentWatchingVariables, ContentWatchingData] = Document(
    "ContentWatching",
    "contentAnalytics",
    """\
# The concurrent viewers of a content.
query ContentWatching($contentId: ID!, $include: TrafficInput) {
  contentAnalytics(contentId: $contentId, include: $include) {
    id
    asOf
    revision
    concurrentViewers
  }
}
""",
)
"""The question."""


ContentWatchingLive: LiveDocument[ContentWatchingLiveVariables, ContentWatchingData] = LiveDocument(
    "ContentWatchingLive",
    "contentAnalytics",
    """\
# Live: the concurrent viewers of a content; the number falls by itself when viewers fall silent. Resume with the last revision as $afterRevision.
subscription ContentWatchingLive(
  $contentId: ID!
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  contentAnalytics(
    contentId: $contentId
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    concurrentViewers
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
