"""The views per hour of one content, and their trend."""

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
        Trend,
    )


class ContentVelocityVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class ContentVelocityVelocity(TypedDict):
    viewsPerHour: float
    engagementsPerHour: float
    sharesPerHour: float
    previousViewsPerHour: float
    peakViewsPerHour: int
    peakAt: str | None
    trend: Trend


class ContentVelocityAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    velocity: ContentVelocityVelocity | None


class ContentVelocityData(TypedDict):
    contentAnalytics: ContentVelocityAnswer | None


class ContentVelocityLiveVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


ContentVelocity: Document[ContentVelocityVariables, ContentVelocityData] = Document(
    "ContentVelocity",
    "contentAnalytics",
    """\
# The views per hour of one content, and their trend.
query ContentVelocity(
  $contentId: ID!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
) {
  contentAnalytics(
    contentId: $contentId
    range: $range
    timezone: $timezone
    definition: $definition
    include: $include
  ) {
    id
    asOf
    revision
    isFinal
    definition
    velocity {
      viewsPerHour
      engagementsPerHour
      sharesPerHour
      previousViewsPerHour
      peakViewsPerHour
      peakAt
      trend
    }
  }
}
""",
)
"""The question."""


ContentVelocityLive: LiveDocument[ContentVelocityLiveVariables, ContentVelocityData] = LiveDocument(
    "ContentVelocityLive",
    "contentAnalytics",
    """\
# Live: the views per hour of one content, and their trend. Resume with the last revision as $afterRevision.
subscription ContentVelocityLive(
  $contentId: ID!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  contentAnalytics(
    contentId: $contentId
    range: $range
    timezone: $timezone
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
    velocity {
      viewsPerHour
      engagementsPerHour
      sharesPerHour
      previousViewsPerHour
      peakViewsPerHour
      peakAt
      trend
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
