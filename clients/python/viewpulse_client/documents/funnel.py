"""How many viewers get through a series of steps, how long it takes them, and who leaves; without $range, in the last 7 days."""

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
        RangeInput,
        TrafficInput,
    )


class FunnelVariables(TypedDict):
    steps: Sequence[FunnelStepInput]
    order: NotRequired[FunnelOrder | None]
    window: NotRequired[str | None]
    exclusions: NotRequired[Sequence[FunnelExclusionInput] | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class FunnelRange(TypedDict):
    start: str | None
    end: str | None


FunnelStepsSincePreviousHistogram = TypedDict(
    "FunnelStepsSincePreviousHistogram",
    {
        "from": "float",
        "to": "float | None",
        "viewers": "int",
    },
)


class FunnelStepsSincePrevious(TypedDict):
    median: float | None
    medianEstimated: bool
    histogram: list[FunnelStepsSincePreviousHistogram]


class FunnelStepsSinceFirst(TypedDict):
    median: float | None


class FunnelSteps(TypedDict):
    number: int
    name: str | None
    optional: bool
    viewers: int
    conversionRate: float
    stepConversionRate: float
    dropped: int
    dropOffRate: float
    incomplete: int
    sincePrevious: FunnelStepsSincePrevious
    sinceFirst: FunnelStepsSinceFirst


class FunnelAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    order: FunnelOrder
    window: str
    timezone: str
    range: FunnelRange
    started: int
    converted: int
    conversionRate: float
    dropped: int
    incomplete: int
    steps: list[FunnelSteps]


class FunnelData(TypedDict):
    funnel: FunnelAnswer | None


class FunnelLiveVariables(TypedDict):
    steps: Sequence[FunnelStepInput]
    order: NotRequired[FunnelOrder | None]
    window: NotRequired[str | None]
    exclusions: NotRequired[Sequence[FunnelExclusionInput] | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Funnel: Document[FunnelVariables, FunnelData] = Document(
    "Funnel",
    "funnel",
    """\
# How many viewers get through a series of steps, how long it takes them, and who leaves; without $range, in the last 7 days.
query Funnel(
  $steps: [FunnelStepInput!]!
  $order: FunnelOrder = ORDERED
  $window: Duration = "7d"
  $exclusions: [FunnelExclusionInput!]
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
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
    asOf
    revision
    isFinal
    order
    window
    timezone
    range {
      start
      end
    }
    started
    converted
    conversionRate
    dropped
    incomplete
    steps {
      number
      name
      optional
      viewers
      conversionRate
      stepConversionRate
      dropped
      dropOffRate
      incomplete
      sincePrevious {
        median
        medianEstimated
        histogram {
          from
          to
          viewers
        }
      }
      sinceFirst {
        median
      }
    }
  }
}
""",
)
"""The question."""


FunnelLive: LiveDocument[FunnelLiveVariables, FunnelData] = LiveDocument(
    "FunnelLive",
    "funnel",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription FunnelLive(
  $steps: [FunnelStepInput!]!
  $order: FunnelOrder = ORDERED
  $window: Duration = "7d"
  $exclusions: [FunnelExclusionInput!]
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
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
    asOf
    revision
    isFinal
    order
    window
    timezone
    range {
      start
      end
    }
    started
    converted
    conversionRate
    dropped
    incomplete
    steps {
      number
      name
      optional
      viewers
      conversionRate
      stepConversionRate
      dropped
      dropOffRate
      incomplete
      sincePrevious {
        median
        medianEstimated
        histogram {
          from
          to
          viewers
        }
      }
      sinceFirst {
        median
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
