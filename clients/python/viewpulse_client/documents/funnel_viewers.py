"""The viewers behind a number of a funnel, in pages."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        FunnelExclusionInput,
        FunnelOrder,
        FunnelStepInput,
        FunnelViewersOf,
        RangeInput,
        TrafficInput,
        ViewerKind,
    )


class FunnelViewersVariables(TypedDict):
    steps: Sequence[FunnelStepInput]
    step: int
    kind: NotRequired[FunnelViewersOf | None]
    order: NotRequired[FunnelOrder | None]
    window: NotRequired[str | None]
    exclusions: NotRequired[Sequence[FunnelExclusionInput] | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]


class FunnelViewersViewersEdgesNode(TypedDict):
    kind: ViewerKind
    id: str
    isSuspect: bool


class FunnelViewersViewersEdges(TypedDict):
    cursor: str
    node: FunnelViewersViewersEdgesNode


class FunnelViewersViewersPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class FunnelViewersViewers(TypedDict):
    totalCount: int
    edges: list[FunnelViewersViewersEdges]
    pageInfo: FunnelViewersViewersPageInfo


class FunnelViewersAnswer(TypedDict):
    id: str
    revision: int
    viewers: FunnelViewersViewers | None


class FunnelViewersData(TypedDict):
    funnel: FunnelViewersAnswer | None


class FunnelViewersLiveVariables(TypedDict):
    steps: Sequence[FunnelStepInput]
    step: int
    kind: NotRequired[FunnelViewersOf | None]
    order: NotRequired[FunnelOrder | None]
    window: NotRequired[str | None]
    exclusions: NotRequired[Sequence[FunnelExclusionInput] | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


FunnelViewers: Document[FunnelViewersVariables, FunnelViewersData] = Document(
    "FunnelViewers",
    "funnel",
    """\
# The viewers behind a number of a funnel, in pages.
query FunnelViewers(
  $steps: [FunnelStepInput!]!
  $step: Int!
  $kind: FunnelViewersOf = REACHED
  $order: FunnelOrder = ORDERED
  $window: Duration = "7d"
  $exclusions: [FunnelExclusionInput!]
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
) {
  funnel(
    steps: $steps
    order: $order
    window: $window
    exclusions: $exclusions
    range: $range
    timezone: $timezone
    include: $include
  ) {
    id
    revision
    viewers(step: $step, kind: $kind, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      edges {
        cursor
        node {
          kind
          id
          isSuspect
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
}
""",
)
"""The question."""


FunnelViewersLive: LiveDocument[FunnelViewersLiveVariables, FunnelViewersData] = LiveDocument(
    "FunnelViewersLive",
    "funnel",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription FunnelViewersLive(
  $steps: [FunnelStepInput!]!
  $step: Int!
  $kind: FunnelViewersOf = REACHED
  $order: FunnelOrder = ORDERED
  $window: Duration = "7d"
  $exclusions: [FunnelExclusionInput!]
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $afterRevision: Long
  $every: Duration
) {
  funnel(
    steps: $steps
    order: $order
    window: $window
    exclusions: $exclusions
    range: $range
    timezone: $timezone
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    revision
    viewers(step: $step, kind: $kind, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      edges {
        cursor
        node {
          kind
          id
          isSuspect
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
}
""",
)
"""An answer, and another one whenever it has changed."""
