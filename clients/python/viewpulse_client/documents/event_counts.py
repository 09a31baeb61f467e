"""How many events of each type occurred, by hour, day, week or month."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        EventType,
        Interval,
        RangeInput,
        TrafficInput,
    )


class EventCountsVariables(TypedDict):
    by: Interval
    types: NotRequired[Sequence[EventType] | None]
    names: NotRequired[Sequence[str] | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class EventCountsRange(TypedDict):
    start: str | None
    end: str | None


class EventCountsPointsCounts(TypedDict):
    type: EventType
    name: str | None
    family: str
    count: int


class EventCountsPoints(TypedDict):
    start: str
    date: str
    isFinal: bool
    total: int
    counts: list[EventCountsPointsCounts]


class EventCountsTotals(TypedDict):
    total: int
    counts: list[EventCountsPointsCounts]


class EventCountsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    by: Interval
    timezone: str
    truncated: bool
    range: EventCountsRange
    points: list[EventCountsPoints]
    totals: EventCountsTotals


class EventCountsData(TypedDict):
    eventCounts: EventCountsAnswer | None


class EventCountsLiveVariables(TypedDict):
    by: Interval
    types: NotRequired[Sequence[EventType] | None]
    names: NotRequired[Sequence[str] | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


EventCounts: Document[EventCountsVariables, EventCountsData] = Document(
    "EventCounts",
    "eventCounts",
    """\
# How many events of each type occurred, by hour, day, week or month.
query EventCounts(
  $by: Interval!
  $types: [EventType!]
  $names: [String!]
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
) {
  eventCounts(
    by: $by
    types: $types
    names: $names
    range: $range
    timezone: $timezone
    include: $include
  ) {
    id
    asOf
    revision
    isFinal
    definition
    by
    timezone
    truncated
    range {
      start
      end
    }
    points {
      start
      date
      isFinal
      total
      counts {
        type
        name
        family
        count
      }
    }
    totals {
      total
      counts {
        type
        name
        family
        count
      }
    }
  }
}
""",
)
"""The question."""


EventCountsLive: LiveDocument[EventCountsLiveVariables, EventCountsData] = LiveDocument(
    "EventCountsLive",
    "eventCounts",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription EventCountsLive(
  $by: Interval!
  $types: [EventType!]
  $names: [String!]
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  eventCounts(
    by: $by
    types: $types
    names: $names
    range: $range
    timezone: $timezone
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    isFinal
    definition
    by
    timezone
    truncated
    range {
      start
      end
    }
    points {
      start
      date
      isFinal
      total
      counts {
        type
        name
        family
        count
      }
    }
    totals {
      total
      counts {
        type
        name
        family
        count
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
