"""The event as a client sends it, and the decoder that turns an item of a batch into an event or a rejection."""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeAlias, TypeVar

import msgspec
from msgspec import Meta

from server import deep_json
from server.consent import CARRIED, PRECISE, Purposes
from server.events.coercion import coerced
from server.events.context import COUNTRY_FORM, TrackWarning, is_settled, settle_location, usable
from server.events.event_enums import (
    AgeGroup,
    ContentType,
    DeviceType,
    EventType,
    Gender,
    NetworkQuality,
    NetworkType,
    PlatformType,
    SourceType,
)
from server.events.faults import FORM, MAX_ECHO, sentence
from server.events.slips import without_empty_ids

DAY = 86_400
WEEK = 7 * DAY

Id: TypeAlias = Annotated[str, Meta(min_length=1, max_length=128)]
ShortText: TypeAlias = Annotated[str, Meta(max_length=128)]
LongText: TypeAlias = Annotated[str, Meta(max_length=2048)]
Time: TypeAlias = Annotated[datetime, Meta(tz=True, description="RFC 3339 with offset")]
DaySeconds: TypeAlias = Annotated[float, Meta(ge=0, le=DAY, description="seconds")]
WeekSeconds: TypeAlias = Annotated[float, Meta(ge=0, le=WEEK, description="seconds")]
Age: TypeAlias = Annotated[float, Meta(ge=0, le=36_525 * DAY, description="seconds")]
Percent: TypeAlias = Annotated[float, Meta(ge=0, le=100)]
Factor: TypeAlias = Annotated[float, Meta(ge=0, le=16)]
Count: TypeAlias = Annotated[int, Meta(ge=0, le=100_000)]
Pixels: TypeAlias = Annotated[int, Meta(ge=1, le=100_000)]
Latitude: TypeAlias = Annotated[float, Meta(ge=-90, le=90)]
Longitude: TypeAlias = Annotated[float, Meta(ge=-180, le=180)]
Country: TypeAlias = Annotated[str, Meta(min_length=2, max_length=2, extra={FORM: COUNTRY_FORM})]
Zone: TypeAlias = Annotated[str, Meta(max_length=64)]
Version: TypeAlias = Annotated[str, Meta(max_length=16)]


def says(description: str) -> Meta:
    """The description of a field, in the API and in docs/events.md."""
    return Meta(description=description)


class Sent(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True, omit_defaults=True, gc=False):
    """Base of all inputs: camelCase names, unknown fields are rejected, null equals absent."""


class Section(Sent):
    """A section of the content that was watched, in seconds from its beginning."""

    start: Annotated[WeekSeconds, says("Start of the section.")]
    end: Annotated[WeekSeconds, says("End of the section.")]


class ViewData(Sent):
    """Playback data. Durations and positions are in seconds."""

    watch_time: Annotated[DaySeconds | None, says("Seconds watched since the last report.")] = None
    total_watch_time: Annotated[
        WeekSeconds | None,
        says("Seconds watched in this play so far. The larger of this and the sum of the increments counts."),
    ] = None
    position: Annotated[WeekSeconds | None, says("Position in seconds from the beginning.")] = None
    duration: Annotated[WeekSeconds | None, says("Seconds of the content; the catalogue's when left out.")] = None
    completion_percent: Annotated[Percent | None, says("Percentage of the content that was seen, 0-100.")] = None
    is_rewatch: Annotated[bool | None, says("True if the viewer has seen the content before.")] = None
    loop_count: Annotated[Count | None, says("Loops in this play so far.")] = None
    playback_rate: Annotated[Factor | None, says("Playback rate during `watchTime`: 1 is normal; 0-16.")] = None
    sections: Annotated[Annotated[list[Section], Meta(max_length=500)] | None, says("Sections watched.")] = None


class Source(Sent):
    """Where in the app, and through what, the viewer came to the content."""

    type: Annotated[SourceType | None, says("Area of the app.")] = None
    referrer: Annotated[LongText | None, says("Address or screen before this one.")] = None
    entry_point: Annotated[ShortText | None, says("Medium, such as a notification, deep link or widget.")] = None
    campaign: Annotated[ShortText | None, says("Name of the campaign.")] = None


