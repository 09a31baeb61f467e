"""The concurrent viewers of all contents, each counted once."""

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


class PlatformWatchingVariables(TypedDict):
    include: NotRequired[TrafficInput | None]


class PlatformWatchingAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    concurrentViewers: int | None


class PlatformWatchingData(TypedDict):
    platformAnalytics: PlatformWatchingAnswer | None


class PlatformWatchingLiveVariables(TypedDict):
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


PlatformWatching: Document[PlatformWatchingVariables, PlatformWatchingData] = Document(
    "PlatformWatching",
    "platformAnalytics",
    """\
# The concurrent viewers of all contents, each counted once.
query PlatformWatching($include: TrafficInput) {
  platformAnalytics(include: $include) {
    id
    asOf
    revision
    concurrentViewers
  }
}
""",
)
"""The question."""


PlatformWatchingLive: LiveDocument[PlatformWatchingLiveVariables, PlatformWatchingData] = LiveDocument(
    "PlatformWatchingLive",
    "platformAnalytics",
    """\
# Live: the concurrent viewers of all contents, each counted once. Resume with the last revision as $afterRevision.
subscription PlatformWatchingLive($include: TrafficInput, $afterRevision: Long, $every: Duration) {
  platformAnalytics(include: $include, afterRevision: $afterRevision, every: $every) {
    id
    asOf
    revision
    concurrentViewers
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
