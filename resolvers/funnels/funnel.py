"""``funnel``: how many viewers get through a series of steps, and where they leave."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Self, TypeAlias

import msgspec
import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import ADMIN
from resolvers.arguments import IncludeArgument, TimezoneArgument
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.funnels.steps import FunnelExclusionInput, FunnelStepInput, bad_input, milliseconds
from resolvers.funnels.viewers import FunnelViewers
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange, RangeInput, resolve_range
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.traffic import resolve_traffic
from server.analytics.funnels.funnel import FunnelFound, rules_of
from server.analytics.funnels.question import MAX_EXCLUSIONS, MAX_STEPS, FunnelQuestion
from server.analytics.funnels.rules import FunnelOrder
from server.analytics.funnels.tally import StepFound
from server.analytics.funnels.times import TimesFound, bars
from server.analytics.project_state import ProjectState
from server.analytics.worker_answers import FUNNEL
from server.errors import limit_exceeded
from server.metrics import rates

COST_OF_FUNNEL = 2000
EVERY_SECONDS = 10.0
"""The pause of a subscription that asks for none: a funnel reads many events."""
WINDOW = timedelta(days=7)
RECENT = RangeInput(last="7d")
register_enum(
    FunnelOrder,
    "In which order the steps of a funnel must happen.",
    {
        FunnelOrder.ORDERED: "Each after the one before it; anything may happen between them.",
        FunnelOrder.STRICT: "Each right after the one before it: no other event of the viewer stands between them.",
        FunnelOrder.ANY: "In any order. Then step 3 of the answer is whichever step a viewer did third.",
    },
)

StepsArgument: TypeAlias = Annotated[
    list[FunnelStepInput],
    strawberry.argument(
        description=f"The steps, 1-{MAX_STEPS}. The same step may come several times: each takes an event of its own."
    ),
]
OrderArgument: TypeAlias = Annotated[
    FunnelOrder, strawberry.argument(description="In which order the steps must happen.")
]
WindowArgument: TypeAlias = Annotated[
    timedelta, strawberry.argument(description="Longest time from the first step of an attempt to its last.")
]
FunnelRangeArgument: TypeAlias = Annotated[
    RangeInput | None,
    strawberry.argument(
        name="range",
        description="When attempts begin; in ANY order, when all of it happens. The last 7 days by default; at most as "
        "long as raw events are kept (90 days by default).",
    ),
]
ExclusionsArgument: TypeAlias = Annotated[
    list[FunnelExclusionInput] | None,
    strawberry.argument(description=f"Events that end an attempt; at most {MAX_EXCLUSIONS}."),
]


@strawberry.type(description="Viewers by how long something took them.")
class FunnelTimesBar:
    """A bar of a histogram."""

    from_seconds: float = strawberry.field(name="from", description="From how many seconds on.")
    to: float | None = strawberry.field(description="Below how many seconds; null: however many.")
    viewers: Long = strawberry.field(description="Viewers whom it took so long.")


@strawberry.type(description="How long something took viewers.")
class FunnelTimes:
    """Durations between steps."""

    viewers: Long = strawberry.field(description="Viewers who did it.")
    median: float | None = strawberry.field(description="Median in seconds; null without viewers.")
    median_estimated: bool = strawberry.field(
        description="Whether there were too many for an exact median: then it is right within 1.3 percent."
    )
    histogram: list[FunnelTimesBar] = strawberry.field(
        description="Viewers by how long it took, shortest first, up to the longest that occurred.",
        metadata=FieldMetadata(length=5),
    )

    @classmethod
    def from_found(cls, found: TimesFound) -> Self:
        """The API type of durations."""
        return cls(
            viewers=found.viewers,
            median=None if found.median_ms is None else found.median_ms / 1000,
            median_estimated=found.is_estimated,
            histogram=[FunnelTimesBar(from_seconds=low, to=high, viewers=n) for low, high, n in bars(found.histogram)],
        )


@strawberry.type(description="One step of a funnel.")
class FunnelStep:
    """What became of the viewers at a step."""

    number: int = strawberry.field(description="Its number, from 1; in ANY order, how many steps were done.")
    name: str | None = strawberry.field(description="Its name, if it was given one; null in ANY order.")
    optional: bool = strawberry.field(description="Whether the next steps count without it.")
    viewers: Long = strawberry.field(description="Viewers who did it.")
    conversion_rate: float = strawberry.field(
        description="Viewers who did it, in percent of those who did the first step."
    )
    step_conversion_rate: float = strawberry.field(
        description="Viewers who did it, in percent of those who did the required step before it; 100 for the first "
        "step."
    )
    dropped: Long = strawberry.field(
        description="Viewers who did the required step before it, and neither this one nor can any more. 0 for the "
        "first step and for optional ones."
    )
    drop_off_rate: float = strawberry.field(description="`dropped` in percent of those who did the step before.")
    incomplete: Long = strawberry.field(
        description="Viewers who did the required step before it, and may still do this one and all others in time: "
        "neither converted nor dropped yet."
    )
    since_previous: FunnelTimes = strawberry.field(description="Time since the step that the viewer did before it.")
    since_first: FunnelTimes = strawberry.field(description="Time since the first step.")


@strawberry.type(
    description="How many viewers get through a series of steps. Of each viewer the attempt counts that gets furthest, "
    "of several the one that gets there first."
)
class FunnelAnalytics(Analytics, FunnelViewers):
    """The type of ``funnel``."""

    order: FunnelOrder = strawberry.field(description="In which order the steps must happen.")
    window: timedelta = strawberry.field(description="Longest time from the first step to the last.")
    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range.")
    started: Long = strawberry.field(description="Viewers who did the first step; in ANY order, any step.")
    converted: Long = strawberry.field(description="Viewers who did all required steps.")
    conversion_rate: float = strawberry.field(description="`converted` in percent of `started`.")
    dropped: Long = strawberry.field(description="Viewers who started and cannot convert any more.")
    incomplete: Long = strawberry.field(description="Viewers who started and may still convert.")
    steps: list[FunnelStep] = strawberry.field(
        description="The steps, in their order.", metadata=FieldMetadata(length=MAX_STEPS)
    )


@query_field(
    ADMIN,
    "How many viewers get through a series of steps: which share goes on at each, how long it takes them, and who "
    "leaves. It reads raw events, in a worker. Without `every`, a subscription is sent the newest answer every 10 "
    f"seconds at most. For admins. {NO_VIEWS}",
    metadata=FieldMetadata(cost=COST_OF_FUNNEL, moves=True, asks_worker=True, every=EVERY_SECONDS),
)
async def funnel(
    info: Info,
    steps: StepsArgument,
    *,
    order: OrderArgument = FunnelOrder.ORDERED,
    window: WindowArgument = WINDOW,
    exclusions: ExclusionsArgument = None,
    time_range: FunnelRangeArgument = RECENT,
    timezone: TimezoneArgument = "UTC",
    include: IncludeArgument = None,
) -> FunnelAnalytics:
    """A funnel, for an admin."""
    covered = resolve_range(time_range, timezone, info.context.services.now())
    assert covered is not None
    if not 0 < len(steps) <= MAX_STEPS:
        raise limit_exceeded(f"A funnel has 1-{MAX_STEPS} steps.", "funnelSteps", MAX_STEPS, len(steps))
    excluded = exclusions or []
    if len(excluded) > MAX_EXCLUSIONS:
        message = f"A funnel has at most {MAX_EXCLUSIONS} exclusions."
        raise limit_exceeded(message, "funnelExclusions", MAX_EXCLUSIONS, len(excluded))
    question = FunnelQuestion(
        project_id=info.context.caller.project_id,
        start=covered.start,
        end=covered.end_bucket,
        order=order,
        window_ms=milliseconds(window),
        steps=[step.resolved("steps", place) for place, step in enumerate(steps)],
        exclusions=[one.resolved(len(steps), "exclusions", place) for place, one in enumerate(excluded)],
        classes=resolve_traffic(include).classes,
    )
    _check(question)
    body = await info.context.services.ask_worker(FUNNEL, question.project_id, msgspec.msgpack.encode(question))
    found = msgspec.msgpack.decode(body, type=FunnelFound)
    first, last = found.steps[0], found.steps[-1]
    return FunnelAnalytics(
        **project_fields(info, ProjectState(found.as_of, found.revision), time_range=covered),
        question=question,
        order=order,
        window=window,
        range=EffectiveRange.from_range(covered),
        timezone=timezone,
        started=first.viewers,
        converted=last.viewers,
        conversion_rate=rates.percent(last.viewers, first.viewers),
        dropped=sum(step.dropped for step in found.steps),
        incomplete=sum(step.incomplete for step in found.steps),
        steps=_shown(found.steps, question, steps),
    )


def _shown(found: Sequence[StepFound], question: FunnelQuestion, asked: Sequence[FunnelStepInput]) -> list[FunnelStep]:
    shown, before = [], found[0].viewers
    is_any = question.order is FunnelOrder.ANY
    for number, (step, rule) in enumerate(zip(found, question.steps, strict=True), 1):
        name = asked[number - 1].name
        shown.append(
            FunnelStep(
                number=number,
                name=None if is_any or name is UNSET else name,
                optional=rule.optional,
                viewers=step.viewers,
                conversion_rate=rates.percent(step.viewers, found[0].viewers),
                step_conversion_rate=rates.percent(step.viewers, before),
                dropped=step.dropped,
                drop_off_rate=rates.percent(step.dropped, before),
                incomplete=step.incomplete,
                since_previous=FunnelTimes.from_found(step.since_previous),
                since_first=FunnelTimes.from_found(step.since_first),
            )
        )
        before = before if rule.optional else step.viewers
    return shown


def _check(question: FunnelQuestion) -> None:
    """Raises BAD_INPUT if the steps contradict each other."""
    last = len(question.steps) - 1
    is_any = question.order is FunnelOrder.ANY
    for place, step in enumerate(question.steps):
        if step.optional and (is_any or place in (0, last)):
            message = "The first and the last step are required, and in ANY order all are."
            raise bad_input(message, "steps", place, "optional")
        if step.window_ms is not None and (is_any or place == 0):
            raise bad_input("No step comes before it: `within` has no meaning here.", "steps", place, "within")
    for place, exclusion in enumerate(question.exclusions):
        if is_any and (exclusion.after, exclusion.before) != (1, last + 1):
            message = "In ANY order, an exclusion is between the first and the last step."
            raise bad_input(message, "exclusions", place, "after")
        for name, number in (("after", exclusion.after), ("before", exclusion.before)):
            if question.steps[number - 1].optional:
                raise bad_input("An exclusion is between required steps.", "exclusions", place, name)
    rules_of(question)
