"""``eventsNear`` and ``eventsInBox``: events by location."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import IncludeArgument, TimezoneArgument
from resolvers.context import Info
from resolvers.event_enums import EventType
from resolvers.geo.geometry import BoxInput, PointArgument, RadiusArgument
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.pages import (
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    OfRawEvents,
    Paged,
    PageFirstArgument,
    page_fields,
    read_page,
    resolve_page,
)
from resolvers.people.interaction_history import TypesArgument
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange, RangeInput, resolve_range
from resolvers.root_fields import query_field
from resolvers.traffic import TrafficInput, resolve_traffic
from server.analytics.geo.area_events import AreaEvent, AreaFilter, area_events
from server.analytics.geo.geometry import Box, Circle
from server.storage.pages import PageRequest

_CONSENT = (
    "An event is located where it was sent from if its sender consented (`preciseConsent`), else at the centre of its "
    "H3 cell of about 250 km². Only counted events, for as long as raw events are kept (90 days by default); a "
    "range that begins before is refused with LIMIT_EXCEEDED. For admins. " + NO_VIEWS
)
RECENT = RangeInput(last="24h")

RecentRangeArgument: TypeAlias = Annotated[
    RangeInput | None,
    strawberry.argument(name="range", description="The time range; the last 24 hours by default."),
]
BoxArgument: TypeAlias = Annotated[BoxInput, strawberry.argument(description="The box.")]


@strawberry.type(name="AreaEvent", description="One event and its location.")
class AreaEventEntry:
    """A node of ``eventsNear`` and ``eventsInBox``."""

    event_id: strawberry.ID = strawberry.field(description="Id of the event, as the client sent it.")
    type: EventType = strawberry.field(
        description="Type of event; VIEW becomes VIEW_START, and COMPLETE becomes VIEW_COMPLETE."
    )
    content_id: strawberry.ID | None = strawberry.field(
        description="Id of the content; null if the event is not about one."
    )
    occurred_at: datetime = strawberry.field(description="When it occurred, corrected for the client's clock.")
    latitude: float = strawberry.field(description="Latitude in degrees north.")
    longitude: float = strawberry.field(description="Longitude in degrees east.")
    precise: bool = strawberry.field(
        description="True: the exact point that was sent, with consent. False: the centre of its cell."
    )
    distance: float | None = strawberry.field(description="Distance in metres from the requested point; null in a box.")

    @classmethod
    def from_event(cls, found: AreaEvent) -> Self:
        """The API type of an event."""
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
    """Edge of ``eventsNear`` and ``eventsInBox``."""

    node: AreaEventEntry = strawberry.field(description="The event.")
    cursor: str = strawberry.field(description="Opaque cursor of this event; pass it as `after` or `before`.")


@strawberry.type(description="A page of events by location, newest first.")
class AreaEventConnection(Analytics, OfRawEvents, Paged):
    """Connection of ``eventsNear`` and ``eventsInBox``."""

    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range.")
    edges: list[AreaEventEdge] = strawberry.field(description="The events of the page, with their cursors.")
    nodes: list[AreaEventEntry] = strawberry.field(description="The events of the page.")


@query_field(ADMIN, f"Events within a radius of a point, newest first. {_CONSENT}")
async def events_near(
    info: Info,
    point: PointArgument,
    radius: RadiusArgument,
    *,
    time_range: RecentRangeArgument = RECENT,
    timezone: TimezoneArgument = "UTC",
    types: TypesArgument = None,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
    include: IncludeArgument = None,
) -> AreaEventConnection:
    """A page of the events around a point, for an admin."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    wanted = _wanted(info, time_range, timezone, types, include)
    return await _events(info, Circle(point.place(), radius), wanted, timezone, request)


@query_field(ADMIN, f"Events inside a box, newest first; the box may cover up to 500 cells (125,000 km²). {_CONSENT}")
async def events_in_box(
    info: Info,
    box: BoxArgument,
    *,
    time_range: RecentRangeArgument = RECENT,
    timezone: TimezoneArgument = "UTC",
    types: TypesArgument = None,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
    include: IncludeArgument = None,
) -> AreaEventConnection:
    """A page of the events inside a box, for an admin."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    wanted = _wanted(info, time_range, timezone, types, include)
    return await _events(info, box.box(), wanted, timezone, request)


def _wanted(
    info: Info,
    query: RangeInput | None,
    timezone: str,
    types: list[EventType] | None,
    include: TrafficInput | None,
) -> AreaFilter:
    time_range = resolve_range(query, timezone, info.context.services.now())
    assert time_range is not None
    return AreaFilter(time_range, None if types is None else {kind.stored for kind in types}, resolve_traffic(include))


async def _events(
    info: Info, shape: Circle | Box, wanted: AreaFilter, timezone: str, request: PageRequest
) -> AreaEventConnection:
    project_id = info.context.caller.project_id
    events = area_events(project_id, shape, wanted)
    page, state = await read_page(info, events, request, raw_since=wanted.time_range.start)
    return AreaEventConnection(
        range=EffectiveRange.from_range(wanted.time_range),
        timezone=timezone,
        raw_events_since=state.raw_since,
        **page_fields(events, page, AreaEventEdge, AreaEventEntry.from_event),
        **project_fields(info, state, time_range=wanted.time_range),
    )
