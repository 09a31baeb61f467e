"""``pinFunnel`` and ``unpinFunnel``: the funnels on the dashboard of a project."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Self, TypeAlias

import msgspec
import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import check_properties
from resolvers.context import Info
from resolvers.event_conditions import WatchedInput, bad_input
from resolvers.event_enums import EventType
from resolvers.funnels.question import (
    WINDOW,
    ExclusionsArgument,
    OrderArgument,
    StepsArgument,
    WindowArgument,
    names_of,
    resolve_funnel,
)
from resolvers.funnels.steps import MAX_NAME_LENGTH, FunnelExclusionInput, FunnelStepInput
from resolvers.root_fields import mutation_field
from resolvers.scalars import JSONObject
from server.analytics.event_conditions import Condition
from server.analytics.funnels import pinned
from server.analytics.funnels.pinned import StoredFunnel
from server.analytics.funnels.question import Exclusion, Step
from server.analytics.funnels.rules import FunnelOrder
from server.events import pinned_funnels
from server.events.pinned_funnels import MAX_PINNED

NameArgument: TypeAlias = Annotated[
    str, strawberry.argument(description=f"Its name, of 1-{MAX_NAME_LENGTH} characters; the project has it once.")
]
_DECIMALS = 6
"""Of a percentage that is stored as a share."""


@strawberry.type(description="A watch position.")
class WatchedCondition:
    """What a ``WatchedInput`` says."""

    percent: float = strawberry.field(description="Percent of the content.")
    content_id: strawberry.ID | None = strawberry.field(description="Of this content; null: of any.")
    creator_id: strawberry.ID | None = strawberry.field(description="Of a content of this creator; null: of any.")


@strawberry.type
class ConditionFields:
    """What an ``EventConditionInput`` says."""

    types: list[EventType] | None = strawberry.field(description="One of these types; null: any.")
    names: list[str] | None = strawberry.field(description="Custom events of one of these names; null: any.")
    content_id: strawberry.ID | None = strawberry.field(description="About this content; null: about any or none.")
    creator_id: strawberry.ID | None = strawberry.field(
        description="About a content of this creator, or about the creator; null: about any or none."
    )
    properties: JSONObject | None = strawberry.field(description="With these properties; null: with any.")
    watched: WatchedCondition | None = strawberry.field(
        description="That the viewer has watched so much; then all other conditions are null."
    )


@strawberry.type(description="A step of a pinned funnel.")
class PinnedFunnelStep(ConditionFields):
    """What a ``FunnelStepInput`` says."""

    name: str | None = strawberry.field(description="Its name, if it was given one.")
    optional: bool = strawberry.field(description="Whether the next steps count without it.")
    within: timedelta | None = strawberry.field(
        description="Longest time since the step that was done before it; null: only `window` counts."
    )


@strawberry.type(description="Events that end an attempt of a pinned funnel between two steps.")
class PinnedFunnelExclusion(ConditionFields):
    """What a ``FunnelExclusionInput`` says."""

    after: int = strawberry.field(description="Number of the step after which they count, from 1.")
    before: int = strawberry.field(description="Number of the step before which they count.")


@strawberry.type(description="A funnel on the dashboard of the project.")
class PinnedFunnel:
    """The type of ``pinFunnel``."""

    name: str = strawberry.field(description="Its name.")
    pinned_at: datetime = strawberry.field(
        description="When a funnel of that name was first pinned: the dashboard has them in this order."
    )
    order: FunnelOrder = strawberry.field(description="In which order the steps must happen.")
    window: timedelta = strawberry.field(description="Longest time from the first step to the last.")
    steps: list[PinnedFunnelStep] = strawberry.field(description="The steps, in their order.")
    exclusions: list[PinnedFunnelExclusion] = strawberry.field(description="Events that end an attempt.")

    @classmethod
    def from_pinned(cls, found: pinned.PinnedFunnel) -> Self:
        """The API type of what is stored."""
        form, names = found.funnel.form, found.funnel.names
        return cls(
            name=found.name,
            pinned_at=found.pinned_at,
            order=form.order,
            window=timedelta(milliseconds=form.window_ms),
            steps=[
                PinnedFunnelStep(name=name, optional=step.optional, within=_within(step), **_shown(step.condition))
                for step, name in zip(form.steps, names, strict=True)
            ],
            exclusions=[
                PinnedFunnelExclusion(after=one.after, before=one.before, **_shown(one.condition))
                for one in form.exclusions
            ],
        )


@mutation_field(
    ADMIN,
    f"Pins a funnel to the dashboard of the project, which has at most {MAX_PINNED}: `eventDashboard` answers it "
    "for the dashboard's own time. A funnel of the same name is replaced. The arguments are those of `funnel`. For "
    "admins; each call is logged.",
)
async def pin_funnel(
    info: Info,
    name: NameArgument,
    steps: StepsArgument,
    *,
    order: OrderArgument = FunnelOrder.ORDERED,
    window: WindowArgument = WINDOW,
    exclusions: ExclusionsArgument = None,
) -> PinnedFunnel:
    """Stores a funnel, for an admin."""
    check_name(name)
    form, names = resolve_funnel(steps, order, window, exclusions), names_of(steps)
    for place, one in enumerate(names):
        check_properties(one, "steps", place, "name")
    funnel = StoredFunnel(form=form, names=names)
    context, question = info.context, msgspec.json.encode(funnel)
    pinned_at = await pinned_funnels.pin_funnel(
        context.services.pool, context.caller, name, question, by=context.shown_caller
    )
    return PinnedFunnel.from_pinned(pinned.PinnedFunnel(name, funnel, pinned_at))


@mutation_field(
    ADMIN,
    "Takes a funnel off the dashboard of the project; returns what was pinned. NOT_FOUND if no funnel of that name is. "
    "For admins; each call is logged.",
)
async def unpin_funnel(info: Info, name: NameArgument) -> PinnedFunnel:
    """Removes a pinned funnel, for an admin."""
    check_name(name)
    context = info.context
    question, pinned_at = await pinned_funnels.unpin_funnel(
        context.services.pool, context.caller, name, by=context.shown_caller
    )
    return PinnedFunnel.from_pinned(pinned.PinnedFunnel.from_stored(name, question, pinned_at))


def check_name(name: str) -> None:
    """Raises BAD_INPUT unless a name has 1-100 characters that PostgreSQL can store."""
    if not 0 < len(name) <= MAX_NAME_LENGTH:
        raise bad_input(f"`name` has 1-{MAX_NAME_LENGTH} characters.", "name")
    check_properties(name, "name")


def written(funnel: StoredFunnel) -> dict[str, Any]:
    """The arguments of ``funnel``, by their names in Python, that ask for a stored funnel."""
    form = funnel.form
    steps = [
        FunnelStepInput(
            **_given({"name": name, "within": _within(step)}), optional=step.optional, **_conditions(step.condition)
        )
        for step, name in zip(form.steps, funnel.names, strict=True)
    ]
    exclusions = [_exclusion(one, len(form.steps)) for one in form.exclusions]
    return {
        "steps": steps,
        "order": form.order,
        "window": timedelta(milliseconds=form.window_ms),
        "exclusions": exclusions or None,
    }


def _exclusion(one: Exclusion, last: int) -> FunnelExclusionInput:
    before = _given({"before": None if one.before == last else one.before})
    return FunnelExclusionInput(after=one.after, **before, **_conditions(one.condition))


def _conditions(condition: Condition) -> dict[str, Any]:
    """The fields of an ``EventConditionInput`` that are given."""
    shown = _shown(condition)
    watched: WatchedCondition | None = shown.pop("watched")
    if watched is None:
        return _given(shown)
    ids = _given({"content_id": watched.content_id, "creator_id": watched.creator_id})
    return {"watched": WatchedInput(percent=watched.percent, **ids)}


def _shown(condition: Condition) -> dict[str, Any]:
    """The fields of ``ConditionFields``."""
    ids = {"content_id": _identity(condition.content_id), "creator_id": _identity(condition.creator_id)}
    if condition.watched is not None:
        watched = WatchedCondition(percent=round(condition.watched * 100, _DECIMALS), **ids)
        return {**dict.fromkeys(("types", "names", "content_id", "creator_id", "properties")), "watched": watched}
    types = None if condition.types is None else [EventType(kind) for kind in condition.types]
    return {"types": types, "names": condition.names, "properties": condition.properties, "watched": None, **ids}


def _identity(value: str | None) -> strawberry.ID | None:
    return None if value is None else strawberry.ID(value)


def _within(step: Step) -> timedelta | None:
    return None if step.window_ms is None else timedelta(milliseconds=step.window_ms)


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields without those that are left out."""
    return {name: value for name, value in fields.items() if value is not None}
