"""The interactions of a user or a session, newest first, in pages; with $types, only of these types."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        EventType,
    )


class InteractionHistoryVariables(TypedDict):
    userId: NotRequired[str | None]
    sessionId: NotRequired[str | None]
    types: NotRequired[Sequence[EventType] | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]


class InteractionHistoryPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class InteractionHistoryEdgesNode(TypedDict):
    eventId: str
    type: EventType
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


class InteractionHistoryEdges(TypedDict):
    cursor: str
    node: InteractionHistoryEdgesNode


class InteractionHistoryAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    rawEventsSince: str | None
    pageInfo: InteractionHistoryPageInfo
    edges: list[InteractionHistoryEdges]


class InteractionHistoryData(TypedDict):
    interactionHistory: InteractionHistoryAnswer | None


class InteractionHistoryLiveVariables(TypedDict):
    userId: NotRequired[str | None]
    sessionId: NotRequired[str | None]
    types: NotRequired[Sequence[EventType] | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


InteractionHistory: Document[InteractionHistoryVariables, InteractionHistoryData] = Document(
    "InteractionHistory",
    "interactionHistory",
    """\
# The interactions of a user or a session, newest first, in pages; with $types, only of these types.
query InteractionHistory(
  $userId: ID
  $sessionId: ID
  $types: [EventType!]
  $first: Int = 20
  $after: String
) {
  interactionHistory(
    userId: $userId
    sessionId: $sessionId
    types: $types
    first: $first
    after: $after
  ) {
    id
    asOf
    revision
    isFinal
    definition
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
  }
}
""",
)
"""The question."""


InteractionHistoryLive: LiveDocument[InteractionHistoryLiveVariables, InteractionHistoryData] = LiveDocument(
    "InteractionHistoryLive",
    "interactionHistory",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription InteractionHistoryLive(
  $userId: ID
  $sessionId: ID
  $types: [EventType!]
  $first: Int = 20
  $after: String
  $afterRevision: Long
  $every: Duration
) {
  interactionHistory(
    userId: $userId
    sessionId: $sessionId
    types: $types
    first: $first
    after: $after
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    isFinal
    definition
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
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
