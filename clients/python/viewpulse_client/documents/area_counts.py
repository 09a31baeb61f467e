"""Events and views by H3 cell, for a map."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        BoxInput,
        RangeInput,
        TrafficInput,
    )


class AreaCountsVariables(TypedDict):
    resolution: NotRequired[int | None]
    box: NotRequired[BoxInput | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    first: NotRequired[int | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class AreaCountsRange(TypedDict):
    start: str | None
    end: str | None


class AreaCountsAreasCentre(TypedDict):
    latitude: float
    longitude: float


class AreaCountsAreas(TypedDict):
    cell: str
    events: int
    views: int
    centre: AreaCountsAreasCentre
    boundary: list[AreaCountsAreasCentre]


class AreaCountsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    range: AreaCountsRange
    timezone: str
    resolution: int
    cells: int
    events: int
    views: int
    areas: list[AreaCountsAreas]


class AreaCountsData(TypedDict):
    areaCounts: AreaCountsAnswer | None


class AreaCountsLiveVariables(TypedDict):
    resolution: NotRequired[int | None]
    box: NotRequired[BoxInput | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    first: NotRequired[int | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


AreaCounts: Document[AreaCountsVariables, AreaCountsData] = Document(
    "AreaCounts",
    "areaCounts",
    """\
# Events and views by H3 cell, for a map.
query AreaCounts(
  $resolution: Int = 4
  $box: BoxInput
  $range: RangeInput
  $timezone: String = "UTC"
  $first: Int = 100
  $definition: String = "start@1"
  $include: TrafficInput
) {
  areaCounts(
    resolution: $resolution
    box: $box
    range: $range
    timezone: $timezone
    first: $first
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
    timezone
    resolution
    cells
    events
    views
    areas {
      cell
      events
      views
      centre {
        latitude
        longitude
      }
      boundary {
        latitude
        longitude
      }
    }
  }
}
""",
)
"""The question."""


AreaCountsLive: LiveDocument[AreaCountsLiveVariables, AreaCountsData] = LiveDocument(
    "AreaCountsLive",
    "areaCounts",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription AreaCountsLive(
  $resolution: Int = 4
  $box: BoxInput
  $range: RangeInput
  $timezone: String = "UTC"
  $first: Int = 100
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  areaCounts(
    resolution: $resolution
    box: $box
    range: $range
    timezone: $timezone
    first: $first
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
    timezone
    resolution
    cells
    events
    views
    areas {
      cell
      events
      views
      centre {
        latitude
        longitude
      }
      boundary {
        latitude
        longitude
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
