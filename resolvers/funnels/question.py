"""A funnel as callers write it: its steps, their order, its window and what ends an attempt."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, TypeAlias

import strawberry

from resolvers.enums import register_enum
from resolvers.event_conditions import bad_input
from resolvers.funnels.steps import FunnelExclusionInput, FunnelStepInput, milliseconds
from server.analytics.funnels.question import MAX_EXCLUSIONS, MAX_STEPS, FunnelForm
from server.analytics.funnels.rules import FunnelOrder
from server.analytics.funnels.statements import rules_of
from server.errors import limit_exceeded

WINDOW = timedelta(days=7)
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
ExclusionsArgument: TypeAlias = Annotated[
    list[FunnelExclusionInput] | None,
    strawberry.argument(description=f"Events that end an attempt; at most {MAX_EXCLUSIONS}."),
]


def resolve_funnel(
    steps: Sequence[FunnelStepInput],
    order: FunnelOrder,
    window: timedelta,
    exclusions: Sequence[FunnelExclusionInput] | None,
) -> FunnelForm:
    """The funnel that is written.

    Raises:
        ViewpulseError: BAD_INPUT with the path of the invalid field; LIMIT_EXCEEDED for no or too many steps, or too
            many exclusions.
    """
    if not 0 < len(steps) <= MAX_STEPS:
        raise limit_exceeded(f"A funnel has 1-{MAX_STEPS} steps.", "funnelSteps", MAX_STEPS, len(steps))
    excluded = exclusions or []
    if len(excluded) > MAX_EXCLUSIONS:
        message = f"A funnel has at most {MAX_EXCLUSIONS} exclusions."
        raise limit_exceeded(message, "funnelExclusions", MAX_EXCLUSIONS, len(excluded))
    form = FunnelForm(
        order=order,
        window_ms=milliseconds(window),
        steps=[step.resolved("steps", place) for place, step in enumerate(steps)],
        exclusions=[one.resolved(len(steps), "exclusions", place) for place, one in enumerate(excluded)],
    )
    _check(form)
    return form


def names_of(steps: Sequence[FunnelStepInput]) -> list[str | None]:
    """The names of the steps; None for those without one."""
    return [step.name if isinstance(step.name, str) else None for step in steps]


def _check(form: FunnelForm) -> None:
    """Raises BAD_INPUT if the steps contradict each other."""
    last = len(form.steps) - 1
    is_any = form.order is FunnelOrder.ANY
    for place, step in enumerate(form.steps):
        if step.optional and (is_any or place in (0, last)):
            message = "The first and the last step are required, and in ANY order all are."
            raise bad_input(message, "steps", place, "optional")
        if step.window_ms is not None and (is_any or place == 0):
            raise bad_input("No step comes before it: `within` has no meaning here.", "steps", place, "within")
    for place, exclusion in enumerate(form.exclusions):
        if is_any and (exclusion.after, exclusion.before) != (1, last + 1):
            message = "In ANY order, an exclusion is between the first and the last step."
            raise bad_input(message, "exclusions", place, "after")
        for name, number in (("after", exclusion.after), ("before", exclusion.before)):
            if form.steps[number - 1].optional:
                raise bad_input("An exclusion is between required steps.", "exclusions", place, name)
    rules_of(form)
