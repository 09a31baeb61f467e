"""The views of a content, a creator or the platform by hour of the week: at most 168 rows."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        OfInput,
        RangeInput,
        TrafficInput,
    )


class WeekHoursVariables(TypedDict):
    of: OfInput
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class WeekHoursRows(TypedDict):
    value: str | None
    secondValue: str | None
    views: int


class WeekHoursAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    rows: list[WeekHoursRows]


class WeekHoursData(TypedDict):
    breakdown: WeekHoursAnswer | None


class WeekHoursLiveVariables(TypedDict):
    of: OfInput
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


WeekHours: Document[WeekHoursVariables, WeekHoursData] = Document(
    "WeekHours",
    "breakdown",
    """\
# The views of a content, a creator or the platform by hour of the week: at most 168 rows.
query WeekHours(
  $of: OfInput!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
) {
  breakdown(
    of: $of
    by: [WEEKDAY, HOUR]
    range: $range
    timezone: $timezone
    first: 168
    definition: $definition
    include: $include
  ) {
    id
    asOf
    revision
    rows {
      value
      secondValue
      views
    }
  }
}
""",
)
"""The question."""


WeekHoursLive: LiveDocument[WeekHoursLiveVariables, WeekHoursData] = LiveDocument(
    "WeekHoursLive",
    "breakdown",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription WeekHoursLive(
  $of: OfInput!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  breakdown(
    of: $of
    by: [WEEKDAY, HOUR]
    range: $range
    timezone: $timezone
    first: 168
    definition: $definition
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    rows {
      value
      secondValue
      views
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
