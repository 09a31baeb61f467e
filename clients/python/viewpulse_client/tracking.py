"""What may be tracked, by type of event."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypedDict, overload

from viewpulse_client.short_forms import action_event, purchase_event, sent, view_event

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias, Unpack

    from viewpulse_client.inputs import (
        ConsentPurpose,
        ContentType,
        DeviceInput,
        LocationInput,
        NetworkInput,
        SourceInput,
        ViewDataInput,
        ViewerTraitsInput,
    )


class ShareProperties(TypedDict):
    """Properties of a share. Further keys are allowed: inherit from it."""

    sharedTo: NotRequired[str | None]


class ReportProperties(TypedDict):
    """Properties of a report. Further keys are allowed: inherit from it."""

    reason: NotRequired[str | None]


class EngagementProperties(TypedDict):
    """Properties of a generic engagement. Further keys are allowed: inherit from it."""

    action: str
    targetType: NotRequired[str | None]
    targetId: NotRequired[str | None]


class PurchaseProperties(TypedDict):
    """Properties of a purchase. Further keys are allowed: inherit from it."""

    productId: str
    amount: float | str
    currency: str
    orderId: NotRequired[str | None]
    quantity: NotRequired[int | None]
    paymentMethod: NotRequired[str | None]
    conversionPath: NotRequired[Sequence[str] | None]


class RefundProperties(TypedDict):
    """Properties of a refund: what was given back of an order, or of one product of it. Further keys are allowed:
    inherit from it.
    """

    orderId: str
    amount: float | str
    currency: str
    productId: NotRequired[str | None]
    quantity: NotRequired[int | None]


class GiftProperties(TypedDict):
    """Properties of a gift in a live stream; the amount is what all of its pieces cost together. Further keys are
    allowed: inherit from it.
    """

    gift: str
    quantity: NotRequired[int | None]
    amount: NotRequired[float | str | None]
    currency: NotRequired[str | None]


EventType: TypeAlias = Literal[
    "IMPRESSION",
    "VIEW_START",
    "VIEW",
    "VIEW_PROGRESS",
    "VIEW_COMPLETE",
    "COMPLETE",
    "PAUSE",
    "RESUME",
    "SEEK",
    "SWIPE_AWAY",
    "SKIP",
    "LIKE",
    "UNLIKE",
    "COMMENT",
    "SHARE",
    "SAVE",
    "UNSAVE",
    "DUET",
    "STITCH",
    "SOUND_USE",
    "CLICK",
    "CONTACT",
    "WHATSAPP",
    "BOOK_VIEWING",
    "REPORT",
    "NOT_INTERESTED",
    "HIDE",
    "FOLLOW",
    "UNFOLLOW",
    "ENGAGEMENT",
    "PURCHASE",
    "REFUND",
    "STREAM_START",
    "STREAM_JOIN",
    "STREAM_LEAVE",
    "STREAM_CHAT",
    "STREAM_GIFT",
    "STREAM_END",
    "SESSION_START",
    "SESSION_END",
    "CUSTOM",
]
"""Types of events."""


ContentEventType: TypeAlias = Literal[
    "IMPRESSION",
    "VIEW_START",
    "VIEW",
    "VIEW_PROGRESS",
    "VIEW_COMPLETE",
    "COMPLETE",
    "PAUSE",
    "RESUME",
    "SEEK",
    "SWIPE_AWAY",
    "SKIP",
    "LIKE",
    "UNLIKE",
    "COMMENT",
    "SAVE",
    "UNSAVE",
    "DUET",
    "STITCH",
    "SOUND_USE",
    "CLICK",
    "CONTACT",
    "WHATSAPP",
    "BOOK_VIEWING",
    "NOT_INTERESTED",
    "HIDE",
    "STREAM_START",
    "STREAM_JOIN",
    "STREAM_LEAVE",
    "STREAM_CHAT",
    "STREAM_END",
]
"""Types that have it."""


class ContentEvent(TypedDict):
    """What an event about a content has."""

    id: NotRequired[str | None]
    """Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the
    server creates one, and a retry counts twice.
    """
    content_id: str
    """Id of the content."""
    content_type: NotRequired[ContentType | None]
    """Type of the content."""
    creator_id: NotRequired[str | None]
    """Id of the content's creator; the catalogue takes precedence."""
    user_id: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    session_id: NotRequired[str | None]
    """Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for
    guests who send none.
    """
    play_id: NotRequired[str | None]
    """Id of one play. Without it, all events of a session id on a content are one play."""
    occurred_at: NotRequired[datetime | None]
    """When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."""
    schema_version: NotRequired[str | None]
    """Version of the event's schema; see `schemaVersions`."""
    view_data: NotRequired[ViewDataInput | None]
    """Playback data."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    properties: NotRequired[Mapping[str, Any] | None]
    """Additional properties, up to 4 KiB of JSON."""


class ShareEvent(TypedDict):
    """What a SHARE has."""

    id: NotRequired[str | None]
    """Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the
    server creates one, and a retry counts twice.
    """
    content_id: str
    """Id of the content."""
    content_type: NotRequired[ContentType | None]
    """Type of the content."""
    creator_id: NotRequired[str | None]
    """Id of the content's creator; the catalogue takes precedence."""
    user_id: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    session_id: NotRequired[str | None]
    """Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for
    guests who send none.
    """
    play_id: NotRequired[str | None]
    """Id of one play. Without it, all events of a session id on a content are one play."""
    occurred_at: NotRequired[datetime | None]
    """When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."""
    schema_version: NotRequired[str | None]
    """Version of the event's schema; see `schemaVersions`."""
    view_data: NotRequired[ViewDataInput | None]
    """Playback data."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    properties: NotRequired[ShareProperties | None]
    """Additional properties, up to 4 KiB of JSON."""


class ReportEvent(TypedDict):
    """What a REPORT has."""

    id: NotRequired[str | None]
    """Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the
    server creates one, and a retry counts twice.
    """
    content_id: str
    """Id of the content."""
    content_type: NotRequired[ContentType | None]
    """Type of the content."""
    creator_id: NotRequired[str | None]
    """Id of the content's creator; the catalogue takes precedence."""
    user_id: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    session_id: NotRequired[str | None]
    """Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for
    guests who send none.
    """
    play_id: NotRequired[str | None]
    """Id of one play. Without it, all events of a session id on a content are one play."""
    occurred_at: NotRequired[datetime | None]
    """When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."""
    schema_version: NotRequired[str | None]
    """Version of the event's schema; see `schemaVersions`."""
    view_data: NotRequired[ViewDataInput | None]
    """Playback data."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    properties: NotRequired[ReportProperties | None]
    """Additional properties, up to 4 KiB of JSON."""


CreatorEventType: TypeAlias = Literal["FOLLOW", "UNFOLLOW"]
"""Types that have it."""


class CreatorEvent(TypedDict):
    """What a FOLLOW or UNFOLLOW has."""

    id: NotRequired[str | None]
    """Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the
    server creates one, and a retry counts twice.
    """
    content_id: NotRequired[str | None]
    """Id of the content."""
    content_type: NotRequired[ContentType | None]
    """Type of the content."""
    creator_id: str
    """Id of the content's creator; the catalogue takes precedence."""
    user_id: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    session_id: NotRequired[str | None]
    """Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for
    guests who send none.
    """
    play_id: NotRequired[str | None]
    """Id of one play. Without it, all events of a session id on a content are one play."""
    occurred_at: NotRequired[datetime | None]
    """When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."""
    schema_version: NotRequired[str | None]
    """Version of the event's schema; see `schemaVersions`."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    properties: NotRequired[Mapping[str, Any] | None]
    """Additional properties, up to 4 KiB of JSON."""


class EngagementEvent(TypedDict):
    """What a ENGAGEMENT has."""

    id: NotRequired[str | None]
    """Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the
    server creates one, and a retry counts twice.
    """
    content_id: NotRequired[str | None]
    """Id of the content."""
    content_type: NotRequired[ContentType | None]
    """Type of the content."""
    creator_id: NotRequired[str | None]
    """Id of the content's creator; the catalogue takes precedence."""
    user_id: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    session_id: NotRequired[str | None]
    """Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for
    guests who send none.
    """
    play_id: NotRequired[str | None]
    """Id of one play. Without it, all events of a session id on a content are one play."""
    occurred_at: NotRequired[datetime | None]
    """When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."""
    schema_version: NotRequired[str | None]
    """Version of the event's schema; see `schemaVersions`."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    properties: EngagementProperties
    """Additional properties, up to 4 KiB of JSON."""


class PurchaseEvent(TypedDict):
    """What a PURCHASE has."""

    id: NotRequired[str | None]
    """Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the
    server creates one, and a retry counts twice.
    """
    content_id: NotRequired[str | None]
    """Id of the content."""
    content_type: NotRequired[ContentType | None]
    """Type of the content."""
    creator_id: NotRequired[str | None]
    """Id of the content's creator; the catalogue takes precedence."""
    user_id: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    session_id: NotRequired[str | None]
    """Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for
    guests who send none.
    """
    play_id: NotRequired[str | None]
    """Id of one play. Without it, all events of a session id on a content are one play."""
    occurred_at: NotRequired[datetime | None]
    """When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."""
    schema_version: NotRequired[str | None]
    """Version of the event's schema; see `schemaVersions`."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    properties: PurchaseProperties
    """Additional properties, up to 4 KiB of JSON."""


class RefundEvent(TypedDict):
    """What a REFUND has."""

    id: NotRequired[str | None]
    """Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the
    server creates one, and a retry counts twice.
    """
    content_id: NotRequired[str | None]
    """Id of the content."""
    content_type: NotRequired[ContentType | None]
    """Type of the content."""
    creator_id: NotRequired[str | None]
    """Id of the content's creator; the catalogue takes precedence."""
    user_id: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    session_id: NotRequired[str | None]
    """Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for
    guests who send none.
    """
    play_id: NotRequired[str | None]
    """Id of one play. Without it, all events of a session id on a content are one play."""
    occurred_at: NotRequired[datetime | None]
    """When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."""
    schema_version: NotRequired[str | None]
    """Version of the event's schema; see `schemaVersions`."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    properties: RefundProperties
    """Additional properties, up to 4 KiB of JSON."""


class StreamGiftEvent(TypedDict):
    """What a STREAM_GIFT has."""

    id: NotRequired[str | None]
    """Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the
    server creates one, and a retry counts twice.
    """
    content_id: str
    """Id of the content."""
    content_type: NotRequired[ContentType | None]
    """Type of the content."""
    creator_id: NotRequired[str | None]
    """Id of the content's creator; the catalogue takes precedence."""
    user_id: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    session_id: NotRequired[str | None]
    """Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for
    guests who send none.
    """
    play_id: NotRequired[str | None]
    """Id of one play. Without it, all events of a session id on a content are one play."""
    occurred_at: NotRequired[datetime | None]
    """When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."""
    schema_version: NotRequired[str | None]
    """Version of the event's schema; see `schemaVersions`."""
    view_data: NotRequired[ViewDataInput | None]
    """Playback data."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    properties: GiftProperties
    """Additional properties, up to 4 KiB of JSON."""


class SessionStartEvent(TypedDict):
    """What a SESSION_START has."""

    id: NotRequired[str | None]
    """Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the
    server creates one, and a retry counts twice.
    """
    user_id: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    session_id: NotRequired[str | None]
    """Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for
    guests who send none.
    """
    occurred_at: NotRequired[datetime | None]
    """When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."""
    schema_version: NotRequired[str | None]
    """Version of the event's schema; see `schemaVersions`."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    properties: NotRequired[Mapping[str, Any] | None]
    """Additional properties, up to 4 KiB of JSON."""


