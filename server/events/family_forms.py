"""The inputs of the mutations for families of events: a purchase, a live stream, a session."""

from enum import StrEnum
from typing import Annotated

from server.consent import CARRIED, Purposes
from server.events.event_enums import EventType
from server.events.model import Age, Device, Event, Id, ShortText, Source, Time, says
from server.events.short_forms import AGE, ShortForm

AMOUNT = 'in major units, as a decimal with up to four places, such as "12.50".'
CURRENCY = "ISO 4217 code, such as EUR."
EVENT_ID = "Event id from the client; sending it again is a DUPLICATE."
USER = "Id of the signed-in user; must match the token if one is sent."
SESSION = "Id of the app's session."


class StreamAction(StrEnum):
    """What happens in a live stream; each is an event, such as STREAM_START."""

    START = "START"
    JOIN = "JOIN"
    LEAVE = "LEAVE"
    CHAT = "CHAT"
    GIFT = "GIFT"
    END = "END"


class SessionAction(StrEnum):
    """What happens to a session; each is an event, such as SESSION_START."""

    START = "START"
    END = "END"


class Purchase(ShortForm):
    """Something that was bought, or money that was given back."""

    amount: Annotated[ShortText, says(f"What was paid, or given back, {AMOUNT}")]
    currency: Annotated[ShortText, says(CURRENCY)]
    product_id: Annotated[Id | None, says("Id of the product; a purchase needs one.")] = None
    order_id: Annotated[Id | None, says("Id of the order; a refund needs that of its purchase.")] = None
    quantity: Annotated[int | None, says("Number of pieces.")] = None
    payment_method: Annotated[ShortText | None, says("Means of payment, such as `card`.")] = None
    conversion_path: Annotated[
        list[Id] | None, says("Ids of the contents that led to the purchase, the first one first; up to 50.")
    ] = None
    refund: Annotated[bool | None, says("True if money was given back: tracks a REFUND, else a PURCHASE.")] = None
    content_id: Annotated[Id | None, says("Id of the content that it was bought from, such as a live stream.")] = None
    creator_id: Annotated[Id | None, says("Id of the creator who sold it.")] = None
    source: Annotated[Source | None, says("Where the buyer came from, with the campaign.")] = None
    id: Annotated[Id | None, says(EVENT_ID)] = None
    user_id: Annotated[Id | None, says(USER)] = None
    session_id: Annotated[Id | None, says(SESSION)] = None
    occurred_at: Annotated[Time | None, says("When it was bought or given back.")] = None
    age: Annotated[Age | None, says(AGE)] = None
    consent: Annotated[Purposes | None, says(CARRIED)] = None

    def event(self) -> Event:
        """A PURCHASE or REFUND."""
        properties: dict[str, object] = {
            "productId": self.product_id,
            "orderId": self.order_id,
            "amount": self.amount,
            "currency": self.currency,
            "quantity": self.quantity,
            "paymentMethod": self.payment_method,
            "conversionPath": self.conversion_path,
        }
        return Event(
            type=EventType.REFUND if self.refund else EventType.PURCHASE,
            id=self.id,
            content_id=self.content_id,
            creator_id=self.creator_id,
            user_id=self.user_id,
            session_id=self.session_id,
            occurred_at=self.occurred_at,
            age=self.age,
            consent=self.consent,
            source=self.source,
            properties=_given(properties),
        )


class StreamEvent(ShortForm):
    """Something that happens in a live stream."""

    content_id: Annotated[Id, says("Id of the live stream.")]
    action: Annotated[StreamAction, says("What happened.")]
    gift: Annotated[ShortText | None, says("Of a GIFT: its name, such as `rose`.")] = None
    quantity: Annotated[int | None, says("Of a GIFT: number of pieces.")] = None
    amount: Annotated[ShortText | None, says(f"Of a GIFT: what all pieces cost together, {AMOUNT}")] = None
    currency: Annotated[ShortText | None, says(f"Of a GIFT: {CURRENCY}")] = None
    creator_id: Annotated[Id | None, says("Id of the creator who streams; the catalogue takes precedence.")] = None
    source: Annotated[Source | None, says("Where the viewer came from.")] = None
    id: Annotated[Id | None, says(EVENT_ID)] = None
    user_id: Annotated[Id | None, says(USER)] = None
    session_id: Annotated[Id | None, says(SESSION)] = None
    occurred_at: Annotated[Time | None, says("When it happened.")] = None
    age: Annotated[Age | None, says(AGE)] = None
    consent: Annotated[Purposes | None, says(CARRIED)] = None

    def event(self) -> Event:
        """A STREAM_START, STREAM_JOIN, STREAM_LEAVE, STREAM_CHAT, STREAM_GIFT or STREAM_END."""
        properties: dict[str, object] = {
            "gift": self.gift,
            "quantity": self.quantity,
            "amount": self.amount,
            "currency": self.currency,
        }
        return Event(
            type=EventType(f"STREAM_{self.action}"),
            id=self.id,
            content_id=self.content_id,
            creator_id=self.creator_id,
            user_id=self.user_id,
            session_id=self.session_id,
            occurred_at=self.occurred_at,
            age=self.age,
            consent=self.consent,
            source=self.source,
            properties=_given(properties) or None,
        )


class SessionEvent(ShortForm):
    """Start or end of a session."""

    action: Annotated[SessionAction, says("What happened.")]
    session_id: Annotated[Id | None, says("Id of the app's session; END needs it.")] = None
    source: Annotated[Source | None, says("Where the user came from.")] = None
    device: Annotated[Device | None, says("The device.")] = None
    properties: Annotated[dict[str, object] | None, says("Additional properties, up to 4 KiB of JSON.")] = None
    id: Annotated[Id | None, says(EVENT_ID)] = None
    user_id: Annotated[Id | None, says(USER)] = None
    occurred_at: Annotated[Time | None, says("When it happened.")] = None
    age: Annotated[Age | None, says(AGE)] = None
    consent: Annotated[Purposes | None, says(CARRIED)] = None

    def event(self) -> Event:
        """A SESSION_START or SESSION_END."""
        return Event(
            type=EventType(f"SESSION_{self.action}"),
            id=self.id,
            user_id=self.user_id,
            session_id=self.session_id,
            occurred_at=self.occurred_at,
            age=self.age,
            consent=self.consent,
            source=self.source,
            device=self.device,
            properties=self.properties,
        )


def _given(properties: dict[str, object]) -> dict[str, object]:
    """The properties that were sent."""
    return {name: value for name, value in properties.items() if value is not None}
