"""The arguments that ``retention`` and ``cohorts`` share, and the question that they make."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeAlias

import strawberry

from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.event_conditions import EventConditionInput, bad_input
from resolvers.field_metadata import FieldMetadata
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange, RangeInput, resolve_range
from resolvers.worker_questions import ask_worker
from server.analytics.cohorts.local_periods import WeekStart, period_bounds
from server.analytics.cohorts.question import (
    MAX_COHORTS,
    MAX_PERIODS,
    CohortsFound,
    CohortsQuestion,
    PeriodLength,
)
from server.analytics.cohorts.triangle import CohortStart, ReturnRule
from server.analytics.local_days import CalendarUnit
from server.analytics.project_state import ProjectState
from server.analytics.ranges import TimeRange, find_zone
from server.analytics.worker_answers import COHORTS
from server.errors import limit_exceeded
from server.times import from_milliseconds, to_milliseconds

COST = 1500
EVERY_SECONDS = 10.0
"""The pause of a subscription that asks for none: the worker reads many events."""
PERIODS = 8
RECENT = RangeInput(weeks=8)
LINES, CELLS = FieldMetadata(length=20), FieldMetadata(length=12)

register_enum(
    PeriodLength,
    "How long a period of a cohort is.",
    {
        PeriodLength.DAY: "A local day; rolling, 24 hours.",
        PeriodLength.WEEK: "Seven local days; rolling, 168 hours.",
        PeriodLength.MONTH: "A month; rolling, 30 days of 24 hours.",
    },
    name="CohortPeriodLength",
)
register_enum(
    WeekStart,
    "The first day of a week.",
    {WeekStart.MONDAY: "As in ISO 8601.", WeekStart.SUNDAY: "As in North America and Japan."},
)
register_enum(
    CohortStart,
    "Which starts put a viewer into a cohort.",
    {
        CohortStart.FIRST_TIME: "The viewer's first one of which there are raw events. If it is outside the range, the "
        "viewer is in no cohort.",
        CohortStart.RECURRING: "The first one of each period of the range: a viewer may be in several cohorts.",
    },
)
register_enum(
    ReturnRule,
    "When a viewer is retained in a period.",
    {
        ReturnRule.ON: "The viewer returned in that period.",
        ReturnRule.ON_OR_AFTER: "The viewer returned in that period or later. What is over may still grow then.",
    },
    name="RetentionRule",
)

LengthArgument: TypeAlias = Annotated[PeriodLength, strawberry.argument(name="by", description="How long a period is.")]
PeriodsArgument: TypeAlias = Annotated[
    int,
    strawberry.argument(description=f"How many periods are followed, 1-{MAX_PERIODS}; number 0 is that of the start."),
]
RollingArgument: TypeAlias = Annotated[
    bool,
    strawberry.argument(
        description="Whether periods begin with each viewer's own start. Else they are those of the calendar."
    ),
]
WeekStartArgument: TypeAlias = Annotated[WeekStart, strawberry.argument(description="The first day of a week.")]
CohortStartArgument: TypeAlias = Annotated[
    CohortStart, strawberry.argument(description="Which starts put a viewer into a cohort.")
]
RuleArgument: TypeAlias = Annotated[
    ReturnRule, strawberry.argument(description="When a viewer is retained in a period.")
]
ReturnsArgument: TypeAlias = Annotated[EventConditionInput | None, strawberry.argument(description="What is a return.")]
CohortRangeArgument: TypeAlias = Annotated[
    RangeInput | None,
    strawberry.argument(
        name="range",
        description=f"When viewers start, widened to whole periods, {MAX_COHORTS} at most. The last 8 weeks by "
        "default. Raw events must be kept for so long (90 days by default).",
    ),
]


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods of cohorts.

    Attributes:
        length: How long one is.
        is_rolling: Whether they begin with each viewer's own start.
        bounds_ms: Unix milliseconds: when the period of each cohort begins, and when that of the last ends.
        count: How many are followed.
    """

    length: PeriodLength
    is_rolling: bool
    bounds_ms: list[int]
    count: int

    @property
    def covered(self) -> TimeRange:
        """The range in which viewers start."""
        return TimeRange(from_milliseconds(self.bounds_ms[0]), from_milliseconds(self.bounds_ms[-1]))

    def start_of(self, cohort: int, number: int) -> datetime | None:
        """When a period of a cohort begins; None if that differs between viewers, or it is beyond the range."""
        place = cohort + number
        return None if self.is_rolling or place >= len(self.bounds_ms) - 1 else from_milliseconds(self.bounds_ms[place])


def resolve_periods(
    info: Info,
    time_range: RangeInput | None,
    timezone: str,
    length: PeriodLength,
    periods: int,
    *,
    is_rolling: bool,
    week_start: WeekStart,
    is_grouped: bool = False,
) -> Periods:
    """The periods that were asked for; if viewers are grouped, all of the range is one cohort, of rolling periods.

    Raises:
        ViewpulseError: BAD_INPUT, or LIMIT_EXCEEDED for too many cohorts.
    """
    if not 1 <= periods <= MAX_PERIODS:
        raise bad_input(f"`periods` is 1-{MAX_PERIODS}.", "periods")
    covered = resolve_range(time_range or RECENT, timezone, info.context.services.now())
    assert covered is not None
    if is_grouped:
        return Periods(length, True, [to_milliseconds(covered.start), to_milliseconds(covered.end_bucket)], periods)
    unit = CalendarUnit(length.value)
    bounds = period_bounds(unit, find_zone(timezone), covered.start, covered.end, week_start).tolist()
    if len(bounds) - 1 > MAX_COHORTS:
        message = f"The range has more than {MAX_COHORTS} periods: choose longer ones, or a shorter range."
        raise limit_exceeded(message, "cohorts", MAX_COHORTS, len(bounds) - 1)
    return Periods(length, is_rolling, bounds, periods)


async def ask_cohorts(info: Info, question: CohortsQuestion) -> CohortsFound:
    """The answer of a worker."""
    return await ask_worker(info, COHORTS, question.project_id, question, CohortsFound)


def shared_fields(info: Info, asked: Periods, found: CohortsFound, timezone: str) -> dict[str, Any]:
    """The fields that both answers have, but for their cohorts."""
    return {
        **project_fields(info, ProjectState(found.as_of, found.revision), time_range=asked.covered),
        "range": EffectiveRange.from_range(asked.covered),
        "timezone": timezone,
        "by": asked.length,
        "rolling": asked.is_rolling,
    }