class Device(Sent):
    """The device."""

    type: Annotated[DeviceType | None, says("Type of device.")] = None
    platform: Annotated[PlatformType | None, says("Platform of the app.")] = None
    model: Annotated[ShortText | None, says("Model, as the system names it.")] = None
    os: Annotated[ShortText | None, says("Operating system.")] = None
    os_version: Annotated[ShortText | None, says("Version of the operating system.")] = None
    app_version: Annotated[ShortText | None, says("Version of the app.")] = None
    sdk: Annotated[ShortText | None, says("Library that sends the events, such as `viewpulse-web/1.4.0`.")] = None
    screen_width: Annotated[Pixels | None, says("Pixels.")] = None
    screen_height: Annotated[Pixels | None, says("Pixels.")] = None
    user_agent: Annotated[
        LongText | None,
        says(
            "User agent of the viewer's app, when a server sends the event. Bot detection uses it instead of the "
            "sending server's own user agent and network address; it is not stored."
        ),
    ] = None


class Location(Sent):
    """Location of the viewer."""

    country: Annotated[Country | None, says("ISO 3166-1 alpha-2 code.")] = None
    country_name: Annotated[ShortText | None, says("Name of the country.")] = None
    region: Annotated[ShortText | None, says("State or region.")] = None
    city: Annotated[ShortText | None, says("City.")] = None
    timezone: Annotated[Zone | None, says("IANA name of the device's time zone.")] = None
    latitude: Annotated[Latitude | None, says("WGS 84 degrees.")] = None
    longitude: Annotated[Longitude | None, says("WGS 84 degrees.")] = None
    precise_consent: Annotated[bool | None, says(PRECISE)] = None


class Network(Sent):
    """The network connection of the device."""

    type: Annotated[NetworkType | None, says("Type of connection.")] = None
    quality: Annotated[NetworkQuality | None, says("Quality of the connection.")] = None


class ViewerTraits(Sent):
    """What the app knows about the viewer. The latest event that reports a value counts."""

    age_group: Annotated[AgeGroup | None, says("Age group, in years.")] = None
    gender: Annotated[Gender | None, says("Gender, as stated by the viewer.")] = None


class Event(Sent):
    """One event that occurred in an app."""

    type: Annotated[EventType, says("Type of event.")]
    id: Annotated[
        Id | None,
        says(
            "Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If "
            "left out, the server creates one, and a retry counts twice."
        ),
    ] = None
    name: Annotated[Id | None, says("Name of a custom event, as it is registered; only of the type CUSTOM.")] = None
    content_id: Annotated[Id | None, says("Id of the content.")] = None
    content_type: Annotated[ContentType | None, says("Type of the content.")] = None
    creator_id: Annotated[Id | None, says("Id of the content's creator; the catalogue takes precedence.")] = None
    user_id: Annotated[Id | None, says("Id of the signed-in user; must match the token if one is sent.")] = None
    session_id: Annotated[
        Id | None,
        says(
            "Session id, made by the app before its first event: a guest is known by it. The answer contains a new one "
            "for guests who send none."
        ),
    ] = None
    play_id: Annotated[
        Id | None, says("Id of one play. Without it, all events of a session id on a content are one play.")
    ] = None
    occurred_at: Annotated[
        Time | None,
        says("When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."),
    ] = None
    age: Annotated[
        Age | None,
        says(
            "Instead of `occurredAt`: seconds between the event and this attempt to send it, by a clock that nobody "
            "sets and that runs while the device sleeps; measured again for each attempt. The event occurred so long "
            "before it arrived."
        ),
    ] = None
    schema_version: Annotated[Version | None, says("Version of the event's schema; see `schemaVersions`.")] = None
    view_data: Annotated[ViewData | None, says("Playback data.")] = None
    source: Annotated[Source | None, says("Where the viewer came from.")] = None
    device: Annotated[Device | None, says("The device.")] = None
    location: Annotated[Location | None, says("Location of the viewer.")] = None
    network: Annotated[Network | None, says("Network connection of the device.")] = None
    viewer: Annotated[ViewerTraits | None, says("Known attributes of the viewer.")] = None
    consent: Annotated[Purposes | None, says(CARRIED)] = None
    properties: Annotated[dict[str, object] | None, says("Additional properties, up to 4 KiB of JSON.")] = None


