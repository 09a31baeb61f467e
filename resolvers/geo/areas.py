"""``areaCounts``: events and views by area."""

from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import (
    DefinitionArgument,
    FirstArgument,
    IncludeArgument,
    RangeArgument,
    TimezoneArgument,
    check_first,
)
from resolvers.context import Info
from resolvers.geo.geometry import BoxInput, GeoPoint
from resolvers.metrics import Analytics
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange, resolve_range
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.traffic import resolve_traffic
from server.analytics.geo.areas import AreaCount, AreaCountQuery, read_area_counts
from server.metrics.view_definitions import DEFAULT_DEFINITION, find_definition

ResolutionArgument: TypeAlias = Annotated[
    int,
    strawberry.argument(
        description="Resolution of the cells: 0 (4,000,000 km²) to 5 (250 km²); each step divides the area by about "
        "seven."
    ),
]
CountedBoxArgument: TypeAlias = Annotated[
    BoxInput | None,
    strawberry.argument(description="Only cells that overlap this box, each counted in full; all cells when left out."),
]


@strawberry.type(name="AreaCount", description="Counts of one H3 cell.")
class CellCount:
    """One row of ``areaCounts``."""

    cell: strawberry.ID = strawberry.field(
        description="H3 index of the cell, in hexadecimal as the H3 libraries write it."
    )
    centre: GeoPoint = strawberry.field(description="Centre of the cell.")
    boundary: list[GeoPoint] = strawberry.field(description="Corners of the cell, counterclockwise.")
    events: Long = strawberry.field(description="Events with coordinates in the cell.")
    views: Long = strawberry.field(
        description="Views in the cell; by definitions that count plays, the cell where the play began."
    )

    @classmethod
    def from_area(cls, found: AreaCount) -> Self:
        """The API type of a cell."""
        return cls(
            cell=strawberry.ID(f"{found.cell:x}"),
            centre=GeoPoint.from_place(found.centre),
            boundary=[GeoPoint.from_place(corner) for corner in found.boundary],
            events=found.events,
            views=found.views,
        )


@strawberry.type(description="Events and views by area.")
class AreaCounts(Analytics):
    """The type of ``areaCounts``."""

    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range.")
    resolution: int = strawberry.field(description="Resolution of the cells.")
    areas: list[CellCount] = strawberry.field(description="Cells with the most events, most first; ties by cell.")
    cells: Long = strawberry.field(description="Number of cells with events.")
    events: Long = strawberry.field(description="Events in all of those cells.")
    views: Long = strawberry.field(description="Views in all of those cells.")


@query_field(
    ADMIN,
    "Events and views by H3 cell, most events first. Every event with coordinates counts, with or without consent to "
    "store the exact ones. For admins.",
)
async def area_counts(
    info: Info,
    resolution: ResolutionArgument = 4,
    *,
    box: CountedBoxArgument = None,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    first: FirstArgument = 100,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> AreaCounts:
    """Events and views by cell, for an admin."""
    check_first(first)
    resolved = resolve_range(time_range, timezone, info.context.services.now())
    view = find_definition(definition)
    query = AreaCountQuery(resolution, None if box is None else box.box(), resolved, view, resolve_traffic(include))
    async with info.context.read() as connection:
        found = await read_area_counts(connection, info.context.caller.project_id, query, first=first)
    return AreaCounts(
        range=EffectiveRange.from_range(resolved),
        timezone=timezone,
        resolution=resolution,
        areas=[CellCount.from_area(area) for area in found.areas],
        cells=found.cells,
        events=found.events,
        views=found.views,
        **project_fields(info, found.state, view.name, resolved),
    )
