"""``funnel``: how many viewers get through a series of steps, and where they leave."""

from datetime import timedelta
from typing import Annotated, TypeAlias

import msgspec
import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import IncludeArgument, TimezoneArgument
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.event_conditions import bad_input
from resolvers.field_metadata import FieldMetadata
from resolvers.funnels.breakdown import FunnelByValue
from resolvers.funnels.numbers import FunnelNumbers, number_fields
from resolvers.funnels.steps import FunnelExclusionInput, FunnelStepInput, milliseconds
from resolvers.funnels.viewers import FunnelViewers
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.parts import part
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange, RangeInput, resolve_compared, resolve_range
from resolvers.root_fields import query_field
from resolvers.traffic import resolve_traffic
from server.analytics.funnels.funnel import FunnelFound
from server.analytics.funnels.question import MAX_EXCLUSIONS, MAX_STEPS, FunnelQuestion
from server.analytics.funnels.rules import FunnelOrder
from server.analytics.funnels.statements import rules_of
from server.analytics.previous_period import Spans
from server.analytics.project_state import ProjectState
from server.analytics.worker_answers import FUNNEL
from server.errors import limit_exceeded

COST_OF_FUNNEL = 1500
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


@strawberry.type(description="A funnel in the period before.")
class PreviousFunnel(FunnelNumbers):
    """The type of ``FunnelAnalytics.previous``."""

    range: EffectiveRange = strawberry.field(description="The period before.")


@strawberry.type(
    description="How many viewers get through a series of steps. Of each viewer the attempt counts that gets furthest, "
    "of several the one that gets there first."
)
class FunnelAnalytics(Analytics, FunnelNumbers, FunnelViewers, FunnelByValue):
    """The type of ``funnel``."""

    order: FunnelOrder = strawberry.field(description="In which order the steps must happen.")
    window: timedelta = strawberry.field(description="Longest time from the first step to the last.")
    range: EffectiveRange = strawberry.field(description="The range covered.")
    compared: strawberry.Private[Spans]
    names: strawberry.Private[list[str | None]]

    @part(
        description="The same funnel in the period before: as long, and as complete. Attempts that began then had time "
        "to go on.",
        metadata=FieldMetadata(cost=COST_OF_FUNNEL),
    )
    async def previous(self, info: Info) -> PreviousFunnel:
        """The funnel of the period before."""
        before = self.compared.baseline
        question = msgspec.structs.replace(self.question, start=before.start, end=before.end_bucket)
        found = await ask_funnel(info, question)
        return PreviousFunnel(
            range=EffectiveRange.from_range(before), **number_fields(found.steps, question, self.names)
        )


async def ask_funnel(info: Info, question: FunnelQuestion) -> FunnelFound:
    """The answer of a worker."""
    body = await info.context.services.ask_worker(FUNNEL, question.project_id, msgspec.msgpack.encode(question))
    return msgspec.msgpack.decode(body, type=FunnelFound)


@query_field(
    ADMIN,
    "How many viewers get through a series of steps: which share continues at each, how long it takes them, and who "
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
    now = info.context.services.now()
    covered, compared = resolve_range(time_range, timezone, now), resolve_compared(time_range, timezone, now)
    assert covered is not None
    assert compared is not None
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
    found = await ask_funnel(info, question)
    names = [step.name if isinstance(step.name, str) else None for step in steps]
    return FunnelAnalytics(
        **project_fields(info, ProjectState(found.as_of, found.revision), time_range=covered),
        question=question,
        compared=compared,
        names=names,
        order=order,
        window=window,
        range=EffectiveRange.from_range(covered),
        timezone=timezone,
        **number_fields(found.steps, question, names),
    )


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
