"""platformStats: what a project holds."""

from typing import Self

import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import DefinitionArgument, IncludeArgument
from resolvers.context import Info
from resolvers.creators.totals import resolve_scope
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.metrics import Analytics, UniqueViewers
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics.creators.platform_stats import PlatformStatsResult, read_platform_stats
from server.analytics.project_state import read_project_state
from server.analytics.query import ScopeQuery
from server.live.subjects import minute_subject
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION

_NOW = FieldMetadata(moves=True)


@strawberry.type(description="Totals of a project over all time, and what is waiting to be counted.")
class PlatformStats(Analytics):
    """Totals of a project over all time, and the size of its backlog at the time of the request."""

    contents: Long = strawberry.field(description="Contents with an event.")
    catalogued_contents: Long = strawberry.field(description="Contents in the catalogue.")
    creators: Long = strawberry.field(description="Creators for whom something counts.")
    views: Long = strawberry.field(description="Views of all contents.")
    plays: Long = strawberry.field(
        description="Plays, replays included. A play lasts from its start to its last report."
    )
    watch_time: float = strawberry.field(description="Seconds watched.")
    unique_viewers: UniqueViewers = strawberry.field(description="Distinct viewers with a view.")
    sessions: Long = strawberry.field(description="Sessions.")
    open_sessions: Long = strawberry.field(
        description="Open sessions, bots and self-views included: with an event in the 30 minutes before `asOf`, and "
        "not closed since."
    )
    stale_scores: Long = strawberry.field(
        description="Contents whose scores are due for a refresh, at the time of the request.", metadata=_NOW
    )
    pending_batches: Long = strawberry.field(
        description="Ingest transactions that are not counted yet, at the time of the request.", metadata=_NOW
    )
    pending_events: Long = strawberry.field(
        description="Events in those transactions, at the time of the request.", metadata=_NOW
    )
    lag: float = strawberry.field(
        description="Seconds since the oldest of them was acknowledged; 0 if there are none.", metadata=_NOW
    )

    @classmethod
    def from_result(cls, query: ScopeQuery, result: PlatformStatsResult, revision: int) -> Self:
        """The API type of the totals."""
        scope = result.scope
        waiting = (query.now - result.oldest_pending).total_seconds() if result.oldest_pending else 0.0
        return cls(
            as_of=scope.as_of,
            revision=revision,
            is_final=False,
            definition=query.definition.name,
            contents=result.contents,
            catalogued_contents=result.catalogued_contents,
            creators=result.creators,
            views=scope.counts.views,
            plays=scope.counts.plays,
            watch_time=rates.seconds(scope.counts.watch_ms),
            unique_viewers=UniqueViewers(count=scope.viewers, estimated=True),
            sessions=scope.sessions,
            open_sessions=result.open_sessions,
            stale_scores=result.stale_scores,
            pending_batches=result.pending_batches,
            pending_events=result.pending_events,
            lag=max(waiting, 0.0),
        )


@query_field(
    ADMIN,
    "Totals of the project, and what is waiting to be counted. For admins.",
    metadata=FieldMetadata(shows=LiveDependency(minute_subject)),  # what waits grows while nothing is counted
)
async def platform_stats(
    info: Info, definition: DefinitionArgument = DEFAULT_DEFINITION, include: IncludeArgument = None
) -> PlatformStats:
    """Totals and backlog of the project, for an admin."""
    query = resolve_scope(info, None, time_range=None, timezone="UTC", definition=definition, include=include)
    viewers = "uniqueViewers.count" in selected_paths(info)
    async with info.context.read() as connection:
        result = await read_platform_stats(connection, query, viewers=viewers)
        revision = (await read_project_state(connection, query.project_id)).revision
    info.context.note_revision(revision)
    return PlatformStats.from_result(query, result, revision)
