"""A funnel by country, device, campaign and other dimensions, and the same funnel in the period before."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        Dimension,
        FunnelOrder,
        FunnelStepInput,
        FunnelValueOf,
        RangeInput,
        TrafficInput,
    )


class FunnelBreakdownVariables(TypedDict):
    steps: Sequence[FunnelStepInput]
    by: Dimension
    of: NotRequired[FunnelValueOf | None]
    order: NotRequired[FunnelOrder | None]
    window: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class FunnelBreakdownBreakdownRowsSteps(TypedDict):
    number: int
    viewers: int
    conversionRate: float


class FunnelBreakdownBreakdownRows(TypedDict):
    value: str | None
    label: str | None
    started: int
    converted: int
    conversionRate: float
    steps: list[FunnelBreakdownBreakdownRowsSteps]


class FunnelBreakdownBreakdownRest(TypedDict):
    started: int
    converted: int
    conversionRate: float


class FunnelBreakdownBreakdown(TypedDict):
    by: Dimension
    values: int
    rows: list[FunnelBreakdownBreakdownRows]
    rest: FunnelBreakdownBreakdownRest


class FunnelBreakdownPreviousRange(TypedDict):
    start: str | None
    end: str | None


class FunnelBreakdownPrevious(TypedDict):
    range: FunnelBreakdownPreviousRange
    started: int
    converted: int
    conversionRate: float


class FunnelBreakdownAnswer(TypedDict):
    id: str
    revision: int
    started: int
    converted: int
    conversionRate: float
    breakdown: FunnelBreakdownBreakdown | None
    previous: FunnelBreakdownPrevious | None


class FunnelBreakdownData(TypedDict):
    funnel: FunnelBreakdownAnswer | None


class FunnelBreakdownLiveVariables(TypedDict):
    steps: Sequence[FunnelStepInput]
    by: Dimension
    of: NotRequired[FunnelValueOf | None]
    order: NotRequired[FunnelOrder | None]
    window: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


FunnelBreakdown: Document[FunnelBreakdownVariables, FunnelBreakdownData] = Document(
    "FunnelBreakdown",
    "funnel",
    """\
# A funnel by country, device, campaign and other dimensions, and the same funnel in the period before.
query FunnelBreakdown(
  $steps: [FunnelStepInput!]!
  $by: Dimension!
  $of: FunnelValueOf = FIRST
  $order: FunnelOrder = ORDERED
  $window: Duration = "7d"
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
) {
  funnel(steps: $steps, order: $order, window: $window, range: $range, timezone: $timezone, include: $include) {
    id
    revision
    started
    converted
    conversionRate
    breakdown(by: $by, of: $of) {
      by
      values
      rows {
        value
        label
        started
        converted
        conversionRate
        steps {
          number
          viewers
          conversionRate
        }
      }
      rest {
        started
        converted
        conversionRate
      }
    }
    previous {
      range {
        start
        end
      }
      started
      converted
      conversionRate
    }
  }
}
""",
)
"""The question."""


FunnelBreakdownLive: LiveDocument[FunnelBreakdownLiveVariables, FunnelBreakdownData] = LiveDocument(
    "FunnelBreakdownLive",
    "funnel",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription FunnelBreakdownLive(
  $steps: [FunnelStepInput!]!
  $by: Dimension!
  $of: FunnelValueOf = FIRST
  $order: FunnelOrder = ORDERED
  $window: Duration = "7d"
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  funnel(steps: $steps, order: $order, window: $window, range: $range, timezone: $timezone, include: $include, afterRevision: $afterRevision, every: $every) {
    id
    revision
    started
    converted
    conversionRate
    breakdown(by: $by, of: $of) {
      by
      values
      rows {
        value
        label
        started
        converted
        conversionRate
        steps {
          number
          viewers
          conversionRate
        }
      }
      rest {
        started
        converted
        conversionRate
      }
    }
    previous {
      range {
        start
        end
      }
      started
      converted
      conversionRate
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
