"""``createSession`` and ``closeSession``: short forms for tracking SESSION_START and SESSION_END."""

from datetime import datetime
from typing import Annotated, TypeAlias

import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import TRACKING
from resolvers.context import Info
from resolvers.event_enums import EventType
from resolvers.items import as_sent
from resolvers.root_fields import mutation_field
from resolvers.scalars import JSONObject
from resolvers.tracking.event_input import DeviceInput, LocationInput, NetworkInput, SourceInput
from resolvers.tracking.track import ConsentArgument, TrackResult, track_one
from server.consent import CARRIED, ConsentPurpose
from server.events.model import decode_event
from server.events.short_forms import AGE, SessionStart, decode_short_form


@as_sent
@strawberry.input(description="Start of a session.")
class SessionInput:
    """The argument of ``createSession``; decoded as a ``SessionStart``."""

    id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Event id from the client; sending it again is a DUPLICATE."
    )
    session_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Session id, made by the app; the server creates one when left out."
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Id of the signed-in user; must match the token if one is sent."
    )
    occurred_at: datetime | None = strawberry.field(
        default=UNSET, description="When the session started; the time of arrival when neither it nor `age` is sent."
    )
    age: float | None = strawberry.field(default=UNSET, description=AGE)
    source: SourceInput | None = strawberry.field(default=UNSET, description="Where the user came from.")
    device: DeviceInput | None = strawberry.field(default=UNSET, description="The device.")
    location: LocationInput | None = strawberry.field(default=UNSET, description="Location of the user.")
    network: NetworkInput | None = strawberry.field(default=UNSET, description="Network connection of the device.")
    consent: list[ConsentPurpose] | None = strawberry.field(default=UNSET, description=CARRIED)
    properties: JSONObject | None = strawberry.field(
        default=UNSET, description="Additional properties, up to 4 KiB of JSON."
    )


SessionArgument: TypeAlias = Annotated[
    SessionInput | None,
    strawberry.argument(description="The start of the session; the server fills in fields that are left out."),
]


@mutation_field(
    TRACKING,
    "Opens a session; send its `sessionId` with the events that follow. Requires the write key. "
    "Optional: any event opens a session if its `sessionId` is new, or had no event for 30 minutes.",
)
async def create_session(info: Info, session: SessionArgument = None) -> TrackResult:
    """Tracks a SESSION_START."""
    item = decode_short_form({} if session is None else session, SessionStart)
    return await track_one(info, item, {}, argument="session")


@mutation_field(
    TRACKING,
    "Closes a session. Requires the write key. Optional: a session also ends after 30 minutes without events. Until "
    "then, another event opens it again.",
)
async def close_session(
    info: Info,
    session_id: Annotated[strawberry.ID, strawberry.argument(description="Id of the session.")],
    *,
    event_id: Annotated[
        strawberry.ID | None,
        strawberry.argument(name="id", description="Event id from the client."),
    ] = None,
    occurred_at: Annotated[
        datetime | None,
        strawberry.argument(
            description="When the session ended; the time of arrival when neither it nor `age` is sent."
        ),
    ] = None,
    age: Annotated[float | None, strawberry.argument(description=AGE)] = None,
    consent: ConsentArgument = None,
) -> TrackResult:
    """Tracks a SESSION_END."""
    event = {
        "type": EventType.SESSION_END,
        "sessionId": session_id,
        "id": event_id,
        "occurredAt": occurred_at,
        "age": age,
        "consent": consent,
    }
    return await track_one(info, decode_event(event), {})
