"""``cohorts``: what groups of viewers do after their start: come back, watch, and pay."""

from datetime import datetime
from itertools import accumulate
from typing import Annotated, TypeAlias

import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import (
    MAX_ITEMS,
    IncludeArgument,
    TimezoneArgument,
    check_currency,
    check_first,
    check_properties,
)
from resolvers.breakdowns import dimensions  # noqa: F401  # registers Dimension
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
from resolvers.cohorts.retention import RetentionMean, RetentionPeriod, means_of, rate_of
from resolvers.context import Info
from resolvers.event_conditions import EventConditionInput, bad_input, resolve_condition
from resolvers.event_enums import EventType
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.traffic import resolve_traffic
from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.breakdowns.labels import label_of
from server.analytics.cohorts.local_periods import WeekStart
from server.analytics.cohorts.question import CohortFound, CohortsQuestion, Grouping, PeriodLength
from server.analytics.cohorts.triangle import CohortStart, ReturnRule
from server.analytics.event_conditions import Condition
from server.metrics import rates
from server.times import from_milliseconds

ROWS = 10
MAX_NAME_LENGTH = 128
_ANY = Condition(types=sorted({kind.stored for kind in EventType if kind is not EventType.REFUND}))
"""A refund comes from a shop, which often names no viewer."""

StartArgument: TypeAlias = Annotated[
    EventConditionInput | None,
    strawberry.argument(
        description="What puts a viewer into a cohort, such as a purchase, or a view of a creator's content. By "
        "default any event that viewers send themselves, so not REFUND: when the viewer was first seen."
    ),
]
DimensionArgument: TypeAlias = Annotated[
    Dimension | None,
    strawberry.argument(description="Groups viewers by a dimension of their start, such as CAMPAIGN."),
]
PropertyArgument: TypeAlias = Annotated[
    str | None,
    strawberry.argument(
        name="property",
        description="Groups viewers by a property of their start, by its name; up to "
        f"{MAX_NAME_LENGTH} characters. Instead of `dimension`.",
    ),
]
CurrencyArgument: TypeAlias = Annotated[
    str | None,
    strawberry.argument(description="The currency of the revenue, by its ISO 4217 code; no revenue when left out."),
]
FirstGroupsArgument: TypeAlias = Annotated[
    int, strawberry.argument(description=f"Maximum number of groups, 1-{MAX_ITEMS}; `rest` has the others together.")
]


@strawberry.type(description="What a cohort did in one period. Numbers are null before it has begun for anyone.")
class CohortPeriod(RetentionPeriod):
    """A cell of the table."""

    watch_time: float | None = strawberry.field(
        description="Seconds watched in plays that began in it, after the viewers' start."
    )
    revenue: Long | None = strawberry.field(
        description="What was paid and not given back in it, after the viewers' start, in minor units of the "
        "currency. A refund counts when it is given, for the buyer of its order. Null without `currency`, too."
    )
    lifetime_value: float | None = strawberry.field(
        description="Revenue of this period and all before it per viewer of the cohort, in minor units. 0 without "
        "viewers; null without `currency`, too."
    )


@strawberry.type(description="Viewers who started in one period, or whose start has one value.")
class Cohort:
    """A line of the table."""

    value: str | None = strawberry.field(
        description="The value that they have in common; null: unknown, several values, or a period."
    )
    label: str | None = strawberry.field(description="The value as people read it, in English; null if it is null.")
    start: datetime = strawberry.field(description="They started from then on.")
    end: datetime = strawberry.field(description="They started before then.")
    size: Long = strawberry.field(description="How many viewers they are.")
    periods: list[CohortPeriod] = strawberry.field(description="Each period, from number 0.", metadata=CELLS)


@strawberry.type(description="What groups of viewers do after their start.")
class CohortsAnalytics(Analytics):
    """The type of ``cohorts``."""

    range: EffectiveRange = strawberry.field(description="When viewers start: the range, in whole periods.")
    timezone: str = strawberry.field(description="The time zone of the periods.")
    by: PeriodLength = strawberry.field(description="How long a period is.")
    rolling: bool = strawberry.field(
        description="Whether periods begin with each viewer's own start; they do if viewers are grouped by a "
        "dimension or a property."
    )
    currency: str | None = strawberry.field(description="The currency of the revenue; null: none was asked for.")
    values: Long = strawberry.field(
        description="How many values there are, the unknown one included; 0 if viewers are grouped by period."
    )
    cohorts: list[Cohort] = strawberry.field(
        description="A cohort for each period of the range, oldest first; or one for each value, most viewers first.",
        metadata=LINES,
    )
    rest: Cohort | None = strawberry.field(
        description="The viewers of all other values together; null if they are grouped by period."
    )
    means: list[RetentionMean] = strawberry.field(description="Each period, over all cohorts.", metadata=CELLS)


