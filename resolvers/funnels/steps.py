"""The steps of a funnel, and what ends an attempt, as callers write them."""

from datetime import timedelta

import strawberry
from strawberry.types.unset import UNSET

from resolvers.event_conditions import EventConditionInput, bad_input, resolve_condition
from server.analytics.funnels.question import Exclusion, Step

MAX_NAME_LENGTH = 100


@strawberry.input(
    description="Which events do a step. An event must match all fields that are given, of which there must be one."
)
class FunnelStepInput(EventConditionInput):
    """One item of ``steps``."""

    name: str | None = strawberry.field(
        default=UNSET, description=f"A name, repeated in the answer; up to {MAX_NAME_LENGTH} characters."
    )
    optional: bool = strawberry.field(
        default=False, description="Whether the next steps count without it. Not for the first and the last step."
    )
    within: timedelta | None = strawberry.field(
        default=UNSET,
        description="Longest time since the step that was done before it. By default, only `window` counts.",
    )

    def resolved(self, *path: str | int) -> Step:
        """The step. Raises BAD_INPUT with the path of the invalid field."""
        if isinstance(self.name, str) and len(self.name) > MAX_NAME_LENGTH:
            raise bad_input(f"`name` has more than {MAX_NAME_LENGTH} characters.", *path, "name")
        within = self.within if isinstance(self.within, timedelta) else None
        return Step(
            condition=resolve_condition(self, *path),
            optional=self.optional,
            window_ms=None if within is None else milliseconds(within),
        )


@strawberry.input(
    description="Events that end an attempt between two steps: what was done until then counts, what follows needs a "
    "new attempt."
)
class FunnelExclusionInput(EventConditionInput):
    """One item of ``exclusions``."""

    after: int = strawberry.field(default=1, description="Number of the step after which they count, from 1.")
    before: int | None = strawberry.field(
        default=UNSET, description="Number of the step before which they count; by default, the last."
    )

    def resolved(self, steps: int, *path: str | int) -> Exclusion:
        """The exclusion in a funnel of so many steps. Raises BAD_INPUT with the path of the invalid field."""
        before = self.before if isinstance(self.before, int) else steps
        if not 1 <= self.after < before <= steps:
            raise bad_input("`after` and `before` are numbers of steps, the first one lower.", *path, "after")
        return Exclusion(condition=resolve_condition(self, *path), after=self.after, before=before)


def milliseconds(length: timedelta) -> int:
    """A length of time in milliseconds."""
    return round(length.total_seconds() * 1000)
