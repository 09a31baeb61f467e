"""The audience of a creator's contents: ages, genders, countries, cities, devices, platforms."""

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


class CreatorAudienceVariables(TypedDict):
    creatorId: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    first: NotRequired[int | None]


class CreatorAudienceAudienceAgeGroups(TypedDict):
    value: str | None
    label: str | None
    views: int
    percentage: float


class CreatorAudienceAudience(TypedDict):
    ageGroups: list[CreatorAudienceAudienceAgeGroups]
    genders: list[CreatorAudienceAudienceAgeGroups]
    countries: list[CreatorAudienceAudienceAgeGroups]
    cities: list[CreatorAudienceAudienceAgeGroups]
    devices: list[CreatorAudienceAudienceAgeGroups]
    platforms: list[CreatorAudienceAudienceAgeGroups]


class CreatorAudienceAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    creatorId: str
    audience: CreatorAudienceAudience | None


class CreatorAudienceData(TypedDict):
    creatorAnalytics: CreatorAudienceAnswer | None


class CreatorAudienceLiveVariables(TypedDict):
    creatorId: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    first: NotRequired[int | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


CreatorAudience: Document[CreatorAudienceVariables, CreatorAudienceData] = Document(
    "CreatorAudience",
    "creatorAnalytics",
    """\
# The audience of a creator's contents: ages, genders, countries, cities, devices, platforms.
query CreatorAudience(
  $creatorId: ID
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
  $first: Int = 10
) {
  creatorAnalytics(
    creatorId: $creatorId
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
    creatorId
    audience(first: $first) {
      ageGroups {
        ...CreatorAudienceShare
      }
      genders {
        ...CreatorAudienceShare
      }
      countries {
        ...CreatorAudienceShare
      }
      cities {
        ...CreatorAudienceShare
      }
      devices {
        ...CreatorAudienceShare
      }
      platforms {
        ...CreatorAudienceShare
      }
    }
  }
}

fragment CreatorAudienceShare on ViewsShare {
  value
  label
  views
  percentage
}
""",
)
"""The question."""


CreatorAudienceLive: LiveDocument[CreatorAudienceLiveVariables, CreatorAudienceData] = LiveDocument(
    "CreatorAudienceLive",
    "creatorAnalytics",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription CreatorAudienceLive(
  $creatorId: ID
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
  $first: Int = 10
  $afterRevision: Long
  $every: Duration
) {
  creatorAnalytics(
    creatorId: $creatorId
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
    creatorId
    audience(first: $first) {
      ageGroups {
        ...CreatorAudienceLiveShare
      }
      genders {
        ...CreatorAudienceLiveShare
      }
      countries {
        ...CreatorAudienceLiveShare
      }
      cities {
        ...CreatorAudienceLiveShare
      }
      devices {
        ...CreatorAudienceLiveShare
      }
      platforms {
        ...CreatorAudienceLiveShare
      }
    }
  }
}

fragment CreatorAudienceLiveShare on ViewsShare {
  value
  label
  views
  percentage
}
""",
)
"""An answer, and another one whenever it has changed."""
