"""One content under every definition of a view, with bots or self-views if included."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        RangeInput,
        TrafficInput,
    )


class ContentByDefinitionVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    include: NotRequired[TrafficInput | None]


class ContentByDefinitionStartViews(TypedDict):
    total: int
    unique: int


class ContentByDefinitionStartWatchTime(TypedDict):
    average: float


class ContentByDefinitionStartCompletion(TypedDict):
    rate: float


class ContentByDefinitionStart(TypedDict):
    id: str
    definition: str
    views: ContentByDefinitionStartViews
    watchTime: ContentByDefinitionStartWatchTime
    completion: ContentByDefinitionStartCompletion
    engagementRate: float


class ContentByDefinitionData(TypedDict):
    start: ContentByDefinitionStart | None
    engaged: ContentByDefinitionStart | None
    peertube: ContentByDefinitionStart | None
    linkedin: ContentByDefinitionStart | None
    peertubeHourly: ContentByDefinitionStart | None
    linkedinVideo: ContentByDefinitionStart | None


ContentByDefinition: Document[ContentByDefinitionVariables, ContentByDefinitionData] = Document(
    "ContentByDefinition",
    "start",
    """\
# One content under every definition of a view, with bots or self-views if included.
query ContentByDefinition($contentId: ID!, $range: RangeInput, $include: TrafficInput) {
  start: contentAnalytics(contentId: $contentId, range: $range, definition: "start@1", include: $include) {
    ...ContentByDefinitionMeasures
  }
  engaged: contentAnalytics(contentId: $contentId, range: $range, definition: "engaged@1", include: $include) {
    ...ContentByDefinitionMeasures
  }
  peertube: contentAnalytics(contentId: $contentId, range: $range, definition: "peertube@1", include: $include) {
    ...ContentByDefinitionMeasures
  }
  linkedin: contentAnalytics(contentId: $contentId, range: $range, definition: "linkedin@1", include: $include) {
    ...ContentByDefinitionMeasures
  }
  peertubeHourly: contentAnalytics(contentId: $contentId, range: $range, definition: "peertube@2", include: $include) {
    ...ContentByDefinitionMeasures
  }
  linkedinVideo: contentAnalytics(contentId: $contentId, range: $range, definition: "linkedin@2", include: $include) {
    ...ContentByDefinitionMeasures
  }
}

fragment ContentByDefinitionMeasures on ContentAnalytics {
  id
  definition
  views {
    total
    unique
  }
  watchTime {
    average
  }
  completion {
    rate
  }
  engagementRate
}
""",
)
"""The question."""
