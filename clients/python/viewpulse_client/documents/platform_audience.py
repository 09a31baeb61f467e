"""The audience of all contents of the platform: ages, genders, countries, cities, devices, platforms."""

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


class PlatformAudienceVariables(TypedDict):
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    first: NotRequired[int | None]


class PlatformAudienceAudienceAgeGroups(TypedDict):
    value: str | None
    label: str | None
    views: int
    percentage: float


class PlatformAudienceAudience(TypedDict):
    ageGroups: list[PlatformAudienceAudienceAgeGroups]
    genders: list[PlatformAudienceAudienceAgeGroups]
    countries: list[PlatformAudienceAudienceAgeGroups]
    cities: list[PlatformAudienceAudienceAgeGroups]
    devices: list[PlatformAudienceAudienceAgeGroups]
    platforms: list[PlatformAudienceAudienceAgeGroups]


class PlatformAudienceAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    audience: PlatformAudienceAudience | None


class PlatformAudienceData(TypedDict):
    platformAnalytics: PlatformAudienceAnswer | None


class PlatformAudienceLiveVariables(TypedDict):
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    first: NotRequired[int | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


PlatformAudience: Document[PlatformAudienceVariables, PlatformAudienceData] = Document(
    "PlatformAudience",
    "platformAnalytics",
    """\
# The audience of all contents of the platform: ages, genders, countries, cities, devices, platforms.
query PlatformAudience(
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
  $first: Int = 10
) {
  platformAnalytics(range: $range, timezone: $timezone, definition: $definition, include: $include) {
    id
    asOf
    revision
    isFinal
    definition
    audience(first: $first) {
      ageGroups {
        ...PlatformAudienceShare
      }
      genders {
        ...PlatformAudienceShare
      }
      countries {
        ...PlatformAudienceShare
      }
      cities {
        ...PlatformAudienceShare
      }
      devices {
        ...PlatformAudienceShare
      }
      platforms {
        ...PlatformAudienceShare
      }
    }
  }
}

fragment PlatformAudienceShare on ViewsShare {
  value
  label
  views
  percentage
}
""",
)
"""The question."""


PlatformAudienceLive: LiveDocument[PlatformAudienceLiveVariables, PlatformAudienceData] = LiveDocument(
    "PlatformAudienceLive",
    "platformAnalytics",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription PlatformAudienceLive(
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
  $first: Int = 10
  $afterRevision: Long
  $every: Duration
) {
  platformAnalytics(range: $range, timezone: $timezone, definition: $definition, include: $include, afterRevision: $afterRevision, every: $every) {
    id
    asOf
    revision
    isFinal
    definition
    audience(first: $first) {
      ageGroups {
        ...PlatformAudienceLiveShare
      }
      genders {
        ...PlatformAudienceLiveShare
      }
      countries {
        ...PlatformAudienceLiveShare
      }
      cities {
        ...PlatformAudienceLiveShare
      }
      devices {
        ...PlatformAudienceLiveShare
      }
      platforms {
        ...PlatformAudienceLiveShare
      }
    }
  }
}

fragment PlatformAudienceLiveShare on ViewsShare {
  value
  label
  views
  percentage
}
""",
)
"""An answer, and another one whenever it has changed."""