class RepairedEvent(Event):
    """An event with context that could not be stored as sent.

    Attributes:
        warnings: One for each such field.
        sent: The item as sent.
    """

    warnings: tuple[TrackWarning, ...] = ()
    sent: object = None


class RejectionCode(StrEnum):
    """Why an item was rejected. A closed set; described in docs/events.md."""

    BAD_INPUT = "BAD_INPUT"
    MISSING_FIELD = "MISSING_FIELD"
    FIELD_NOT_ALLOWED = "FIELD_NOT_ALLOWED"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    TOO_LARGE = "TOO_LARGE"
    IN_FUTURE = "IN_FUTURE"
    TOO_OLD = "TOO_OLD"
    EXPIRED = "EXPIRED"
    USER_MISMATCH = "USER_MISMATCH"
    TOKEN_REQUIRED = "TOKEN_REQUIRED"  # noqa: S105 - the name of a code
    ID_REUSED = "ID_REUSED"
    FORBIDDEN = "FORBIDDEN"
    UNSUPPORTED_SCHEMA_VERSION = "UNSUPPORTED_SCHEMA_VERSION"
    SCHEMA_RETIRED = "SCHEMA_RETIRED"
    UNKNOWN_EVENT_NAME = "UNKNOWN_EVENT_NAME"
    SUBJECT_ERASED = "SUBJECT_ERASED"
    CONSENT_REQUIRED = "CONSENT_REQUIRED"
    QUOTA_EXCEEDED = "QUOTA_EXCEEDED"


class Rejection(msgspec.Struct, kw_only=True):
    """A rejected item.

    Attributes:
        code: One of ``RejectionCode``.
        message: One sentence for the developer.
        path: The invalid field, from the event: ``["viewData", "watchTime"]``.
        event_id: The item's id, if it could be read.
        payload: The item as sent, as far as it could be read.
    """

    code: str
    message: str
    path: list[str | int] = msgspec.field(default_factory=list)
    event_id: str | None = None
    payload: object = None


