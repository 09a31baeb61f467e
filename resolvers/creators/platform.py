"""``platformAnalytics``: the metrics of all contents together."""

from dataclasses import replace

import strawberry

from resolvers.access import OWN_PLATFORM
from resolvers.arguments import DefinitionArgument, IncludeArgument, RangeArgument, TimezoneArgument
from resolvers.context import Info
from resolvers.creators.totals import ScopeAnalytics, resolve_scope, scope_fields
from resolvers.live_dependencies import effective_revision
from resolvers.root_fields import query_field
from resolvers.selection import selected_paths
from server.analytics.creators.totals import read_scope
from server.metrics.view_definitions import DEFAULT_DEFINITION


@strawberry.type(description="Metrics of all contents of the platform together, or of one creator's.")
class PlatformAnalytics(ScopeAnalytics):
    """Sums and rates over all contents of the project, or of one of its creators, in a range."""

    creator_id: strawberry.ID | None = strawberry.field(description="Id of the creator; null: all contents.")


@query_field(
    OWN_PLATFORM,
    "Metrics of all contents together. For admins; for creators with their own id as `creatorId`.",
)
async def platform_analytics(
    info: Info,
    *,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    target: strawberry.ID | None,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> PlatformAnalytics:
    """Metrics of the platform, for an admin; a creator may pass its own id."""
    query = resolve_scope(
        info, target, time_range=time_range, timezone=timezone, definition=definition, include=include
    )
    async with info.context.read() as connection:
        scope = await read_scope(connection, query, viewers="uniqueViewers.count" in selected_paths(info))
        scope = replace(scope, revision=await effective_revision(info, connection, scope.revision))
    info.context.note_revision(scope.revision)
    return PlatformAnalytics(creator_id=target, **scope_fields(query, scope))
