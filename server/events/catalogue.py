"""The event vocabulary: what each type of event means, requires and allows.

Validation (``checking``), docs/events.md (``vocabulary_page``) and test generators use it. Ranges of single fields
are declared with the fields, in ``model`` and here for the properties.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from server.events.event_enums import EventType
from server.events.faults import FORM
from server.events.model import Event, Id, ShortText

SCHEMA_VERSIONS = ("1.0.0", "1.1.0")
CURRENT_SCHEMA_VERSION = SCHEMA_VERSIONS[-1]

MAX_PROPERTIES_BYTES = 4096
MAX_PROPERTIES_DEPTH = 10
_AMOUNT_FORM = 'a decimal of 0 or more with up to four places, such as "12.50"'
_CURRENCY_FORM = "three capital letters (ISO 4217), such as EUR"


class Family(StrEnum):
    """Groups of related types."""

    EXPOSURE = "exposure"
    PLAYBACK = "playback"
    ENGAGEMENT = "engagement"
    NEGATIVE = "negative"
    CREATOR = "creator"
    COMMERCE = "commerce"
    STREAM = "stream"
    SESSION = "session"
    CUSTOM = "custom"


class EngagementProperties(msgspec.Struct, rename="camel"):
    """Properties of a generic engagement."""

    action: Annotated[str, Meta(min_length=1, max_length=128)]
    target_type: ShortText | None = None
    target_id: Id | None = None


Amount: TypeAlias = (
    Annotated[float, Meta(ge=0, le=1_000_000_000_000)]
    | Annotated[str, Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,4})?\Z", description="decimal", extra={FORM: _AMOUNT_FORM})]
)
"""An amount of money in major units: 12.50 or "12.50"."""
Currency: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z", description="ISO 4217", extra={FORM: _CURRENCY_FORM})]


class PurchaseProperties(msgspec.Struct, rename="camel"):
    """Properties of a purchase."""

    product_id: Id
    amount: Amount
    currency: Currency
    order_id: Id | None = None
    quantity: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    payment_method: ShortText | None = None
    conversion_path: Annotated[list[Id], Meta(max_length=50)] | None = None


class RefundProperties(msgspec.Struct, rename="camel"):
    """Properties of a refund: what was given back of an order, or of one product of it."""

    order_id: Id
    amount: Amount
    currency: Currency
    product_id: Id | None = None
    quantity: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None


class GiftProperties(msgspec.Struct, rename="camel"):
    """Properties of a gift in a live stream; the amount is what all of its pieces cost together."""

    gift: Id
    quantity: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    amount: Amount | None = None
    currency: Currency | None = None

    def __post_init__(self) -> None:
        """An amount without a currency is worth nothing."""
        if self.amount is not None and self.currency is None:
            raise ValueError("Object missing required field `currency`")


class ShareProperties(msgspec.Struct, rename="camel"):
    """Properties of a share."""

    shared_to: ShortText | None = None


class ReportProperties(msgspec.Struct, rename="camel"):
    """Properties of a report."""

    reason: ShortText | None = None


Properties: TypeAlias = type[
    EngagementProperties | PurchaseProperties | RefundProperties | GiftProperties | ShareProperties | ReportProperties
]

SUBJECT_FIELDS = ("name", "content_id", "content_type", "creator_id", "play_id", "view_data")
"""Fields that only some types may carry; all types may carry all other fields."""

_CONTENT = ("content_id", "content_type", "creator_id", "play_id", "view_data")
_CREATOR = ("content_id", "content_type", "creator_id", "play_id")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one type of event means, requires and allows.

    Attributes:
        type: The type.
        family: The group of the type.
        description: One sentence.
        requires: Required fields.
        allows: Fields of ``SUBJECT_FIELDS`` that the type may carry.
        properties: Shape of ``properties``, if the type has one; further keys are allowed.
    """

    type: EventType
    family: Family
    description: str
    requires: tuple[str, ...]
    allows: tuple[str, ...]
    properties: Properties | None = None

    @property
    def forbids(self) -> tuple[str, ...]:
        """Forbidden fields."""
        return tuple(name for name in SUBJECT_FIELDS if name not in self.allows)


def _of_content(kind: EventType, family: Family, description: str, properties: Properties | None = None) -> Entry:
    return Entry(kind, family, description, ("content_id",), _CONTENT, properties)


