"""platformAnalytics: everything about all contents together."""

from typing import Annotated, TypeAlias

import strawberry

from resolvers.arguments import RangeArgument, TimezoneArgument, check_id
from resolvers.context import Info
from resolvers.ranges import resolve_range
from resolvers.scope import ScopeAnalytics, scope_fields
from resolvers.selection import selected_paths
from server.analytics import access
from server.analytics.platform import read_platform

PartArgument: TypeAlias = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only this creator's contents.")
]


@strawberry.type(description="Metrics of all contents of the platform together, or of one creator's.")
class PlatformAnalytics(ScopeAnalytics):
    """Requirement B6."""

    creator_id: strawberry.ID | None = strawberry.field(description="The creator asked for; null: all.")


async def platform_analytics(
    info: Info, within: RangeArgument = None, timezone: TimezoneArgument = "UTC", creator_id: PartArgument = None
) -> PlatformAnalytics:
    """Metrics of the platform; an admin may ask, and a creator for its own part."""
    services = info.context.services
    access.require_platform(info.context.viewer, creator_id)
    if creator_id is not None:
        check_id(creator_id, "creatorId")
    resolved = resolve_range(within, timezone, services.now())
    scope = await read_platform(
        services.pool,
        info.context.viewer.project_id,
        creator_id,
        resolved,
        viewers="uniqueViewers.count" in selected_paths(info),
    )
    info.context.note_revision(scope.revision)
    return PlatformAnalytics(creator_id=creator_id, **scope_fields(scope, resolved, timezone))
