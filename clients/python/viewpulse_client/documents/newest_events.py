"""The newest events of the project, without whose they are."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        DeviceType,
        EventType,
        RangeInput,
        TrafficInput,
    )


class NewestEventsVariables(TypedDict):
    range: NotRequired[RangeInput | None]
    first: NotRequired[int | None]
    include: NotRequired[TrafficInput | None]


class NewestEventsEdgesNode(TypedDict):
    eventId: str
    type: EventType
    name: str | None
    contentId: str | None
    title: str | None
    country: str | None
    device: DeviceType | None
    occurredAt: str


class NewestEventsEdges(TypedDict):
    node: NewestEventsEdgesNode


class NewestEventsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    edges: list[NewestEventsEdges]


class NewestEventsData(TypedDict):
    events: NewestEventsAnswer | None


class NewestEventsLiveVariables(TypedDict):
    range: NotRequired[RangeInput | None]
    first: NotRequired[int | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


NewestEvents: Document[NewestEventsVariables, NewestEventsData] = Document(
    "NewestEvents",
    "events",
    """\
# The newest events of the project, without whose they are.
query NewestEvents($range: RangeInput, $first: Int = 50, $include: TrafficInput) {
  events(range: $range, first: $first, include: $include) {
    id
    asOf
    revision
    edges {
      node {
        eventId
        type
        name
        contentId
        title
        country
        device
        occurredAt
      }
    }
  }
}
""",
)
"""The question."""


NewestEventsLive: LiveDocument[NewestEventsLiveVariables, NewestEventsData] = LiveDocument(
    "NewestEventsLive",
    "events",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription NewestEventsLive(
  $range: RangeInput
  $first: Int = 50
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  events(
    range: $range
    first: $first
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    edges {
      node {
        eventId
        type
        name
        contentId
        title
        country
        device
        occurredAt
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
