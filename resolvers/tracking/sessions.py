"""createSession and closeSession: thin names for tracking SESSION_START and SESSION_END."""

from datetime import datetime
from typing import Annotated, TypeAlias

import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import TRACKING
from resolvers.context import Info
from resolvers.event_enums import EventType
from resolvers.items import as_sent
from resolvers.root_fields import mutation
from resolvers.scalars import JSONObject
from resolvers.tracking.event_input import DeviceInput, LocationInput, NetworkInput, SourceInput
from resolvers.tracking.track import TrackResult, track_one
from server.events.model import decode_event
from server.events.short_forms import SessionStart, decode_short_form


@as_sent
@strawberry.input(description="How a session begins.")
class SessionInput:
    """Decoded as a ``SessionStart``."""

    id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="The client's own id of this event; sending it again is a DUPLICATE."
    )
    session_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="The app's own id of the session; made by the server when left out."
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="The signed-in user; must agree with the token when one is sent."
    )
    occurred_at: datetime | None = strawberry.field(
        default=UNSET, description="When it began; the time of arrival when left out."
    )
    source: SourceInput | None = strawberry.field(default=UNSET, description="Where the user came from.")
    device: DeviceInput | None = strawberry.field(default=UNSET, description="What the app runs on.")
    location: LocationInput | None = strawberry.field(default=UNSET, description="Where the user is.")
    network: NetworkInput | None = strawberry.field(default=UNSET, description="How the device is connected.")
    properties: JSONObject | None = strawberry.field(default=UNSET, description="Anything else, up to 4 KiB of JSON.")


SessionArgument: TypeAlias = Annotated[
    SessionInput | None, strawberry.argument(description="How it begins; the server fills in what is left out.")
]


@mutation(
    TRACKING,
    "Opens a session; its `sessionId` goes with the events that follow. Needs the write key. Optional: "
    "any event with a new `sessionId` opens one too.",
)
async def create_session(info: Info, session: SessionArgument = None) -> TrackResult:
    """Tracks a SESSION_START."""
    item = decode_short_form({} if session is None else session, SessionStart)
    return await track_one(info.context, item, {}, argument="session")


@mutation(TRACKING, "Closes a session. Needs the write key. Optional: one without events for 30 minutes has ended too.")
async def close_session(
    info: Info,
    session_id: Annotated[strawberry.ID, strawberry.argument(description="The session.")],
    event_id: Annotated[
        strawberry.ID | None,
        strawberry.argument(name="id", description="The client's own id of this event."),
    ] = None,
    occurred_at: Annotated[
        datetime | None,
        strawberry.argument(description="When it ended; the time of arrival when left out."),
    ] = None,
) -> TrackResult:
    """Tracks a SESSION_END."""
    event = {"type": EventType.SESSION_END, "sessionId": session_id, "id": event_id, "occurredAt": occurred_at}
    return await track_one(info.context, decode_event(event), {})
