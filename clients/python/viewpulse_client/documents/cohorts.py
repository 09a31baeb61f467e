"""What groups of viewers do after their start: come back, watch and pay, with their lifetime value."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        CohortPeriodLength,
        Dimension,
        EventConditionInput,
        RangeInput,
        TrafficInput,
    )


class CohortsVariables(TypedDict):
    start: NotRequired[EventConditionInput | None]
    dimension: NotRequired[Dimension | None]
    property: NotRequired[str | None]
    by: NotRequired[CohortPeriodLength | None]
    periods: NotRequired[int | None]
    currency: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class CohortsCohortsPeriods(TypedDict):
    number: int
    isOpen: bool
    rate: float | None
    watchTime: float | None
    revenue: int | None
    lifetimeValue: float | None


class CohortsCohorts(TypedDict):
    label: str | None
    start: str
    size: int
    periods: list[CohortsCohortsPeriods]


class CohortsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    currency: str | None
    values: int
    cohorts: list[CohortsCohorts]
    rest: CohortsCohorts | None


class CohortsData(TypedDict):
    cohorts: CohortsAnswer | None


class CohortsLiveVariables(TypedDict):
    start: NotRequired[EventConditionInput | None]
    dimension: NotRequired[Dimension | None]
    property: NotRequired[str | None]
    by: NotRequired[CohortPeriodLength | None]
    periods: NotRequired[int | None]
    currency: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Cohorts: Document[CohortsVariables, CohortsData] = Document(
    "Cohorts",
    "cohorts",
    """\
# What groups of viewers do after their start: come back, watch and pay, with their lifetime value.
query Cohorts(
  $start: EventConditionInput
  $dimension: Dimension
  $property: String
  $by: CohortPeriodLength = WEEK
  $periods: Int = 8
  $currency: String
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
) {
  cohorts(
    start: $start
    dimension: $dimension
    property: $property
    by: $by
    periods: $periods
    currency: $currency
    range: $range
    timezone: $timezone
    include: $include
  ) {
    id
    asOf
    revision
    currency
    values
    cohorts {
      ...CohortsLine
    }
    rest {
      ...CohortsLine
    }
  }
}

fragment CohortsLine on Cohort {
  label
  start
  size
  periods {
    number
    isOpen
    rate
    watchTime
    revenue
    lifetimeValue
  }
}
""",
)
"""The question."""


CohortsLive: LiveDocument[CohortsLiveVariables, CohortsData] = LiveDocument(
    "CohortsLive",
    "cohorts",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription CohortsLive(
  $start: EventConditionInput
  $dimension: Dimension
  $property: String
  $by: CohortPeriodLength = WEEK
  $periods: Int = 8
  $currency: String
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  cohorts(
    start: $start
    dimension: $dimension
    property: $property
    by: $by
    periods: $periods
    currency: $currency
    range: $range
    timezone: $timezone
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    currency
    values
    cohorts {
      ...CohortsLiveLine
    }
    rest {
      ...CohortsLiveLine
    }
  }
}

fragment CohortsLiveLine on Cohort {
  label
  start
  size
  periods {
    number
    isOpen
    rate
    watchTime
    revenue
    lifetimeValue
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
