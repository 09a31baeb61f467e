"""The three retention curves of a content together: parts watched per view, viewers who saw them, and their rank. All have the parts of the first one."""

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
        TrafficInput,
    )


class ContentCurvesVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    points: NotRequired[int | None]
    include: NotRequired[TrafficInput | None]


class ContentCurvesPlaysPoints(TypedDict):
    start: float
    end: float
    value: float | None
    startedWatching: int
    stoppedWatching: int


class ContentCurvesPlays(TypedDict):
    curve: RetentionCurve
    duration: float | None
    views: int
    playsWithoutPositions: int
    viewers: int | None
    estimated: bool
    points: list[ContentCurvesPlaysPoints]


class ContentCurvesCoveragePoints(TypedDict):
    value: float | None


class ContentCurvesCoverage(TypedDict):
    curve: RetentionCurve
    viewers: int | None
    estimated: bool
    points: list[ContentCurvesCoveragePoints]


class ContentCurvesAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    plays: ContentCurvesPlays | None
    coverage: ContentCurvesCoverage | None
    relative: ContentCurvesCoverage | None


class ContentCurvesData(TypedDict):
    contentAnalytics: ContentCurvesAnswer | None


class ContentCurvesLiveVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    points: NotRequired[int | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


ContentCurves: Document[ContentCurvesVariables, ContentCurvesData] = Document(
    "ContentCurves",
    "contentAnalytics",
    """\
# The three retention curves of a content together: parts watched per view, viewers who saw them, and their rank. All have the parts of
# the first one.
query ContentCurves(
  $contentId: ID!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $points: Int = 100
  $include: TrafficInput
) {
  contentAnalytics(contentId: $contentId, range: $range, timezone: $timezone, definition: $definition, include: $include) {
    id
    asOf
    revision
    isFinal
    definition
    plays: retention(curve: PLAYS, points: $points) {
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
    coverage: retention(curve: COVERAGE, points: $points) {
      ...ContentCurvesValues
    }
    relative: retention(curve: RELATIVE, points: $points) {
      ...ContentCurvesValues
    }
  }
}

fragment ContentCurvesValues on Retention {
  curve
  viewers
  estimated
  points {
    value
  }
}
""",
)
"""The question."""


ContentCurvesLive: LiveDocument[ContentCurvesLiveVariables, ContentCurvesData] = LiveDocument(
    "ContentCurvesLive",
    "contentAnalytics",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription ContentCurvesLive(
  $contentId: ID!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $points: Int = 100
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  contentAnalytics(contentId: $contentId, range: $range, timezone: $timezone, definition: $definition, include: $include, afterRevision: $afterRevision, every: $every) {
    id
    asOf
    revision
    isFinal
    definition
    plays: retention(curve: PLAYS, points: $points) {
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
    coverage: retention(curve: COVERAGE, points: $points) {
      ...ContentCurvesLiveValues
    }
    relative: retention(curve: RELATIVE, points: $points) {
      ...ContentCurvesLiveValues
    }
  }
}

fragment ContentCurvesLiveValues on Retention {
  curve
  viewers
  estimated
  points {
    value
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
