"""processEvents and recomputeScores: what the aggregator does by itself, at once."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.access import ADMIN
from resolvers.context import Info
from resolvers.root_fields import mutation
from resolvers.scalars import Long
from server.rollup import curves, on_demand, scores
from server.rollup.report import RunReport

ANSWER_SECONDS = 5.0
"""Of a request's time that are left for the last run that it began."""


@strawberry.type(description="What became of the events that were waiting.")
class ProcessPayload:
    """The report of a run."""

    batches: Long = strawberry.field(description="Ingest transactions that were counted.")
    events: Long = strawberry.field(description="Events that were counted, of all projects.")
    seconds: float = strawberry.field(description="How long it took.")
    lag: float = strawberry.field(description="Seconds that the oldest of them had waited; 0 when there was none.")
    paused: bool = strawberry.field(
        description="Whether a rebuild or the aggregator held the tables all the time, so that nothing was done."
    )
    backlog: bool = strawberry.field(description="Whether events were left when the time was up.")

    @classmethod
    def of(cls, report: RunReport) -> Self:
        """The answer to a call."""
        return cls(
            batches=report.batches,
            events=report.events,
            seconds=report.seconds,
            lag=report.lag,
            paused=report.paused,
            backlog=report.backlog,
        )


@strawberry.type(description="Whose scores were worked out.")
class RecomputePayload:
    """The report of a recomputation."""

    contents: Long = strawberry.field(description="Contents whose scores were worked out anew.")
    finished_at: datetime = strawberry.field(description="When the last of them was done.")


@mutation(ADMIN, "Counts now what is waiting to be counted, instead of at the aggregator's next run. For an admin.")
async def process_events(info: Info) -> ProcessPayload:
    """Runs the aggregator until nothing is left."""
    services = info.context.services
    seconds = max(services.settings.request_timeout - ANSWER_SECONDS, 0.0)
    return ProcessPayload.of(await on_demand.process_events(services.settings, services.publish, seconds))


@mutation(
    ADMIN,
    "Works out the scores of all contents now, and the curves that relative retention is measured by, "
    "instead of at their next refresh. For an admin.",
)
async def recompute_scores(info: Info) -> RecomputePayload:
    """Refreshes every score."""
    services, project_id = info.context.services, info.context.viewer.project_id
    async with services.pool.acquire() as connection:
        contents = await scores.recompute_scores(connection, services.settings, project_id, services.publish)
        await curves.recompute_curves(connection, project_id)
    return RecomputePayload(contents=contents, finished_at=services.now())
