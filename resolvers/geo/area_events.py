"""eventsNear and eventsInBox: the events of a place."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import FirstArgument, IncludeArgument, TimezoneArgument, check_first
from resolvers.context import Info
from resolvers.event_enums import EventType
from resolvers.geo.geometry import BoxInput, PointArgument, RadiusArgument
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.pages import AfterArgument, PageInfo
from resolvers.people.interaction_history import TypesArgument
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange, RangeInput, resolve_range
from resolvers.root_fields import question
from resolvers.traffic import TrafficInput, resolve_traffic
from server.analytics import ranges
from server.analytics.geo.area_events import AreaEvent, AreaFilter, read_area_events
from server.analytics.geo.geometry import Box, Circle
from server.analytics.ranges import TimeRange

_CONSENT = (
    "An event lies where it was sent from if its sender consented to that (`preciseConsent`), else in the centre of "
    "its H3 cell of about 250 km². Only counted events, as long as raw events are kept (90 days by "
    "default). For an admin. " + NO_VIEWS
)
RECENT = "24h"

RecentRangeArgument: TypeAlias = Annotated[
    RangeInput | None,
    strawberry.argument(name="range", description="The time that counts; the last 24 hours by default."),
]
BoxArgument: TypeAlias = Annotated[BoxInput, strawberry.argument(description="The box.")]


@strawberry.type(name="AreaEvent", description="One event and where it happened.")
class AreaEventEntry:
    """A row of the list."""

    event_id: strawberry.ID = strawberry.field(description="The event's id, as the client spells it.")
    type: EventType = strawberry.field(description="What happened; VIEW is VIEW_START, and COMPLETE is VIEW_COMPLETE.")
    content_id: strawberry.ID | None = strawberry.field(description="The content, if it is about one.")
    occurred_at: datetime = strawberry.field(description="When it happened, corrected for the client's clock.")
    latitude: float = strawberry.field(description="Degrees north.")
    longitude: float = strawberry.field(description="Degrees east.")
    precise: bool = strawberry.field(
        description="Whether this is the point that was sent, with consent; else it is the centre of its cell."
    )
    distance: float | None = strawberry.field(description="Metres from the point asked for; null in a box.")

    @classmethod
    def of(cls, found: AreaEvent) -> Self:
        """The row of an event."""
        return cls(
            event_id=strawberry.ID(found.event_id),
            type=EventType(found.type),
            content_id=None if found.content_id is None else strawberry.ID(found.content_id),
            occurred_at=found.occurred_at,
            latitude=found.latitude,
            longitude=found.longitude,
            precise=found.precise,
            distance=found.distance,
        )


@strawberry.type(description="An event and its cursor.")
class AreaEventEdge:
    """Relay's edge."""

    node: AreaEventEntry = strawberry.field(description="The event.")
    cursor: str = strawberry.field(description="Its opaque cursor.")


@strawberry.type(description="A page of the events of a place, newest first.")
class AreaEventConnection(Analytics):
    """Relay's connection."""

    range: EffectiveRange = strawberry.field(description="The range that is covered.")
    timezone: str = strawberry.field(description="The zone that the range was read in.")
    edges: list[AreaEventEdge] = strawberry.field(description="The events.")
    page_info: PageInfo = strawberry.field(description="Whether there are more.")


@question(ADMIN, f"Events within some metres of a point, newest first. {_CONSENT}")
async def events_near(
    info: Info,
    point: PointArgument,
    radius: RadiusArgument,
    *,
    time_range: RecentRangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    types: TypesArgument = None,
    first: FirstArgument = 20,
    after: AfterArgument = None,
    include: IncludeArgument = None,
) -> AreaEventConnection:
    """One page of the events around a point; an admin may ask."""
    wanted = _wanted(info, time_range, timezone, types, include)
    return await _events(info, Circle(point.place(), radius), wanted, timezone=timezone, first=first, after=after)


@question(ADMIN, f"Events inside a box, newest first; the box may be as large as 500 cells (125,000 km²). {_CONSENT}")
async def events_in_box(
    info: Info,
    box: BoxArgument,
    *,
    time_range: RecentRangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    types: TypesArgument = None,
    first: FirstArgument = 20,
    after: AfterArgument = None,
    include: IncludeArgument = None,
) -> AreaEventConnection:
    """One page of the events inside a box; an admin may ask."""
    wanted = _wanted(info, time_range, timezone, types, include)
    return await _events(info, box.box(), wanted, timezone=timezone, first=first, after=after)


def _wanted(
    info: Info,
    query: RangeInput | None,
    timezone: str,
    types: list[EventType] | None,
    include: TrafficInput | None,
) -> AreaFilter:
    now = info.context.services.now()
    time_range: TimeRange | None = resolve_range(query, timezone, now)
    if query is None:
        time_range = ranges.last(RECENT, now)
    return AreaFilter(time_range, None if types is None else {kind.stored for kind in types}, resolve_traffic(include))


async def _events(
    info: Info, shape: Circle | Box, wanted: AreaFilter, *, timezone: str, first: int, after: str | None
) -> AreaEventConnection:
    check_first(first)
    async with info.context.read() as connection:
        page = await read_area_events(
            connection, info.context.viewer.project_id, shape, wanted, first=first, after=after
        )
    edges = [AreaEventEdge(node=AreaEventEntry.of(row), cursor=row.cursor) for row in page.rows]
    return AreaEventConnection(
        range=EffectiveRange.of(wanted.time_range),
        timezone=timezone,
        edges=edges,
        page_info=PageInfo.of(edges, has_next=page.has_next, after=after),
        **project_fields(info, page.state, time_range=wanted.time_range),
    )