_DECODER = msgspec.json.Decoder(Event)
_ANY: msgspec.json.Decoder[object] = msgspec.json.Decoder()
_JSON = (msgspec.Raw, bytes)
_UNREADABLE = (msgspec.DecodeError, UnicodeError)
_NUL = rb"\u0000"
_LOCATED = re.compile(r"^(?P<fact>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_NAMED_FIELD = re.compile(r"field `(.*)`$", re.DOTALL)


def decode_event(raw: object) -> Event | Rejection:
    """Decodes one item of a batch into an event or a rejection.

    Args:
        raw: The item as a JSON-like dict, or as undecoded JSON (``msgspec.Raw`` or bytes).

    Returns:
        The event, with types and ranges checked; ``checking.check_event`` checks the rules of its type. A
        ``RepairedEvent`` if some of its context is invalid.
    """
    try:
        event = _decode(raw, _DECODER)
    except _UNREADABLE as error:
        warnings: list[TrackWarning] = []
        found = _decode_again(raw, Event, error, warnings)
        return found if isinstance(found, Rejection) else settled(found, warnings, raw)
    return event if event.location is None or is_settled(event.location) else settled(event, [], raw)


AnySent = TypeVar("AnySent", bound=Sent)


def decode_item(raw: object, shape: type[AnySent], warnings: list[TrackWarning] | None = None) -> AnySent | Rejection:
    """Decodes one item of another type, or returns a rejection.

    Args:
        raw: The item, as for ``decode_event``.
        shape: The type.
        warnings: Collects invalid context, which is then treated as unknown; None: invalid context is rejected.
    """
    try:
        return _decode(raw, msgspec.json.Decoder(shape), refuse_nul=warnings is not None)
    except _UNREADABLE as error:
        return _decode_again(raw, shape, error, warnings)


def _decode(raw: object, decoder: "msgspec.json.Decoder[AnySent]", *, refuse_nul: bool = True) -> AnySent:
    """The decoded item. An item with a NUL character, which PostgreSQL cannot store, is checked by field."""
    if isinstance(raw, _JSON):
        item, sent = deep_json.decode(raw, decoder), bytes(raw)
    else:
        item = msgspec.convert(raw, decoder.type)
        sent = _encoded(raw) if refuse_nul else b""
    if refuse_nul and b"\\" in sent and _NUL in sent:  # one character is found many times as fast as several
        raise msgspec.ValidationError("The text contains a NUL character")
    return item


def _encoded(raw: object) -> bytes:
    try:
        return msgspec.json.encode(raw)
    except (UnicodeError, TypeError, ValueError):  # invalid JSON is reported later
        return b""


def _decode_again(
    raw: object, shape: type[AnySent], error: Exception, warnings: list[TrackWarning] | None
) -> AnySent | Rejection:
    """The item after GraphQL's coercion, without invalid context; or a rejection."""
    payload = _readable(raw)
    if not isinstance(error, msgspec.ValidationError):
        return Rejection(code=RejectionCode.BAD_INPUT, message=f"The item is not valid JSON: {error}.", payload=payload)
    if isinstance(payload, dict):
        sent = coerced(payload)
        unusable: list[TrackWarning] = []
        if warnings is not None:
            sent, unusable = usable(without_empty_ids(sent), shape)
        try:
            found = msgspec.convert(sent, shape)
        except msgspec.ValidationError as remaining:
            error = remaining
        else:
            if warnings is not None:
                warnings += unusable
            return found
    return rejection_of(error, payload, shape)


def settled(event: Event, warnings: list[TrackWarning], raw: object) -> Event:
    """The event with a valid location, if it has one.

    Args:
        event: The decoded event; its location is changed in place.
        warnings: Warnings so far.
        raw: The item, as for ``decode_event``.

    Returns:
        The event; a ``RepairedEvent`` if there are warnings.
    """
    if event.location is not None:
        warnings += settle_location(event.location)
    if not warnings:
        return event
    fields = {name: getattr(event, name) for name in Event.__struct_fields__}
    return RepairedEvent(**fields, warnings=tuple(warnings), sent=_readable(raw))


def as_sent(payload: object) -> object:
    """The item as the client sent it, decoded or not."""
    return payload.sent if isinstance(payload, RepairedEvent) else payload


def rejection_of(
    error: msgspec.ValidationError, payload: object, shape: type[msgspec.Struct], within: Sequence[str | int] = ()
) -> Rejection:
    """The rejection for an error of msgspec.

    Args:
        error: The error.
        payload: The item, as far as it could be read.
        shape: The type that was decoded.
        within: Path of the part that was decoded.
    """
    located = _LOCATED.match(str(error))
    fact, place = (located["fact"], located["path"] or "") if located else (str(error), "")
    steps: list[str | int] = [name or int(index) for name, index in _STEP.findall(place)]
    path = [*within, *steps]
    code = RejectionCode.BAD_INPUT
    if fact.startswith("Object missing required field"):
        code = RejectionCode.MISSING_FIELD
    elif fact.startswith("Object contains unknown field"):
        code = RejectionCode.FIELD_NOT_ALLOWED
    elif " of length <= " in fact:
        code = RejectionCode.TOO_LARGE
    elif " >= " in fact or " <= " in fact or fact.startswith("Number out of range"):
        code = RejectionCode.OUT_OF_RANGE
    if code in (RejectionCode.MISSING_FIELD, RejectionCode.FIELD_NOT_ALLOWED) and (named := _NAMED_FIELD.search(fact)):
        path.append(named[1][:MAX_ECHO])
    message = sentence(fact, shape, steps, within)
    return Rejection(code=code, message=message, path=path, event_id=_id_of(payload), payload=payload)


def _id_of(payload: object) -> str | None:
    sent_id = payload.get("id") if isinstance(payload, dict) else getattr(payload, "id", None)
    return sent_id[:128] if isinstance(sent_id, str) else None


def _readable(raw: object) -> object:
    if not isinstance(raw, _JSON):
        return raw
    try:
        return deep_json.decode(raw, _ANY)
    except _UNREADABLE:
        return None
