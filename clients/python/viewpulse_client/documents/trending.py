"""Contents with many views and a rising number of them; may be a few seconds old."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ContentType,
        TrafficInput,
        Trend,
    )


class TrendingVariables(TypedDict):
    first: NotRequired[int | None]
    window: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class TrendingRange(TypedDict):
    start: str | None
    end: str | None


class TrendingContents(TypedDict):
    contentId: str
    type: ContentType | None
    title: str | None
    caption: str | None
    thumbnail: str | None
    creatorId: str | None
    views: int
    velocity: float
    previousVelocity: float
    trend: Trend
    likes: int
    shares: int
    qualityScore: float


class TrendingAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    range: TrendingRange
    minimumVelocity: int
    contents: list[TrendingContents]


class TrendingData(TypedDict):
    trending: TrendingAnswer | None


class TrendingLiveVariables(TypedDict):
    first: NotRequired[int | None]
    window: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Trending: Document[TrendingVariables, TrendingData] = Document(
    "Trending",
    "trending",
    """\
# Contents with many views and a rising number of them; may be a few seconds old.
query Trending(
  $first: Int = 10
  $window: String = "24h"
  $definition: String = "start@1"
  $include: TrafficInput
) {
  trending(first: $first, window: $window, definition: $definition, include: $include) {
    id
    asOf
    revision
    isFinal
    definition
    range {
      start
      end
    }
    minimumVelocity
    contents {
      contentId
      type
      title
      caption
      thumbnail
      creatorId
      views
      velocity
      previousVelocity
      trend
      likes
      shares
      qualityScore
    }
  }
}
""",
)
"""The question."""


TrendingLive: LiveDocument[TrendingLiveVariables, TrendingData] = LiveDocument(
    "TrendingLive",
    "trending",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription TrendingLive(
  $first: Int = 10
  $window: String = "24h"
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  trending(first: $first, window: $window, definition: $definition, include: $include, afterRevision: $afterRevision, every: $every) {
    id
    asOf
    revision
    isFinal
    definition
    range {
      start
      end
    }
    minimumVelocity
    contents {
      contentId
      type
      title
      caption
      thumbnail
      creatorId
      views
      velocity
      previousVelocity
      trend
      likes
      shares
      qualityScore
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
