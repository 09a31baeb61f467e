"""The retention curve of a content, up to 200 points, for all plays or one value of a dimension."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        RangeInput,
        RetentionCurve,
        RetentionSlice,
        TrafficInput,
    )


class ContentRetentionVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    definition: NotRequired[str | None]
    curve: NotRequired[RetentionCurve | None]
    points: NotRequired[int | None]
    slice: NotRequired[RetentionSlice | None]
    include: NotRequired[TrafficInput | None]


class ContentRetentionRetentionPoints(TypedDict):
    start: float
    end: float
    value: float | None
    startedWatching: int
    stoppedWatching: int


class ContentRetentionRetention(TypedDict):
    curve: RetentionCurve
    duration: float | None
    views: int
    playsWithoutPositions: int
    viewers: int | None
    estimated: bool
    points: list[ContentRetentionRetentionPoints]


class ContentRetentionAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    retention: ContentRetentionRetention | None


class ContentRetentionData(TypedDict):
    contentAnalytics: ContentRetentionAnswer | None


class ContentRetentionLiveVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    definition: NotRequired[str | None]
    curve: NotRequired[RetentionCurve | None]
    points: NotRequired[int | None]
    slice: NotRequired[RetentionSlice | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


ContentRetention: Document[ContentRetentionVariables, ContentRetentionData] = Document(
    "ContentRetention",
    "contentAnalytics",
    """\
# The retention curve of a content, up to 200 points, for all plays or one value of a dimension.
query ContentRetention(
  $contentId: ID!
  $range: RangeInput
  $definition: String = "start@1"
  $curve: RetentionCurve = PLAYS
  $points: Int = 100
  $slice: RetentionSlice
  $include: TrafficInput
) {
  contentAnalytics(contentId: $contentId, range: $range, definition: $definition, include: $include) {
    id
    asOf
    revision
    isFinal
    definition
    retention(curve: $curve, points: $points, slice: $slice) {
      curve
      duration
      views
      playsWithoutPositions
      viewers
      estimated
      points {
        start
        end
        value
        startedWatching
        stoppedWatching
      }
    }
  }
}
""",
)
"""The question."""


ContentRetentionLive: LiveDocument[ContentRetentionLiveVariables, ContentRetentionData] = LiveDocument(
    "ContentRetentionLive",
    "contentAnalytics",
    """\
# Live: the retention curve of a content. Resume with the last revision as $afterRevision.
subscription ContentRetentionLive(
  $contentId: ID!
  $range: RangeInput
  $definition: String = "start@1"
  $curve: RetentionCurve = PLAYS
  $points: Int = 100
  $slice: RetentionSlice
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  contentAnalytics(contentId: $contentId, range: $range, definition: $definition, include: $include, afterRevision: $afterRevision, every: $every) {
    id
    asOf
    revision
    isFinal
    definition
    retention(curve: $curve, points: $points, slice: $slice) {
      curve
      duration
      views
      playsWithoutPositions
      viewers
      estimated
      points {
        start
        end
        value
        startedWatching
        stoppedWatching
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
