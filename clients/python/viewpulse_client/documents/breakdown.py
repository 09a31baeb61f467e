"""A content, a creator or the platform by one or two dimensions: a page of values, and the total of the others."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        BreakdownOrder,
        Dimension,
        OfInput,
        RangeInput,
        TrafficInput,
    )


class BreakdownVariables(TypedDict):
    of: OfInput
    by: Sequence[Dimension]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    order: NotRequired[BreakdownOrder | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    minimumViews: NotRequired[int | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class BreakdownRange(TypedDict):
    start: str | None
    end: str | None


class BreakdownRows(TypedDict):
    value: str | None
    label: str | None
    secondValue: str | None
    secondLabel: str | None
    views: int
    percentage: float
    uniqueViewers: int
    plays: int
    watchTime: float
    completions: int
    completionRate: float
    engagementEvents: int
    engagementEventRate: float


class BreakdownOther(TypedDict):
    views: int
    percentage: float
    uniqueViewers: int
    plays: int
    watchTime: float
    completions: int
    completionRate: float
    engagementEvents: int
    engagementEventRate: float


class BreakdownPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class BreakdownAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    by: list[Dimension]
    timezone: str
    range: BreakdownRange
    uniqueViewersEstimated: bool
    rows: list[BreakdownRows]
    other: BreakdownOther
    pageInfo: BreakdownPageInfo


class BreakdownData(TypedDict):
    breakdown: BreakdownAnswer | None


class BreakdownLiveVariables(TypedDict):
    of: OfInput
    by: Sequence[Dimension]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    order: NotRequired[BreakdownOrder | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    minimumViews: NotRequired[int | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Breakdown: Document[BreakdownVariables, BreakdownData] = Document(
    "Breakdown",
    "breakdown",
    """\
# A content, a creator or the platform by one or two dimensions: a page of values, and the total of the others.
query Breakdown(
  $of: OfInput!
  $by: [Dimension!]!
  $range: RangeInput
  $timezone: String = "UTC"
  $order: BreakdownOrder
  $first: Int = 24
  $after: String
  $minimumViews: Int = 0
  $definition: String = "start@1"
  $include: TrafficInput
) {
  breakdown(
    of: $of
    by: $by
    range: $range
    timezone: $timezone
    order: $order
    first: $first
    after: $after
    minimumViews: $minimumViews
    definition: $definition
    include: $include
  ) {
    id
    asOf
    revision
    isFinal
    definition
    by
    timezone
    range {
      start
      end
    }
    uniqueViewersEstimated
    rows {
      value
      label
      secondValue
      secondLabel
      views
      percentage
      uniqueViewers
      plays
      watchTime
      completions
      completionRate
      engagementEvents
      engagementEventRate
    }
    other {
      views
      percentage
      uniqueViewers
      plays
      watchTime
      completions
      completionRate
      engagementEvents
      engagementEventRate
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


BreakdownLive: LiveDocument[BreakdownLiveVariables, BreakdownData] = LiveDocument(
    "BreakdownLive",
    "breakdown",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription BreakdownLive(
  $of: OfInput!
  $by: [Dimension!]!
  $range: RangeInput
  $timezone: String = "UTC"
  $order: BreakdownOrder
  $first: Int = 24
  $after: String
  $minimumViews: Int = 0
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  breakdown(
    of: $of
    by: $by
    range: $range
    timezone: $timezone
    order: $order
    first: $first
    after: $after
    minimumViews: $minimumViews
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
    by
    timezone
    range {
      start
      end
    }
    uniqueViewersEstimated
    rows {
      value
      label
      secondValue
      secondLabel
      views
      percentage
      uniqueViewers
      plays
      watchTime
      completions
      completionRate
      engagementEvents
      engagementEventRate
    }
    other {
      views
      percentage
      uniqueViewers
      plays
      watchTime
      completions
      completionRate
      engagementEvents
      engagementEventRate
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
"""An answer, and another one whenever it has changed."""
