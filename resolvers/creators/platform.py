"""``platformAnalytics``: the metrics of all contents together."""

from dataclasses import replace
from typing import Annotated, TypeAlias

import strawberry

from resolvers.arguments import DefinitionArgument, IncludeArgument, RangeArgument, TimezoneArgument, check_id
from resolvers.context import Info
from resolvers.creators.totals import ScopeAnalytics, resolve_scope, scope_fields
from resolvers.live_dependencies import effective_revision
from resolvers.selection import selected_paths
from server.analytics import access
from server.analytics.creators.totals import read_scope
from server.metrics.view_definitions import DEFAULT_DEFINITION

PartArgument: TypeAlias = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only the contents of this creator.")
]


@strawberry.type(description="Metrics of all contents of the platform together, or of one creator's.")
class PlatformAnalytics(ScopeAnalytics):
    """Sums and rates over all contents of the project, or of one of its creators, in a range."""

    creator_id: strawberry.ID | None = strawberry.field(description="Id of the creator; null: all contents.")


async def platform_analytics(
    info: Info,
    *,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    creator_id: PartArgument = None,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> PlatformAnalytics:
    """Metrics of the platform, for an admin; a creator may pass its own id."""
    access.require_platform(info.context.viewer, creator_id)
    if creator_id is not None:
        check_id(creator_id, "creatorId")
    query = resolve_scope(
        info, creator_id, time_range=time_range, timezone=timezone, definition=definition, include=include
    )
    async with info.context.read() as connection:
        scope = await read_scope(connection, query, viewers="uniqueViewers.count" in selected_paths(info))
        scope = replace(scope, revision=await effective_revision(info, connection, scope.revision))
    info.context.note_revision(scope.revision)
    return PlatformAnalytics(creator_id=creator_id, **scope_fields(query, scope))