_ENTRIES = (
    _of_content(EventType.IMPRESSION, Family.EXPOSURE, "The content became visible."),
    _of_content(EventType.VIEW_START, Family.PLAYBACK, "A view began; counts as a view."),
    _of_content(EventType.VIEW, Family.PLAYBACK, "The same as VIEW_START."),
    _of_content(EventType.VIEW_PROGRESS, Family.PLAYBACK, "A heartbeat: playback continued."),
    _of_content(EventType.VIEW_COMPLETE, Family.PLAYBACK, "The end was reached; the play is complete."),
    _of_content(EventType.COMPLETE, Family.PLAYBACK, "The same as VIEW_COMPLETE."),
    _of_content(EventType.PAUSE, Family.PLAYBACK, "Playback was paused."),
    _of_content(EventType.RESUME, Family.PLAYBACK, "Playback resumed."),
    _of_content(EventType.SEEK, Family.PLAYBACK, "The viewer jumped to another position."),
    _of_content(EventType.SWIPE_AWAY, Family.EXPOSURE, "Swiped away; counts as a skip too."),
    _of_content(EventType.SKIP, Family.EXPOSURE, "Skipped."),
    _of_content(EventType.LIKE, Family.ENGAGEMENT, "Liked."),
    _of_content(EventType.UNLIKE, Family.ENGAGEMENT, "The like was withdrawn."),
    _of_content(EventType.COMMENT, Family.ENGAGEMENT, "A comment was posted."),
    _of_content(
        EventType.SHARE, Family.ENGAGEMENT, "The content was shared; the target can be given.", ShareProperties
    ),
    _of_content(EventType.SAVE, Family.ENGAGEMENT, "The content was saved."),
    _of_content(EventType.UNSAVE, Family.ENGAGEMENT, "The content was removed from the saved ones."),
    _of_content(EventType.DUET, Family.ENGAGEMENT, "A duet was made with it."),
    _of_content(EventType.STITCH, Family.ENGAGEMENT, "It was stitched into another content."),
    _of_content(EventType.SOUND_USE, Family.ENGAGEMENT, "Its sound was used."),
    _of_content(EventType.CLICK, Family.ENGAGEMENT, "A link or button on the content was clicked."),
    _of_content(EventType.CONTACT, Family.ENGAGEMENT, "The person behind the listing was contacted."),
    _of_content(EventType.WHATSAPP, Family.ENGAGEMENT, "The person behind the listing was contacted through WhatsApp."),
    _of_content(EventType.BOOK_VIEWING, Family.ENGAGEMENT, "A viewing of the property was booked."),
    _of_content(EventType.REPORT, Family.NEGATIVE, "Reported.", ReportProperties),
    _of_content(EventType.NOT_INTERESTED, Family.NEGATIVE, "The viewer is not interested in the content."),
    _of_content(EventType.HIDE, Family.NEGATIVE, "Hidden."),
    Entry(EventType.FOLLOW, Family.CREATOR, "The creator was followed.", ("creator_id",), _CREATOR),
    Entry(EventType.UNFOLLOW, Family.CREATOR, "The creator was unfollowed.", ("creator_id",), _CREATOR),
    Entry(
        EventType.ENGAGEMENT,
        Family.ENGAGEMENT,
        "Any other action, described by `properties`.",
        ("properties",),
        _CREATOR,
        EngagementProperties,
    ),
    Entry(EventType.PURCHASE, Family.COMMERCE, "Something was bought.", ("properties",), _CREATOR, PurchaseProperties),
    Entry(
        EventType.REFUND,
        Family.COMMERCE,
        "Money of an order was given back.",
        ("properties",),
        _CREATOR,
        RefundProperties,
    ),
    _of_content(EventType.STREAM_START, Family.STREAM, "The live stream began."),
    _of_content(EventType.STREAM_JOIN, Family.STREAM, "The viewer joined the live stream."),
    _of_content(EventType.STREAM_LEAVE, Family.STREAM, "The viewer left the live stream."),
    _of_content(EventType.STREAM_CHAT, Family.STREAM, "The viewer wrote a message in the chat of the live stream."),
    Entry(
        EventType.STREAM_GIFT,
        Family.STREAM,
        "The viewer gave a gift in the live stream.",
        ("content_id", "properties"),
        _CONTENT,
        GiftProperties,
    ),
    _of_content(EventType.STREAM_END, Family.STREAM, "The live stream ended."),
    Entry(EventType.SESSION_START, Family.SESSION, "A session was opened.", (), ()),
    Entry(EventType.SESSION_END, Family.SESSION, "A session was closed.", ("session_id",), ()),
    Entry(
        EventType.CUSTOM,
        Family.CUSTOM,
        "An event of a project's own, registered by `name`.",
        ("name", "schema_version"),
        ("name", *_CREATOR),
    ),
)

CATALOGUE: dict[EventType, Entry] = {entry.type: entry for entry in _ENTRIES}
"""The entry of every type."""

WIRE_NAMES: dict[str, str] = {field.name: field.encode_name for field in msgspec.structs.fields(Event)}
"""The wire name of each field of an event."""
