"""The last minutes of a content, a creator or the platform: views and viewers by minute, who is watching, what is viewed most."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        OfInput,
        TrafficInput,
    )


class RealtimeVariables(TypedDict):
    of: OfInput
    minutes: NotRequired[int | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class RealtimeRange(TypedDict):
    start: str | None
    end: str | None


class RealtimePoints(TypedDict):
    start: str
    isFinal: bool
    views: int
    uniqueViewers: int
    plays: int
    watchTime: float
    likes: int
    comments: int
    shares: int


class RealtimeTotals(TypedDict):
    views: int
    uniqueViewers: int
    plays: int
    watchTime: float
    likes: int
    comments: int
    shares: int


class RealtimeTop(TypedDict):
    contentId: str
    title: str | None
    thumbnail: str | None
    creatorId: str | None
    views: int
    concurrentViewers: int


class RealtimeAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    range: RealtimeRange
    points: list[RealtimePoints]
    totals: RealtimeTotals
    concurrentViewers: int | None
    top: list[RealtimeTop] | None


class RealtimeData(TypedDict):
    realtime: RealtimeAnswer | None


class RealtimeLiveVariables(TypedDict):
    of: OfInput
    minutes: NotRequired[int | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Realtime: Document[RealtimeVariables, RealtimeData] = Document(
    "Realtime",
    "realtime",
    """\
# The last minutes of a content, a creator or the platform: views and viewers by minute, who is watching, what is viewed most.
query Realtime(
  $of: OfInput!
  $minutes: Int = 30
  $definition: String = "start@1"
  $include: TrafficInput
) {
  realtime(
    of: $of
    minutes: $minutes
    definition: $definition
    include: $include
  ) {
    id
    asOf
    revision
    isFinal
    definition
    range {
      start
      end
    }
    points {
      start
      isFinal
      ...RealtimeFigures
    }
    totals {
      ...RealtimeFigures
    }
    concurrentViewers
    top {
      contentId
      title
      thumbnail
      creatorId
      views
      concurrentViewers
    }
  }
}

fragment RealtimeFigures on Point {
  views
  uniqueViewers
  plays
  watchTime
  likes
  comments
  shares
}
""",
)
"""The question."""


RealtimeLive: LiveDocument[RealtimeLiveVariables, RealtimeData] = LiveDocument(
    "RealtimeLive",
    "realtime",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription RealtimeLive(
  $of: OfInput!
  $minutes: Int = 30
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  realtime(
    of: $of
    minutes: $minutes
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
    range {
      start
      end
    }
    points {
      start
      isFinal
      ...RealtimeLiveFigures
    }
    totals {
      ...RealtimeLiveFigures
    }
    concurrentViewers
    top {
      contentId
      title
      thumbnail
      creatorId
      views
      concurrentViewers
    }
  }
}

fragment RealtimeLiveFigures on Point {
  views
  uniqueViewers
  plays
  watchTime
  likes
  comments
  shares
}
""",
)
"""An answer, and another one whenever it has changed."""
