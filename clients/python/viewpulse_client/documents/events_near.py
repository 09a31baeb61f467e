"""Events near a point, newest first, in pages; without $range, of the last 24 hours."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        EventType,
        PointInput,
        RangeInput,
        TrafficInput,
    )


class EventsNearVariables(TypedDict):
    point: PointInput
    radius: float
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    types: NotRequired[Sequence[EventType] | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class EventsNearRange(TypedDict):
    start: str | None
    end: str | None


class EventsNearPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class EventsNearEdgesNode(TypedDict):
    eventId: str
    type: EventType
    contentId: str | None
    occurredAt: str
    latitude: float
    longitude: float
    precise: bool
    distance: float | None


class EventsNearEdges(TypedDict):
    cursor: str
    node: EventsNearEdgesNode


class EventsNearAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    range: EventsNearRange
    timezone: str
    rawEventsSince: str | None
    pageInfo: EventsNearPageInfo
    edges: list[EventsNearEdges]


class EventsNearData(TypedDict):
    eventsNear: EventsNearAnswer | None


class EventsNearLiveVariables(TypedDict):
    point: PointInput
    radius: float
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    types: NotRequired[Sequence[EventType] | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


EventsNear: Document[EventsNearVariables, EventsNearData] = Document(
    "EventsNear",
    "eventsNear",
    """\
# Events near a point, newest first, in pages; without $range, of the last 24 hours.
query EventsNear(
  $point: PointInput!
  $radius: Float!
  $range: RangeInput
  $timezone: String = "UTC"
  $types: [EventType!]
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $include: TrafficInput
) {
  eventsNear(
    point: $point
    radius: $radius
    range: $range
    timezone: $timezone
    types: $types
    first: $first
    after: $after
    last: $last
    before: $before
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
    rawEventsSince
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    edges {
      cursor
      node {
        eventId
        type
        contentId
        occurredAt
        latitude
        longitude
        precise
        distance
      }
    }
  }
}
""",
)
"""The question."""


EventsNearLive: LiveDocument[EventsNearLiveVariables, EventsNearData] = LiveDocument(
    "EventsNearLive",
    "eventsNear",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription EventsNearLive(
  $point: PointInput!
  $radius: Float!
  $range: RangeInput
  $timezone: String = "UTC"
  $types: [EventType!]
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  eventsNear(
    point: $point
    radius: $radius
    range: $range
    timezone: $timezone
    types: $types
    first: $first
    after: $after
    last: $last
    before: $before
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
    rawEventsSince
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    edges {
      cursor
      node {
        eventId
        type
        contentId
        occurredAt
        latitude
        longitude
        precise
        distance
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
