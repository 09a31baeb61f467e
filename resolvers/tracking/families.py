"""``trackPurchase``, ``trackStream`` and ``trackSessionEvent``: one mutation for each further family of events."""

from typing import Annotated

import msgspec
import strawberry

from resolvers.access import TRACKING
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.items import as_sent
from resolvers.root_fields import mutation_field
from resolvers.tracking.event_input import shows
from resolvers.tracking.track import TrackResult, track_one
from server.events import family_forms
from server.events.catalogue import GiftProperties, PurchaseProperties, RefundProperties
from server.events.family_forms import Purchase, SessionAction, SessionEvent, StreamAction, StreamEvent
from server.events.short_forms import decode_short_form

register_enum(
    StreamAction,
    "What happens in a live stream.",
    {
        StreamAction.START: "The stream begins.",
        StreamAction.JOIN: "The viewer joins.",
        StreamAction.LEAVE: "The viewer leaves.",
        StreamAction.CHAT: "The viewer writes a message.",
        StreamAction.GIFT: "The viewer gives a gift.",
        StreamAction.END: "The stream ends.",
    },
)
register_enum(
    SessionAction,
    "What happens to a session.",
    {SessionAction.START: "It begins.", SessionAction.END: "It ends."},
)


@as_sent
@shows(family_forms.Purchase, "Something that was bought, or money that was given back.")
class PurchaseInput:
    """The argument of ``trackPurchase``; decoded as a ``Purchase``."""


@as_sent
@shows(family_forms.StreamEvent, "Something that happens in a live stream.")
class StreamInput:
    """The argument of ``trackStream``; decoded as a ``StreamEvent``."""


@as_sent
@shows(family_forms.SessionEvent, "Start or end of a session.")
class SessionEventInput:
    """The argument of ``trackSessionEvent``; decoded as a ``SessionEvent``."""


def _names(*shapes: type) -> dict[str, str]:
    """The fields of an input that are properties of its event."""
    fields = [field.encode_name for shape in shapes for field in msgspec.structs.fields(shape)]
    return {f"properties.{name}": name for name in fields}


_PURCHASE = _names(PurchaseProperties, RefundProperties)
_GIFT = {**_names(GiftProperties), "properties": "gift"}


@mutation_field(
    TRACKING,
    "Records a purchase, or with `refund: true` what was given back of one. Tracks a PURCHASE or REFUND. Requires the "
    "write key.",
)
async def track_purchase(
    info: Info, purchase: Annotated[PurchaseInput, strawberry.argument(description="The purchase or refund.")]
) -> TrackResult:
    """Tracks a PURCHASE or REFUND."""
    return await track_one(info, decode_short_form(purchase, Purchase), _PURCHASE, argument="purchase")


@mutation_field(
    TRACKING,
    "Records that a live stream begins or ends, or that a viewer joins, leaves, writes or gives a gift. Tracks an "
    "event of the family `stream`. Requires the write key.",
)
async def track_stream(
    info: Info, stream: Annotated[StreamInput, strawberry.argument(description="What happened in the stream.")]
) -> TrackResult:
    """Tracks an event of a live stream."""
    return await track_one(info, decode_short_form(stream, StreamEvent), _GIFT, argument="stream")


@mutation_field(
    TRACKING,
    "Records that a session begins or ends. Tracks a SESSION_START or SESSION_END, like `createSession` and "
    "`closeSession`. Requires the write key.",
)
async def track_session_event(
    info: Info, session: Annotated[SessionEventInput, strawberry.argument(description="What happened.")]
) -> TrackResult:
    """Tracks a SESSION_START or SESSION_END."""
    return await track_one(info, decode_short_form(session, SessionEvent), {}, argument="session")
