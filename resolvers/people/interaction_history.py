"""``interactionHistory``: the events of a user or a guest."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import OWN_VIEWER, WHOSE
from resolvers.context import Info
from resolvers.event_enums import DeviceType, EventType
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
from resolvers.people.history import TITLES
from resolvers.project_state import project_fields
from resolvers.root_fields import query_field
from resolvers.scalars import JSONObject
from server.analytics.people.interaction_history import Interaction, interactions
from server.analytics.people.viewer_identity import ViewerIdentity
from server.metrics import rates

TypesArgument: TypeAlias = Annotated[
    list[EventType] | None, strawberry.argument(description="Only events of these types; all types when left out.")
]


@strawberry.type(name="Interaction", description="One event of a user or guest.")
class InteractionEntry:
    """A node of ``interactionHistory``."""

    event_id: strawberry.ID = strawberry.field(description="Id of the event, as the client sent it.")
    type: EventType = strawberry.field(
        description="Type of event; VIEW becomes VIEW_START, and COMPLETE becomes VIEW_COMPLETE."
    )
    name: str | None = strawberry.field(description="Name of the custom event; null for other types.")
    content_id: strawberry.ID | None = strawberry.field(
        description="Id of the content; null if the event is not about one."
    )
    title: str | None = strawberry.field(description="Title of the content, from the catalogue.")
    creator_id: strawberry.ID | None = strawberry.field(
        description="Id of the creator: as sent, else from the catalogue."
    )
    user_id: strawberry.ID | None = strawberry.field(description="Id of the signed-in user; null for a guest.")
    session_id: strawberry.ID | None = strawberry.field(description="Id of the session.")
    country: str | None = strawberry.field(
        description="Country of the viewer, as in ISO 3166-1 alpha-2; null: unknown."
    )
    device: DeviceType | None = strawberry.field(description="Form of the device; null: unknown.")
    occurred_at: datetime = strawberry.field(description="When it occurred, corrected for the client's clock.")
    received_at: datetime = strawberry.field(description="When it arrived at the server.")
    watch_time: float | None = strawberry.field(description="Seconds watched since the last report, as sent.")
    position: float | None = strawberry.field(description="Seconds from the beginning of the content, as sent.")
    properties: JSONObject | None = strawberry.field(description="Additional properties, as sent.")

    @classmethod
    def from_interaction(cls, found: Interaction) -> Self:
        """The API type of an event."""
        return cls(
            event_id=strawberry.ID(found.event_id),
            type=EventType(found.type),
            name=found.name,
            content_id=_id(found.content_id),
            title=found.title,
            creator_id=_id(found.creator_id),
            user_id=_id(found.user_id),
            session_id=_id(found.session_id),
            country=found.country,
            device=None if found.device is None else DeviceType(found.device),
            occurred_at=found.occurred_at,
            received_at=found.received_at,
            watch_time=_seconds(found.watch_ms),
            position=_seconds(found.position_ms),
            properties=found.properties,
        )


@strawberry.type(description="An event and its cursor.")
class InteractionEdge:
    """Edge of ``interactionHistory``."""

    node: InteractionEntry = strawberry.field(description="The event.")
    cursor: str = strawberry.field(description="Opaque cursor of this event; pass it as `after` or `before`.")


@strawberry.type(description="A page of the events of a user or guest, newest first.")
class InteractionConnection(Analytics, OfRawEvents, Paged):
    """Connection of ``interactionHistory``."""

    edges: list[InteractionEdge] = strawberry.field(description="The events of the page, with their cursors.")
    nodes: list[InteractionEntry] = strawberry.field(description="The events of the page.")


@query_field(
    OWN_VIEWER,
    "Events of a user or session, newest first: counted events, for as long as raw events are kept (90 days by "
    f"default). {WHOSE} {NO_VIEWS}",
    metadata=TITLES,
)
async def interaction_history(
    info: Info,
    target: ViewerIdentity,
    *,
    types: TypesArgument = None,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
) -> InteractionConnection:
    """A page of the events of a user or session."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    kinds = None if types is None else {kind.stored for kind in types}
    caller = info.context.caller
    events = interactions(caller, target, kinds)
    page, state = await read_page(info, events, request)
    return InteractionConnection(
        raw_events_since=state.raw_since,
        **page_fields(events, page, InteractionEdge, InteractionEntry.from_interaction),
        **project_fields(info, state),
    )


def _id(value: str | None) -> strawberry.ID | None:
    return None if value is None else strawberry.ID(value)


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else rates.seconds(milliseconds)
