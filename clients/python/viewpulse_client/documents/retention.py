"""How many viewers come back, by the day, week or month in which they started."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        CohortPeriodLength,
        EventConditionInput,
        RangeInput,
        TrafficInput,
    )


class RetentionVariables(TypedDict):
    start: EventConditionInput
    returns: NotRequired[EventConditionInput | None]
    by: NotRequired[CohortPeriodLength | None]
    periods: NotRequired[int | None]
    rolling: NotRequired[bool | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class RetentionRange(TypedDict):
    start: str | None
    end: str | None


class RetentionCohortsPeriods(TypedDict):
    number: int
    isOpen: bool
    retained: int | None
    rate: float | None


class RetentionCohorts(TypedDict):
    start: str
    size: int
    periods: list[RetentionCohortsPeriods]


class RetentionMeans(TypedDict):
    number: int
    rate: float | None


class RetentionAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    range: RetentionRange
    cohorts: list[RetentionCohorts]
    means: list[RetentionMeans]


class RetentionData(TypedDict):
    retention: RetentionAnswer | None


class RetentionLiveVariables(TypedDict):
    start: EventConditionInput
    returns: NotRequired[EventConditionInput | None]
    by: NotRequired[CohortPeriodLength | None]
    periods: NotRequired[int | None]
    rolling: NotRequired[bool | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Retention: Document[RetentionVariables, RetentionData] = Document(
    "Retention",
    "retention",
    """\
# How many viewers come back, by the day, week or month in which they started.
query Retention(
  $start: EventConditionInput!
  $returns: EventConditionInput
  $by: CohortPeriodLength = WEEK
  $periods: Int = 8
  $rolling: Boolean = false
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
) {
  retention(
    start: $start
    returns: $returns
    by: $by
    periods: $periods
    rolling: $rolling
    range: $range
    timezone: $timezone
    include: $include
  ) {
    id
    asOf
    revision
    range {
      start
      end
    }
    cohorts {
      start
      size
      periods {
        number
        isOpen
        retained
        rate
      }
    }
    means {
      number
      rate
    }
  }
}
""",
)
"""The question."""


RetentionLive: LiveDocument[RetentionLiveVariables, RetentionData] = LiveDocument(
    "RetentionLive",
    "retention",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription RetentionLive(
  $start: EventConditionInput!
  $returns: EventConditionInput
  $by: CohortPeriodLength = WEEK
  $periods: Int = 8
  $rolling: Boolean = false
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  retention(
    start: $start
    returns: $returns
    by: $by
    periods: $periods
    rolling: $rolling
    range: $range
    timezone: $timezone
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    range {
      start
      end
    }
    cohorts {
      start
      size
      periods {
        number
        isOpen
        retained
        rate
      }
    }
    means {
      number
      rate
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