class SessionEndEvent(TypedDict):
    """What a SESSION_END has."""

    id: NotRequired[str | None]
    """Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the
    server creates one, and a retry counts twice.
    """
    user_id: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    session_id: str
    """Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for
    guests who send none.
    """
    occurred_at: NotRequired[datetime | None]
    """When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."""
    schema_version: NotRequired[str | None]
    """Version of the event's schema; see `schemaVersions`."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    properties: NotRequired[Mapping[str, Any] | None]
    """Additional properties, up to 4 KiB of JSON."""


class CustomEvent(TypedDict):
    """What a CUSTOM has."""

    id: NotRequired[str | None]
    """Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the
    server creates one, and a retry counts twice.
    """
    name: str
    """Name of a custom event, as it is registered; only of the type CUSTOM."""
    content_id: NotRequired[str | None]
    """Id of the content."""
    content_type: NotRequired[ContentType | None]
    """Type of the content."""
    creator_id: NotRequired[str | None]
    """Id of the content's creator; the catalogue takes precedence."""
    user_id: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    session_id: NotRequired[str | None]
    """Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for
    guests who send none.
    """
    play_id: NotRequired[str | None]
    """Id of one play. Without it, all events of a session id on a content are one play."""
    occurred_at: NotRequired[datetime | None]
    """When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."""
    schema_version: str
    """Version of the event's schema; see `schemaVersions`."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    properties: NotRequired[Mapping[str, Any] | None]
    """Additional properties, up to 4 KiB of JSON."""


class View(TypedDict):
    """View of a page or content."""

    content_id: str
    """Id of the content that was viewed."""
    id: NotRequired[str | None]
    """Event id from the client."""
    user_id: NotRequired[str | None]
    """Id of the signed-in user."""
    session_id: NotRequired[str | None]
    """Id of the app's session."""
    occurred_at: NotRequired[datetime | None]
    """When it was viewed."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    dwell_time: NotRequired[float | None]
    """Seconds the viewer stayed; `viewData.totalWatchTime` of the event."""
    scroll_depth: NotRequired[float | None]
    """How far the viewer scrolled, 0-100; `viewData.completionPercent` of the event."""
    referrer: NotRequired[str | None]
    """Address or screen before this one."""


class Action(TypedDict):
    """Any other action of a viewer."""

    action: str
    """Name of the action, such as `poll_vote`."""
    target_type: NotRequired[str | None]
    """Type of the object that was acted on."""
    target_id: NotRequired[str | None]
    """Id of the object that was acted on."""
    metadata: NotRequired[Mapping[str, Any] | None]
    """Additional properties, up to 4 KiB of JSON."""
    content_id: NotRequired[str | None]
    """Id of the content that the action belongs to."""
    id: NotRequired[str | None]
    """Event id from the client."""
    user_id: NotRequired[str | None]
    """Id of the signed-in user."""
    session_id: NotRequired[str | None]
    """Id of the app's session."""
    occurred_at: NotRequired[datetime | None]
    """When the action occurred."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """


