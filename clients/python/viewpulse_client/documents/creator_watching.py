"""The concurrent viewers of a creator's contents, each counted once."""

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


class CreatorWatchingVariables(TypedDict):
    creatorId: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class CreatorWatchingAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    concurrentViewers: int | None


class CreatorWatchingData(TypedDict):
    creatorAnalytics: CreatorWatchingAnswer | None


class CreatorWatchingLiveVariables(TypedDict):
    creatorId: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


CreatorWatching: Document[CreatorWatchingVariables, CreatorWatchingData] = Document(
    "CreatorWatching",
    "creatorAnalytics",
    """\
# The concurrent viewers of a creator's contents, each counted once.
query CreatorWatching($creatorId: ID, $include: TrafficInput) {
  creatorAnalytics(creatorId: $creatorId, include: $include) {
    id
    asOf
    revision
    concurrentViewers
  }
}
""",
)
"""The question."""


CreatorWatchingLive: LiveDocument[CreatorWatchingLiveVariables, CreatorWatchingData] = LiveDocument(
    "CreatorWatchingLive",
    "creatorAnalytics",
    """\
# Live: the concurrent viewers of a creator's contents, each counted once. Resume with the last revision as $afterRevision.
subscription CreatorWatchingLive(
  $creatorId: ID
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  creatorAnalytics(
    creatorId: $creatorId
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
