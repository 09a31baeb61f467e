"""What is stored of an event in a project that requires consent: with it everything, without it no identity.

Whether a viewer has consented is decided by the statement that stores the event, which reads the viewer's last entry in
the ledger. So each row is sent both ways; see ``sql/events_by_consent.sql``.
"""

import hmac
from typing import NamedTuple
from uuid import UUID

import msgspec

from server.access import Caller
from server.consent import ConsentPolicy, ConsentPurpose
from server.events.event_enums import EventType
from server.events.model import Event
from server.storage.event_columns import EVENT_COLUMNS
from server.viewer_keys import ViewerKind, key_of, viewer_key

NO_FINGERPRINT = 0
"""The fingerprint of an event without identity: that of its content would show whose it is to anyone who tries ids."""

KEPT = frozenset(
    {
        *("project_id", "id", "received_at", "occurred_at", "type", "name", "schema_version", "other_version"),
        *("content_id", "content_type", "creator_id", "bot_reason", "source_type", "campaign"),
        *("section_start", "section_end", "sections", "repeated_sections", "watch_ms", "total_watch_ms"),
        *("position_ms", "duration_ms", "completion", "is_rewatch", "loop_count", "playback_rate"),
        *("device_type", "platform", "os", "app_version", "sdk", "country", "network_type", "network_quality"),
    }
)
"""Columns that say nothing about who the viewer is. All others are null without consent, also those that come later."""
REPLACED = {
    "session_uuid": "other_session",
    "play_uuid": "other_play",
    "properties": "other_properties",
    "body_hash": str(NO_FINGERPRINT),
}
"""What is stored instead of other columns, as SQL."""
PLACE = ("latitude", "longitude")
"""Columns that need consent of their own."""
COUNTED_PROPERTIES = ("amount", "currency", "productId", "paymentMethod")
"""Properties of sales that metrics are computed from, and that name no viewer; an order id does, in the shop."""

_SALES = frozenset(kind.stored for kind in (EventType.PURCHASE, EventType.REFUND, EventType.STREAM_GIFT))
_ENCODER = msgspec.json.Encoder(order="deterministic")


class ConsentCheck(NamedTuple):
    """What the storing statement decides by, and what it stores if the viewer has not consented.

    The columns of ``event_types`` are the same, in this order.

    Attributes:
        viewer_id: Key of the viewer that the event names.
        says_analytics: Whether the event says that the viewer agreed; None: it does not say.
        says_precise: The same of the precise location.
        is_strict: Whether the event is refused then.
        other_session: The session, which cannot be recognised: the same for the events of one session on one day.
        other_play: The same of the play, if the event names one.
        other_properties: JSON of the properties that are kept.
    """

    viewer_id: str
    says_analytics: bool | None
    says_precise: bool | None
    is_strict: bool
    other_session: str
    other_play: str | None
    other_properties: str | None


NOTHING_TO_CHECK = (None,) * len(ConsentCheck._fields)
"""What is sent with an event of a project that requires nothing."""


def check_consent(
    event: Event, caller: Caller, user_id: str | None, session_id: str | None, salt: bytes
) -> ConsentCheck:
    """What decides about an event in a project that requires consent.

    Args:
        event: The event.
        caller: The sender.
        user_id: Its user; None for a guest.
        session_id: Its session; None if it has none.
        salt: The salt of the project and the day.
    """
    viewer_id = viewer_key(user_id, session_id)
    assert viewer_id is not None  # an event without a user has a session
    session = viewer_id if session_id is None else key_of(ViewerKind.GUEST, session_id)
    said, location = event.consent, event.location
    says_precise = None if location is None else location.precise_consent
    if says_precise is None and said is not None:
        says_precise = ConsentPurpose.PRECISE_LOCATION in said
    return ConsentCheck(
        viewer_id,
        None if said is None else ConsentPurpose.ANALYTICS in said,
        says_precise,
        caller.consent is ConsentPolicy.REFUSE,
        _unrecognisable(salt, session),
        None if event.play_id is None else _unrecognisable(salt, f"{session} {event.play_id}"),
        _counted_properties(event),
    )


def _unrecognisable(salt: bytes, name: str) -> str:
    """A UUID for a name: the same as long as the salt is, and of nobody without it."""
    return str(UUID(bytes=hmac.digest(salt, name.encode(), "sha256")[:16], version=4))


def _counted_properties(event: Event) -> str | None:
    if event.properties is None or event.type.stored not in _SALES:
        return None
    kept = {name: event.properties[name] for name in COUNTED_PROPERTIES if name in event.properties}
    return _ENCODER.encode(kept).decode()


def stored_columns() -> str:
    """What is stored of each column, as SQL over ``sent``, a row with its ``ConsentCheck``, and its decisions."""
    return ", ".join(map(_stored, (column.name for column in EVENT_COLUMNS)))


def _stored(name: str) -> str:
    if name in KEPT:
        return name
    if name in PLACE:
        return f"CASE WHEN is_named AND is_precise THEN {name} END AS {name}"
    otherwise = f" ELSE {REPLACED[name]}" if name in REPLACED else ""
    return f"CASE WHEN is_named THEN {name}{otherwise} END AS {name}"
