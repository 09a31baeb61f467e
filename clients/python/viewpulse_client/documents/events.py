"""Single events of the project, newest first, in pages; without $range, of the last 24 hours."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        EventType,
        EventsFilterInput,
        RangeInput,
        TrafficInput,
    )


class EventsVariables(TypedDict):
    filter: NotRequired[EventsFilterInput | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class EventsRange(TypedDict):
    start: str | None
    end: str | None


class EventsEdgesNode(TypedDict):
    eventId: str
    type: EventType
    name: str | None
    contentId: str | None
    title: str | None
    creatorId: str | None
    userId: str | None
    sessionId: str | None
    occurredAt: str
    receivedAt: str
    watchTime: float | None
    position: float | None
    properties: dict[str, Any] | None


class EventsEdges(TypedDict):
    cursor: str
    node: EventsEdgesNode


class EventsPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class EventsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    timezone: str
    range: EventsRange
    edges: list[EventsEdges]
    rawEventsSince: str | None
    pageInfo: EventsPageInfo


class EventsData(TypedDict):
    events: EventsAnswer | None


class EventsLiveVariables(TypedDict):
    filter: NotRequired[EventsFilterInput | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Events: Document[EventsVariables, EventsData] = Document(
    "Events",
    "events",
    """\
# Single events of the project, newest first, in pages; without $range, of the last 24 hours.
query Events(
  $filter: EventsFilterInput
  $range: RangeInput
  $timezone: String = "UTC"
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $include: TrafficInput
) {
  events(
    filter: $filter
    range: $range
    timezone: $timezone
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
    timezone
    range {
      start
      end
    }
    edges {
      cursor
      node {
        eventId
        type
        name
        contentId
        title
        creatorId
        userId
        sessionId
        occurredAt
        receivedAt
        watchTime
        position
        properties
      }
    }
    rawEventsSince
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
""",
)
"""The question."""


EventsLive: LiveDocument[EventsLiveVariables, EventsData] = LiveDocument(
    "EventsLive",
    "events",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription EventsLive(
  $filter: EventsFilterInput
  $range: RangeInput
  $timezone: String = "UTC"
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  events(
    filter: $filter
    range: $range
    timezone: $timezone
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
    timezone
    range {
      start
      end
    }
    edges {
      cursor
      node {
        eventId
        type
        name
        contentId
        title
        creatorId
        userId
        sessionId
        occurredAt
        receivedAt
        watchTime
        position
        properties
      }
    }
    rawEventsSince
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