class Purchase(TypedDict):
    """Something that was bought, or money that was given back."""

    amount: str
    """What was paid, or given back, in major units, as a decimal with up to four places, such as "12.50"."""
    currency: str
    """ISO 4217 code, such as EUR."""
    product_id: NotRequired[str | None]
    """Id of the product; a purchase needs one."""
    order_id: NotRequired[str | None]
    """Id of the order; a refund needs that of its purchase."""
    quantity: NotRequired[int | None]
    """Number of pieces."""
    payment_method: NotRequired[str | None]
    """Means of payment, such as `card`."""
    conversion_path: NotRequired[Sequence[str] | None]
    """Ids of the contents that led to the purchase, the first one first; up to 50."""
    refund: NotRequired[bool | None]
    """True if money was given back: tracks a REFUND, else a PURCHASE."""
    content_id: NotRequired[str | None]
    """Id of the content that it was bought from, such as a live stream."""
    creator_id: NotRequired[str | None]
    """Id of the creator who sold it."""
    source: NotRequired[SourceInput | None]
    """Where the buyer came from, with the campaign."""
    id: NotRequired[str | None]
    """Event id from the client; sending it again is a DUPLICATE."""
    user_id: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    session_id: NotRequired[str | None]
    """Id of the app's session."""
    occurred_at: NotRequired[datetime | None]
    """When it was bought or given back."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """


