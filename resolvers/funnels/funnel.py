"""``funnel``: how many viewers get through a series of steps, and where they leave."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any, TypeAlias

import msgspec
import strawberry

from resolvers.access import ADMIN
from resolvers.analytics_query import resolve_query
from resolvers.arguments import IncludeArgument, TimezoneArgument
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.funnels.breakdown import FunnelByValue
from resolvers.funnels.numbers import FunnelNumbers, number_fields
from resolvers.funnels.question import (
    WINDOW,
    ExclusionsArgument,
    OrderArgument,
    StepsArgument,
    WindowArgument,
    names_of,
    resolve_funnel,
)
from resolvers.funnels.viewers import FunnelViewers
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.parts import part
from resolvers.project_state import state_fields
from resolvers.ranges import EffectiveRange, RangeInput
from resolvers.root_fields import query_field
from resolvers.worker_questions import ask_worker
from server.analytics.funnels.funnel import FunnelFound
from server.analytics.funnels.question import FunnelForm, FunnelQuestion
from server.analytics.funnels.rules import FunnelOrder
from server.analytics.previous_period import Spans
from server.analytics.project_state import ProjectState
from server.analytics.query import AnalyticsQuery
from server.analytics.worker_answers import FUNNEL
from server.metrics.view_definitions import DEFAULT_DEFINITION

COST_OF_FUNNEL = 1500
EVERY_SECONDS = 10.0
"""The pause of a subscription that asks for none: a funnel reads many events."""
RECENT = RangeInput(last="7d")

FunnelRangeArgument: TypeAlias = Annotated[
    RangeInput | None,
    strawberry.argument(
        name="range",
        description="When attempts begin; in ANY order, when the whole attempt happens. The last 7 days by default; at "
        "most as long as raw events are kept (90 days by default).",
    ),
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
        description="The same funnel in the period before, which is as long. Attempts that began then had all of their "
        "window; of the range, some are still `incomplete`.",
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
    return await ask_worker(info, FUNNEL, question.project_id, question, FunnelFound)


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
    asked: dict[str, Any] = {"time_range": time_range, "timezone": timezone, "include": include}
    query = AnalyticsQuery(**resolve_query(info, definition=DEFAULT_DEFINITION, **asked))
    form = resolve_funnel(steps, order, window, exclusions)
    answer = await answer_funnel(info, query, form, names_of(steps))
    info.context.note_revision(answer.revision)
    return answer


async def answer_funnel(
    info: Info, query: AnalyticsQuery, form: FunnelForm, names: Sequence[str | None]
) -> FunnelAnalytics:
    """The answer of a worker, whose snapshot is its own: it notes no revision.

    Args:
        info: The info of the answer's field.
        query: The project, the range, which is not all time, its zone, and the classes of traffic.
        form: The funnel.
        names: The names of its steps.
    """
    covered, compared = query.time_range, query.compared
    assert covered is not None
    assert compared is not None
    question = FunnelQuestion(
        **msgspec.structs.asdict(form),
        project_id=query.project_id,
        start=covered.start,
        end=covered.end_bucket,
        classes=query.traffic.classes,
    )
    found = await ask_funnel(info, question)
    return FunnelAnalytics(
        **state_fields(ProjectState(found.as_of, found.revision), time_range=covered),
        question=question,
        shown_revision=found.revision,
        compared=compared,
        names=list(names),
        order=form.order,
        window=timedelta(milliseconds=form.window_ms),
        range=EffectiveRange.from_range(covered),
        timezone=query.timezone,
        **number_fields(found.steps, question, names),
    )
