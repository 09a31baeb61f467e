"""processEvents and recomputeScores: what the aggregator does by itself, at once."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.access import ADMIN
from resolvers.context import Info
from resolvers.root_fields import mutation_field
from resolvers.scalars import Long
from server.rollup import curves, on_demand, scores
from server.rollup.report import RunReport

ANSWER_SECONDS = 5.0
"""Seconds of the request timeout that are reserved for the last run."""


@strawberry.type(description="Result of counting the waiting events.")
class ProcessPayload:
    """The API type of an aggregator's report."""

    batches: Long = strawberry.field(description="Ingest transactions that were counted.")
    events: Long = strawberry.field(description="Events that were counted, of all projects.")
    seconds: float = strawberry.field(description="Duration in seconds.")
    lag: float = strawberry.field(description="Seconds that the oldest event had waited; 0 if there were none.")
    paused: bool = strawberry.field(
        description="True if a rebuild or the aggregator held the tables all the time, so that nothing was counted."
    )
    backlog: bool = strawberry.field(description="True if events were left when the time was up.")

    @classmethod
    def from_report(cls, report: RunReport) -> Self:
        """The payload of ``processEvents``."""
        return cls(
            batches=report.batches,
            events=report.events,
            seconds=report.seconds,
            lag=report.lag,
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
    """Runs the aggregator until no events are left or the time is up."""
    services = info.context.services
    seconds = max(services.settings.request_timeout - ANSWER_SECONDS, 0.0)
    return ProcessPayload.from_report(await on_demand.process_events(services.settings, services.publish, seconds))


@mutation_field(
    ADMIN,
    "Recomputes the scores of all contents, and the curves that relative retention is compared with, "
    "now instead of at their next refresh. For admins.",
)
async def recompute_scores(info: Info) -> RecomputePayload:
    """Recomputes all scores."""
    services, project_id = info.context.services, info.context.caller.project_id
    async with services.pool.acquire() as connection:
        contents = await scores.recompute_scores(connection, services.settings, project_id, services.publish)
        await curves.recompute_curves(connection, project_id)
    return RecomputePayload(contents=contents, finished_at=services.now())
