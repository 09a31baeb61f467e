"""processEvents and recomputeScores: what the aggregator does by itself, at once."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.access import ADMIN
from resolvers.context import Info
from resolvers.root_fields import mutation_field
from resolvers.scalars import Long
from server.rollup import curves, on_demand, scores
from server.rollup.report import ProjectRun, RunReport

ANSWER_SECONDS = 5.0
"""Seconds of the request timeout that are reserved for the last run."""


@strawberry.type(description="Result of counting the waiting events.")
class ProcessPayload:
    """The API type of an aggregator's report."""

    batches: Long = strawberry.field(description="Ingest transactions with events of the project that were counted.")
    events: Long = strawberry.field(description="Events of the project that were counted.")
    seconds: float = strawberry.field(description="Duration in seconds.")
    lag: float = strawberry.field(
        description="Seconds that the oldest event of the project had waited; 0 if there were none."
    )
    paused: bool = strawberry.field(
        description="True if a rebuild or the aggregator held the tables all the time, so that nothing was counted."
    )
    backlog: bool = strawberry.field(
        description="True if events of the project that were there before were left when the time was up."
    )

    @classmethod
    def from_report(cls, report: RunReport, project_id: int) -> Self:
        """The payload of ``processEvents``: a run counts all projects, of which the answer shows one."""
        own = report.projects.get(project_id, ProjectRun())
        return cls(
            batches=own.batches,
            events=own.events,
            seconds=report.seconds,
            lag=own.lag,
            paused=report.paused,
            backlog=report.backlog,
        )


@strawberry.type(description="Result of recomputing the scores.")
class RecomputePayload:
    """The payload of ``recomputeScores``."""

    contents: Long = strawberry.field(description="Contents whose scores were recomputed.")
    finished_at: datetime = strawberry.field(description="When the last score was recomputed.")


@mutation_field(ADMIN, "Counts waiting events now, instead of at the aggregator's next run. For admins.")
async def process_events(info: Info) -> ProcessPayload:
    """Runs the aggregator until no events of the project are left or the time is up."""
    context = info.context
    services, project_id = context.services, context.caller.project_id

    async def is_left(before: datetime | None) -> bool:
        async with context.separate_snapshot() as connection:
            return await on_demand.is_left(connection, project_id, before)

    seconds = max(services.settings.request_timeout - ANSWER_SECONDS, 0.0)
    return ProcessPayload.from_report(await services.runs.process(seconds, is_left), project_id)


@mutation_field(
    ADMIN,
    "Recomputes the scores of all contents, and the curves that relative retention is compared with, "
    "now instead of at their next refresh. For admins.",
)
async def recompute_scores(info: Info) -> RecomputePayload:
    """Recomputes all scores."""
    services, project_id = info.context.services, info.context.caller.project_id
    async with services.turns.turn(project_id), services.pool.acquire() as connection:
        contents = await scores.recompute_scores(connection, services.settings, project_id, services.publish)
        await curves.recompute_curves(connection, project_id)
    return RecomputePayload(contents=contents, finished_at=services.now())
