"""The rejected items of the last 7 days, newest first."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class RejectedEventsVariables(TypedDict):
    code: NotRequired[str | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]


class RejectedEventsRejectedCounts(TypedDict):
    code: str
    rejected: int


class RejectedEventsRejectedEventsEdgesNode(TypedDict):
    receivedAt: str
    code: str
    message: str
    path: list[str]
    eventId: str | None
    payload: Any


class RejectedEventsRejectedEventsEdges(TypedDict):
    cursor: str
    node: RejectedEventsRejectedEventsEdgesNode


class RejectedEventsRejectedEventsPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class RejectedEventsRejectedEvents(TypedDict):
    totalCount: int | None
    edges: list[RejectedEventsRejectedEventsEdges]
    pageInfo: RejectedEventsRejectedEventsPageInfo


class RejectedEventsData(TypedDict):
    rejectedCounts: list[RejectedEventsRejectedCounts] | None
    rejectedEvents: RejectedEventsRejectedEvents | None


RejectedEvents: Document[RejectedEventsVariables, RejectedEventsData] = Document(
    "RejectedEvents",
    "rejectedCounts",
    """\
# The rejected items of the last 7 days, newest first.
query RejectedEvents(
  $code: String
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
) {
  rejectedCounts {
    code
    rejected
  }
  rejectedEvents(
    code: $code
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    totalCount
    edges {
      cursor
      node {
        receivedAt
        code
        message
        path
        eventId
        payload
      }
    }
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
