"""``retention``: how many viewers come back, by the period of their start."""

from datetime import datetime
from typing import Annotated, TypeAlias

import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import IncludeArgument, TimezoneArgument
from resolvers.cohorts.question import (
    CELLS,
    COST,
    EVERY_SECONDS,
    LINES,
    PERIODS,
    RECENT,
    CohortRangeArgument,
    CohortStartArgument,
    LengthArgument,
    Periods,
    PeriodsArgument,
    ReturnsArgument,
    RollingArgument,
    RuleArgument,
    WeekStartArgument,
    ask_cohorts,
    resolve_periods,
    shared_fields,
)
from resolvers.context import Info
from resolvers.event_conditions import EventConditionInput, resolve_condition
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.traffic import resolve_traffic
from server.analytics.cohorts.local_periods import WeekStart
from server.analytics.cohorts.question import CohortFound, CohortsFound, CohortsQuestion, PeriodLength
from server.analytics.cohorts.triangle import CohortStart, ReturnRule
from server.metrics import rates
from server.times import from_milliseconds

StartArgument: TypeAlias = Annotated[
    EventConditionInput, strawberry.argument(description="What puts a viewer into a cohort.")
]


@strawberry.type(description="What became of a cohort in one period. Numbers are null before it has begun for anyone.")
class RetentionPeriod:
    """A cell of the triangle."""

    number: int = strawberry.field(description="Its number; 0 is the period of the start.")
    start: datetime | None = strawberry.field(
        description="When it begins; null if that is each viewer's own time, or if it begins after the range."
    )
    is_open: bool = strawberry.field(
        description="Whether it is not over for all viewers, so that its numbers may still grow."
    )
    retained: Long | None = strawberry.field(
        description="Viewers of the cohort who returned, after their start. Where the start is a return itself, all "
        "viewers are retained in period 0."
    )
    rate: float | None = strawberry.field(
        description="`retained` in percent of the cohort's viewers; 0 without viewers."
    )


@strawberry.type(description="The viewers who started in one period.")
class RetentionCohort:
    """A line of the triangle."""

    start: datetime = strawberry.field(description="When the period of their start begins.")
    end: datetime = strawberry.field(description="When it ends.")
    size: Long = strawberry.field(description="How many viewers they are.")
    periods: list[RetentionPeriod] = strawberry.field(description="Each period, from number 0.", metadata=CELLS)


@strawberry.type(description="How many viewers are retained in one period, of all cohorts.")
class RetentionMean:
    """A column of the triangle."""

    number: int = strawberry.field(description="The number of the period.")
    rate: float | None = strawberry.field(
        description="Retained viewers in percent of all viewers of the cohorts for which the period is over; so large "
        "cohorts weigh more. Null while it is over for none."
    )


@strawberry.type(description="How many viewers come back.")
class RetentionAnalytics(Analytics):
    """The type of ``retention``."""

    range: EffectiveRange = strawberry.field(description="When viewers start: the range, in whole periods.")
    timezone: str = strawberry.field(description="The time zone of the periods.")
    by: PeriodLength = strawberry.field(description="How long a period is.")
    rolling: bool = strawberry.field(description="Whether periods begin with each viewer's own start.")
    cohorts: list[RetentionCohort] = strawberry.field(
        description="A cohort for each period of the range, oldest first.", metadata=LINES
    )
    means: list[RetentionMean] = strawberry.field(description="Each period, over all cohorts.", metadata=CELLS)


@query_field(
    ADMIN,
    "How many viewers come back: for each day, week or month in which viewers started, how many returned in each "
    "period since. It reads raw events, in a worker. Without `every`, a subscription is sent the newest answer every "
    f"10 seconds at most. For admins. {NO_VIEWS}",
    metadata=FieldMetadata(cost=COST, moves=True, asks_worker=True, every=EVERY_SECONDS),
)
async def retention(
    info: Info,
    start: StartArgument,
    *,
    returns: ReturnsArgument = None,
    cohort: CohortStartArgument = CohortStart.FIRST_TIME,
    retained: RuleArgument = ReturnRule.ON,
    length: LengthArgument = PeriodLength.WEEK,
    periods: PeriodsArgument = PERIODS,
    rolling: RollingArgument = False,
    week_start: WeekStartArgument = WeekStart.MONDAY,
    time_range: CohortRangeArgument = RECENT,
    timezone: TimezoneArgument = "UTC",
    include: IncludeArgument = None,
) -> RetentionAnalytics:
    """Retention, for an admin; without ``returns``, the starts are the returns."""
    asked = resolve_periods(info, time_range, timezone, length, periods, is_rolling=rolling, week_start=week_start)
    starts = resolve_condition(start, "start")
    question = CohortsQuestion(
        project_id=info.context.caller.project_id,
        bounds_ms=asked.bounds_ms,
        starts=starts,
        returns=starts if returns is None else resolve_condition(returns, "returns"),
        start=cohort,
        rule=retained,
        length=length,
        is_rolling=rolling,
        timezone=timezone,
        periods=periods,
        classes=resolve_traffic(include).classes,
    )
    found = await ask_cohorts(info, question)
    return RetentionAnalytics(
        **shared_fields(info, asked, found, timezone),
        cohorts=[_cohort(asked, number, one) for number, one in enumerate(found.cohorts)],
        means=means_of(found),
    )


def _cohort(asked: Periods, place: int, found: CohortFound) -> RetentionCohort:
    return RetentionCohort(
        start=from_milliseconds(asked.bounds_ms[place]),
        end=from_milliseconds(asked.bounds_ms[place + 1]),
        size=found.size,
        periods=[
            RetentionPeriod(
                number=number,
                start=asked.start_of(place, number),
                is_open=is_open,
                retained=retained,
                rate=rate_of(retained, found.size),
            )
            for number, (retained, is_open) in enumerate(zip(found.retained, found.is_open, strict=True))
        ],
    )


def rate_of(retained: int | None, size: int) -> float | None:
    """The rate of a period; None if it has not begun."""
    return None if retained is None else rates.percent(retained, size)


def means_of(found: CohortsFound) -> list[RetentionMean]:
    """The columns of an answer."""
    return [
        RetentionMean(number=number, rate=None if mean is None else mean * 100)
        for number, mean in enumerate(found.means)
    ]
