"""The numbers of a funnel: of each step, and of the whole."""

from collections.abc import Sequence
from typing import Any, Self

import strawberry

from resolvers.field_metadata import FieldMetadata
from resolvers.scalars import Long
from server.analytics.funnels.question import MAX_STEPS, FunnelQuestion
from server.analytics.funnels.rules import FunnelOrder
from server.analytics.funnels.tally import StepFound
from server.analytics.funnels.times import TimesFound, bars
from server.metrics import rates


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


@strawberry.type
class FunnelNumbers:
    """What became of viewers in a period."""

    started: Long = strawberry.field(description="Viewers who did the first step; in ANY order, any step.")
    converted: Long = strawberry.field(description="Viewers who did all required steps.")
    conversion_rate: float = strawberry.field(description="`converted` in percent of `started`.")
    dropped: Long = strawberry.field(description="Viewers who started and cannot convert any more.")
    incomplete: Long = strawberry.field(description="Viewers who started and may still convert.")
    steps: list[FunnelStep] = strawberry.field(
        description="The steps, in their order.", metadata=FieldMetadata(length=MAX_STEPS)
    )


def number_fields(found: Sequence[StepFound], question: FunnelQuestion, names: Sequence[str | None]) -> dict[str, Any]:
    """The fields of ``FunnelNumbers``.

    Args:
        found: The numbers of each step.
        question: The funnel.
        names: The names of the steps, as they were given.
    """
    started, converted = found[0].viewers, found[-1].viewers
    return {
        "started": started,
        "converted": converted,
        "conversion_rate": rates.percent(converted, started),
        "dropped": sum(step.dropped for step in found),
        "incomplete": sum(step.incomplete for step in found),
        "steps": _steps(found, question, names),
    }


def _steps(found: Sequence[StepFound], question: FunnelQuestion, names: Sequence[str | None]) -> list[FunnelStep]:
    shown, before = [], found[0].viewers
    is_any = question.order is FunnelOrder.ANY
    for number, (step, rule, name) in enumerate(zip(found, question.steps, names, strict=True), 1):
        shown.append(
            FunnelStep(
                number=number,
                name=None if is_any else name,
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