@query_field(
    ADMIN,
    "What groups of viewers do after their start: how many return, how long they watch, and what they pay. Groups are "
    "the days, weeks or months in which viewers started, or values of a dimension or property of the start. It reads "
    "raw events, in a worker. Without `every`, a subscription is sent the newest answer every 10 seconds at most. For "
    f"admins. {NO_VIEWS}",
    metadata=FieldMetadata(cost=COST, moves=True, asks_worker=True, every=EVERY_SECONDS),
)
async def cohorts(
    info: Info,
    *,
    start: StartArgument = None,
    returns: ReturnsArgument = None,
    dimension: DimensionArgument = None,
    property_name: PropertyArgument = None,
    first: FirstGroupsArgument = ROWS,
    cohort: CohortStartArgument = CohortStart.FIRST_TIME,
    retained: RuleArgument = ReturnRule.ON,
    length: LengthArgument = PeriodLength.WEEK,
    periods: PeriodsArgument = PERIODS,
    rolling: RollingArgument = False,
    week_start: WeekStartArgument = WeekStart.MONDAY,
    currency: CurrencyArgument = None,
    time_range: CohortRangeArgument = RECENT,
    timezone: TimezoneArgument = "UTC",
    include: IncludeArgument = None,
) -> CohortsAnalytics:
    """Cohorts, for an admin; without ``returns``, any event but a refund is a return."""
    check_first(first)
    check_currency(currency)
    grouping = _grouping(dimension, property_name, first)
    asked = resolve_periods(
        info,
        time_range,
        timezone,
        length,
        periods,
        is_rolling=rolling,
        week_start=week_start,
        is_grouped=grouping is not None,
    )
    question = CohortsQuestion(
        project_id=info.context.caller.project_id,
        bounds_ms=asked.bounds_ms,
        starts=_ANY if start is None else resolve_condition(start, "start"),
        returns=_ANY if returns is None else resolve_condition(returns, "returns"),
        start=cohort,
        rule=retained,
        length=length,
        is_rolling=asked.is_rolling,
        timezone=timezone,
        periods=periods,
        classes=resolve_traffic(include).classes,
        has_amounts=True,
        currency=currency,
        grouping=grouping,
    )
    found = await ask_cohorts(info, question)
    places = [0] * len(found.cohorts) if grouping else range(len(found.cohorts))
    lines = [_cohort(asked, question, place, one) for place, one in zip(places, found.cohorts, strict=True)]
    return CohortsAnalytics(
        **shared_fields(info, asked, found, timezone),
        currency=currency,
        values=found.values,
        cohorts=lines,
        rest=None if found.rest is None else _cohort(asked, question, 0, found.rest),
        means=means_of(found),
    )


def _grouping(dimension: Dimension | None, property_name: str | None, first: int) -> Grouping | None:
    if dimension is not None and property_name is not None:
        raise bad_input("Group by `dimension` or by `property`, not by both.", "property")
    if property_name is not None:
        if not 0 < len(property_name) <= MAX_NAME_LENGTH:
            raise bad_input(f"`property` has 1-{MAX_NAME_LENGTH} characters.", "property")
        check_properties(property_name, "property")
    if dimension is None and property_name is None:
        return None
    return Grouping(dimension=dimension, property=property_name, first=first)


def _cohort(asked: Periods, question: CohortsQuestion, place: int, found: CohortFound) -> Cohort:
    dimension = question.grouping.dimension if question.grouping else None
    return Cohort(
        value=found.value,
        label=label_of(dimension, found.value) if dimension else found.value,
        start=from_milliseconds(asked.bounds_ms[place]),
        end=from_milliseconds(asked.bounds_ms[place + 1]),
        size=found.size,
        periods=_periods(asked, question, place, found),
    )


def _periods(asked: Periods, question: CohortsQuestion, place: int, found: CohortFound) -> list[CohortPeriod]:
    watched, paid = found.amounts["watch_ms"], found.amounts["revenue"]
    paid_until = accumulate(amount or 0 for amount in paid)
    return [
        CohortPeriod(
            number=number,
            start=asked.start_of(place, number),
            is_open=is_open,
            retained=retained,
            rate=rate_of(retained, found.size),
            watch_time=None if watch_ms is None else rates.seconds(watch_ms),
            revenue=revenue if question.currency else None,
            lifetime_value=rates.per(ever, found.size) if question.currency and revenue is not None else None,
        )
        for number, (retained, is_open, watch_ms, revenue, ever) in enumerate(
            zip(found.retained, found.is_open, watched, paid, paid_until, strict=True)
        )
    ]
