"""A funnel by the values of a dimension."""

from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.arguments import MAX_ITEMS, check_first
from resolvers.breakdowns import dimensions  # noqa: F401  # registers Dimension
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.parts import part
from resolvers.scalars import Long
from resolvers.worker_questions import ask_worker
from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.breakdowns.labels import label_of
from server.analytics.funnels.funnel import BreakdownFound, ValueFound
from server.analytics.funnels.question import MAX_STEPS, FunnelBreakdownQuestion, FunnelQuestion, ValueOf
from server.analytics.worker_answers import FUNNEL_BREAKDOWN
from server.errors import ErrorCode, ViewpulseError
from server.metrics import rates

COST_OF_BREAKDOWN = 500
ROWS = 10
register_enum(
    ValueOf,
    "Of which event of a viewer's attempt the value is.",
    {
        ValueOf.FIRST: "The first one.",
        ValueOf.LAST: "The last one that was done.",
        ValueOf.STEP: "That of the step `step`; viewers who did not do it are left out.",
        ValueOf.ALL: "Each value on its own: only events with that value count, so a viewer may count for several.",
    },
    name="FunnelValueOf",
)

DimensionArgument: TypeAlias = Annotated[Dimension, strawberry.argument(description="The dimension.")]
OfArgument: TypeAlias = Annotated[
    ValueOf, strawberry.argument(description="Of which event of a viewer's attempt the value is.")
]
StepOfValueArgument: TypeAlias = Annotated[
    int | None, strawberry.argument(description="With STEP, the number of the step, from 1.")
]
FirstValuesArgument: TypeAlias = Annotated[
    int, strawberry.argument(description=f"Maximum number of rows, 1-{MAX_ITEMS}; `rest` has the others together.")
]


@strawberry.type(description="One step of a funnel, of the viewers with one value.")
class FunnelValueStep:
    """A step of ``FunnelValue``."""

    number: int = strawberry.field(description="Its number, from 1.")
    viewers: Long = strawberry.field(description="Viewers who did it.")
    conversion_rate: float = strawberry.field(
        description="Viewers who did it, in percent of those who did the first step."
    )
    dropped: Long = strawberry.field(description="Viewers who left here, as of the whole funnel.")
    incomplete: Long = strawberry.field(description="Viewers who may still do it.")


@strawberry.type(description="A funnel of the viewers with one value of a dimension.")
class FunnelValue:
    """A row of ``FunnelBreakdown``."""

    value: str | None = strawberry.field(description="The value; null: unknown, or in `rest` several.")
    label: str | None = strawberry.field(description="The value as people read it, in English; null if it is null.")
    started: Long = strawberry.field(description="Viewers who did the first step; in ANY order, any step.")
    converted: Long = strawberry.field(description="Viewers who did all required steps.")
    conversion_rate: float = strawberry.field(description="`converted` in percent of `started`.")
    steps: list[FunnelValueStep] = strawberry.field(
        description="The steps, in their order.", metadata=FieldMetadata(length=MAX_STEPS)
    )

    @classmethod
    def from_found(cls, by: Dimension, found: ValueFound) -> Self:
        """The API type of a row."""
        started, converted = found.steps[0][0], found.steps[-1][0]
        return cls(
            value=found.value,
            label=label_of(by, found.value),
            started=started,
            converted=converted,
            conversion_rate=rates.percent(converted, started),
            steps=[
                FunnelValueStep(
                    number=number,
                    viewers=viewers,
                    conversion_rate=rates.percent(viewers, started),
                    dropped=dropped,
                    incomplete=incomplete,
                )
                for number, (viewers, dropped, incomplete) in enumerate(found.steps, 1)
            ],
        )


@strawberry.type(description="A funnel by the values of a dimension.")
class FunnelBreakdown:
    """The type of ``FunnelAnalytics.breakdown``."""

    by: Dimension = strawberry.field(description="The dimension.")
    values: Long = strawberry.field(description="How many values there are, the unknown one included.")
    rows: list[FunnelValue] = strawberry.field(description="The values with the most viewers, most first.")
    rest: FunnelValue = strawberry.field(
        description="All other values together. With FIRST and LAST, rows and rest add up to the funnel."
    )

    @classmethod
    def from_found(cls, by: Dimension, found: BreakdownFound) -> Self:
        """The API type of a breakdown."""
        return cls(
            by=by,
            values=found.values,
            rows=[FunnelValue.from_found(by, row) for row in found.rows],
            rest=FunnelValue.from_found(by, found.rest),
        )


@strawberry.type
class FunnelByValue:
    """The ``breakdown`` field of ``FunnelAnalytics``."""

    question: strawberry.Private[FunnelQuestion]
    timezone: str = strawberry.field(description="The time zone of the range, and of hours and days of a breakdown.")

    @part(
        description="The funnel by the values of a dimension: by those of the events themselves; AGE_GROUP and GENDER "
        "by the viewer as currently known.",
        metadata=FieldMetadata(cost=COST_OF_BREAKDOWN),
    )
    async def breakdown(
        self,
        info: Info,
        by: DimensionArgument,
        *,
        of: OfArgument = ValueOf.FIRST,
        step: StepOfValueArgument = None,
        first: FirstValuesArgument = ROWS,
    ) -> FunnelBreakdown:
        """The funnel by the values of a dimension."""
        check_first(first)
        steps = len(self.question.steps)
        if (of is ValueOf.STEP) != (step is not None) or not 1 <= (step or 1) <= steps:
            message = f"With STEP, and only then, `step` is a number of 1-{steps}."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["step"])
        question = FunnelBreakdownQuestion(
            funnel=self.question, dimension=by, of=of, step=step or 1, timezone=self.timezone, first=first
        )
        found = await ask_worker(info, FUNNEL_BREAKDOWN, self.question.project_id, question, BreakdownFound)
        return FunnelBreakdown.from_found(by, found)
