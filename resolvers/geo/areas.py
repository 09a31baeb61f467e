"""areaCounts: how much happened where."""

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
from resolvers.root_fields import question
from resolvers.scalars import Long
from resolvers.traffic import resolve_traffic
from server.analytics.geo.areas import AreaCount, AreaCountQuery, read_area_counts
from server.analytics.view_definitions import DEFAULT_DEFINITION, find_definition

ResolutionArgument: TypeAlias = Annotated[
    int,
    strawberry.argument(
        description="Of the cells: 0 (4,000,000 km²) to 5 (250 km²); each step has about a seventh of the area."
    ),
]
CountedBoxArgument: TypeAlias = Annotated[
    BoxInput | None,
    strawberry.argument(description="Only the cells that overlap it, each of them whole; everywhere when left out."),
]


@strawberry.type(name="AreaCount", description="What happened in one H3 cell.")
class CellCount:
    """A row of the map."""

    cell: strawberry.ID = strawberry.field(
        description="The cell's H3 index, in hexadecimal as H3's libraries write it."
    )
    centre: GeoPoint = strawberry.field(description="Its centre.")
    boundary: list[GeoPoint] = strawberry.field(description="Its corners, counterclockwise.")
    events: Long = strawberry.field(description="Events with coordinates in it.")
    views: Long = strawberry.field(description="Views in it; by a definition that takes plays, where the play began.")

    @classmethod
    def of(cls, found: AreaCount) -> Self:
        """The row of a cell."""
        return cls(
            cell=strawberry.ID(f"{found.cell:x}"),
            centre=GeoPoint.of(found.centre),
            boundary=[GeoPoint.of(corner) for corner in found.boundary],
            events=found.events,
            views=found.views,
        )


@strawberry.type(description="How much happened where.")
class AreaCounts(Analytics):
    """The answer of areaCounts."""

    range: EffectiveRange = strawberry.field(description="The range that is covered.")
    timezone: str = strawberry.field(description="The zone that the range was read in.")
    resolution: int = strawberry.field(description="The resolution of the cells.")
    areas: list[CellCount] = strawberry.field(description="The cells with the most events, most first; ties by cell.")
    cells: Long = strawberry.field(description="How many cells have events.")
    events: Long = strawberry.field(description="Events in all of them.")
    views: Long = strawberry.field(description="Views in all of them.")


@question(
    ADMIN,
    "How much happened where: events and views by H3 cell, most events first. Every event that was sent with "
    "coordinates counts, with or without consent to the precise ones. For an admin.",
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
    """Events and views by cell; an admin may ask."""
    check_first(first)
    resolved = resolve_range(time_range, timezone, info.context.services.now())
    view = find_definition(definition)
    query = AreaCountQuery(resolution, None if box is None else box.box(), resolved, view, resolve_traffic(include))
    async with info.context.read() as connection:
        found = await read_area_counts(connection, info.context.viewer.project_id, query, first=first)
    return AreaCounts(
        range=EffectiveRange.of(resolved),
        timezone=timezone,
        resolution=resolution,
        areas=[CellCount.of(area) for area in found.areas],
        cells=found.cells,
        events=found.events,
        views=found.views,
        **project_fields(info, found.state, view.name, resolved),
    )
