"""The size of the project, and the number of events that wait to be counted."""

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


class PlatformStatsVariables(TypedDict):
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class PlatformStatsUniqueViewers(TypedDict):
    count: int
    estimated: bool


class PlatformStatsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    contents: int
    cataloguedContents: int
    creators: int
    views: int
    plays: int
    watchTime: float
    uniqueViewers: PlatformStatsUniqueViewers
    sessions: int
    openSessions: int
    staleScores: int
    pendingBatches: int
    pendingEvents: int
    lag: float


class PlatformStatsData(TypedDict):
    platformStats: PlatformStatsAnswer | None


class PlatformStatsLiveVariables(TypedDict):
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


PlatformStats: Document[PlatformStatsVariables, PlatformStatsData] = Document(
    "PlatformStats",
    "platformStats",
    """\
# The size of the project, and the number of events that wait to be counted.
query PlatformStats($definition: String = "start@1", $include: TrafficInput) {
  platformStats(definition: $definition, include: $include) {
    id
    asOf
    revision
    isFinal
    definition
    contents
    cataloguedContents
    creators
    views
    plays
    watchTime
    uniqueViewers {
      count
      estimated
    }
    sessions
    openSessions
    staleScores
    pendingBatches
    pendingEvents
    lag
  }
}
""",
)
"""The question."""


PlatformStatsLive: LiveDocument[PlatformStatsLiveVariables, PlatformStatsData] = LiveDocument(
    "PlatformStatsLive",
    "platformStats",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription PlatformStatsLive(
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  platformStats(
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
    contents
    cataloguedContents
    creators
    views
    plays
    watchTime
    uniqueViewers {
      count
      estimated
    }
    sessions
    openSessions
    staleScores
    pendingBatches
    pendingEvents
    lag
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