class Tracking(ABC):
    """Tracks events; how they are sent is another matter."""

    @overload
    def track(self, type: ContentEventType, **event: Unpack[ContentEvent]) -> str: ...

    @overload
    def track(self, type: Literal["SHARE"], **event: Unpack[ShareEvent]) -> str: ...

    @overload
    def track(self, type: Literal["REPORT"], **event: Unpack[ReportEvent]) -> str: ...

    @overload
    def track(self, type: CreatorEventType, **event: Unpack[CreatorEvent]) -> str: ...

    @overload
    def track(self, type: Literal["ENGAGEMENT"], **event: Unpack[EngagementEvent]) -> str: ...

    @overload
    def track(self, type: Literal["PURCHASE"], **event: Unpack[PurchaseEvent]) -> str: ...

    @overload
    def track(self, type: Literal["REFUND"], **event: Unpack[RefundEvent]) -> str: ...

    @overload
    def track(self, type: Literal["STREAM_GIFT"], **event: Unpack[StreamGiftEvent]) -> str: ...

    @overload
    def track(self, type: Literal["SESSION_START"], **event: Unpack[SessionStartEvent]) -> str: ...

    @overload
    def track(self, type: Literal["SESSION_END"], **event: Unpack[SessionEndEvent]) -> str: ...

    @overload
    def track(self, type: Literal["CUSTOM"], **event: Unpack[CustomEvent]) -> str: ...

    def track(self, type: str, **event: Any) -> str:
        """Keeps an event, to be sent soon. Never raises, and never waits for the network.

        Args:
            type: Of the event.
            event: What this type of event has; groups such as ``view_data`` as the API names their fields. An event
                without ``user_id`` and ``session_id`` is that of a viewer of its own.

        Returns:
            The event's id, a UUIDv7 unless ``id`` is given; empty if it was not kept, which ``on_problem`` hears.
        """
        return self._keep_sent({"type": type, **event})

    def track_view(self, **view: Unpack[View]) -> str:
        """A view of a page or content: a VIEW_START. As ``track``."""
        return self._keep_sent(view_event(view))

    def track_engagement(self, **engagement: Unpack[Action]) -> str:
        """An action without a type of its own: an ENGAGEMENT. As ``track``."""
        return self._keep_sent(action_event(engagement))

    def track_purchase(self, **purchase: Unpack[Purchase]) -> str:
        """A purchase, or with ``refund=True`` what was given back of one: a PURCHASE or REFUND. As ``track``."""
        return self._keep_sent(purchase_event(purchase))

    def _keep_sent(self, event: Mapping[str, Any]) -> str:
        return self._keep(sent(event))

    @abstractmethod
    def _keep(self, event: Mapping[str, Any]) -> str:
        """Keeps an event as the API names it."""
