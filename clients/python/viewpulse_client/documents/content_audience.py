"""The audience of a content: ages, genders, countries, cities, devices, platforms."""

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


class ContentAudienceVariables(TypedDict):
    contentId: str
    first: NotRequired[int | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class ContentAudienceAudienceAgeGroups(TypedDict):
    value: str | None
    label: str | None
    views: int
    percentage: float


class ContentAudienceAudience(TypedDict):
    ageGroups: list[ContentAudienceAudienceAgeGroups]
    genders: list[ContentAudienceAudienceAgeGroups]
    countries: list[ContentAudienceAudienceAgeGroups]
    cities: list[ContentAudienceAudienceAgeGroups]
    devices: list[ContentAudienceAudienceAgeGroups]
    platforms: list[ContentAudienceAudienceAgeGroups]


class ContentAudienceAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    audience: ContentAudienceAudience | None


class ContentAudienceData(TypedDict):
    contentAnalytics: ContentAudienceAnswer | None


class ContentAudienceLiveVariables(TypedDict):
    contentId: str
    first: NotRequired[int | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


ContentAudience: Document[ContentAudienceVariables, ContentAudienceData] = Document(
    "ContentAudience",
    "contentAnalytics",
    """\
# The audience of a content: ages, genders, countries, cities, devices, platforms.
query ContentAudience(
  $contentId: ID!
  $first: Int = 10
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
) {
  contentAnalytics(contentId: $contentId, range: $range, timezone: $timezone, definition: $definition, include: $include) {
    id
    asOf
    revision
    isFinal
    definition
    audience(first: $first) {
      ageGroups {
        ...ContentAudienceShare
      }
      genders {
        ...ContentAudienceShare
      }
      countries {
        ...ContentAudienceShare
      }
      cities {
        ...ContentAudienceShare
      }
      devices {
        ...ContentAudienceShare
      }
      platforms {
        ...ContentAudienceShare
      }
    }
  }
}

fragment ContentAudienceShare on ViewsShare {
  value
  label
  views
  percentage
}
""",
)
"""The question."""


ContentAudienceLive: LiveDocument[ContentAudienceLiveVariables, ContentAudienceData] = LiveDocument(
    "ContentAudienceLive",
    "contentAnalytics",
    """\
# Live: the audience of a content: ages, genders, countries, cities, devices, platforms.
subscription ContentAudienceLive(
  $contentId: ID!
  $first: Int = 10
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
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
    audience(first: $first) {
      ageGroups {
        ...ContentAudienceLiveShare
      }
      genders {
        ...ContentAudienceLiveShare
      }
      countries {
        ...ContentAudienceLiveShare
      }
      cities {
        ...ContentAudienceLiveShare
      }
      devices {
        ...ContentAudienceLiveShare
      }
      platforms {
        ...ContentAudienceLiveShare
      }
    }
  }
}

fragment ContentAudienceLiveShare on ViewsShare {
  value
  label
  views
  percentage
}
""",
)
"""An answer, and another one whenever it has changed."""
