"""Checks an event against the catalogue: what the types of its fields alone can't say."""

import hashlib
import math
from collections.abc import Iterator

import msgspec

from server.events.catalogue import (
    CATALOGUE,
    MAX_PROPERTIES_BYTES,
    MAX_PROPERTIES_DEPTH,
    SCHEMA_VERSIONS,
    WIRE_NAMES,
    Properties,
)
from server.events.model import COUNTRY_FORM, Event, Location, Rejection, RejectionCode, Section, Sent, rejection_of
from server.zones import zone_names

_MAX_INTEGER = 2**63 - 1
_ENCODER = msgspec.json.Encoder(order="deterministic")
_NUL = b"\\u0000"

# By stored type: hashing a string is cached, hashing an enum member is a Python call.
_RULES = {
    entry.type.stored: (
        tuple((name, WIRE_NAMES[name]) for name in entry.requires),
        tuple((name, WIRE_NAMES[name]) for name in entry.forbids),
        entry.properties,
    )
    for entry in CATALOGUE.values()
}


def check_event(event: Event) -> int | Rejection:
    """Checks what the catalogue says of the event's type, and that every text can be stored.

    Returns:
        The event's fingerprint: 64 bits of what was sent, without id, time and user agent, which tell a retry from a
        reused id; or why the event can't be taken.
    """
    required, forbidden, properties = _RULES[event.type.stored]
    for name, wire_name in required:
        if getattr(event, name) is None:
            return _refuse(event, RejectionCode.MISSING_FIELD, f"{event.type} requires `{wire_name}`.", wire_name)
    for name, wire_name in forbidden:
        if getattr(event, name) is not None:
            message = f"{event.type} does not allow `{wire_name}`."
            return _refuse(event, RejectionCode.FIELD_NOT_ALLOWED, message, wire_name)
    if event.schema_version is not None and event.schema_version not in SCHEMA_VERSIONS:
        message = f"Schema version is none of {', '.join(SCHEMA_VERSIONS)}."
        return _refuse(event, RejectionCode.UNSUPPORTED_SCHEMA_VERSION, message, "schemaVersion")
    view_data, location = event.view_data, event.location
    refusal = None
    if view_data is not None and view_data.sections:
        refusal = _check_sections(event, view_data.sections)
    if refusal is None and location is not None:
        refusal = _check_location(event, location)
    if refusal is None and event.properties is not None:
        refusal = _check_properties(event, event.properties, properties)
    return refusal or _fingerprint(event)


def _refuse(event: Event, code: RejectionCode, message: str, *path: str | int) -> Rejection:
    return Rejection(code=code, message=message, path=list(path), event_id=event.id, payload=event)


def _check_sections(event: Event, sections: list[Section]) -> Rejection | None:
    for index, section in enumerate(sections):
        if section.end < section.start:
            message = "A section ends before it starts."
            return _refuse(event, RejectionCode.OUT_OF_RANGE, message, "viewData", "sections", index, "end")
    return None


def _check_location(event: Event, location: Location) -> Rejection | None:
    country = location.country
    if country is not None and not (country.isascii() and country.isalpha()):
        message = f"`location.country` must be {COUNTRY_FORM}."
        return _refuse(event, RejectionCode.BAD_INPUT, message, "location", "country")
    if location.timezone is not None and location.timezone not in zone_names():
        return _refuse(event, RejectionCode.BAD_INPUT, "No such IANA timezone.", "location", "timezone")
    if (location.latitude is None) != (location.longitude is None):
        missing = "latitude" if location.latitude is None else "longitude"
        message = "Latitude and longitude come together."
        return _refuse(event, RejectionCode.MISSING_FIELD, message, "location", missing)
    return None


def _check_properties(event: Event, properties: dict[str, object], shape: Properties | None) -> Rejection | None:
    fault = _unfit_value(properties, MAX_PROPERTIES_DEPTH)
    if fault is not None:
        code, message = fault
        return _refuse(event, code, message, "properties")
    try:
        size = len(_ENCODER.encode(properties))
    except UnicodeError:
        return _refuse(event, RejectionCode.BAD_INPUT, "Text holds a lone surrogate.", "properties")
    if size > MAX_PROPERTIES_BYTES:
        message = f"Properties take {size} bytes as JSON; {MAX_PROPERTIES_BYTES} are allowed."
        return _refuse(event, RejectionCode.TOO_LARGE, message, "properties")
    if shape is not None:
        try:
            msgspec.convert(properties, shape)
        except msgspec.ValidationError as error:
            return rejection_of(error, event, shape, ("properties",))
    return None


def _unfit_value(value: object, depth: int) -> tuple[RejectionCode, str] | None:
    """Why a JSON value can't be stored, when it can't."""
    if isinstance(value, dict | list):
        if depth == 0:
            return RejectionCode.TOO_LARGE, f"Properties nest deeper than {MAX_PROPERTIES_DEPTH} levels."
        for inner in value.values() if isinstance(value, dict) else value:
            if fault := _unfit_value(inner, depth - 1):
                return fault
    elif isinstance(value, float):
        if not math.isfinite(value):
            return RejectionCode.BAD_INPUT, "A number is not finite."
    elif isinstance(value, int):
        if not -_MAX_INTEGER <= value <= _MAX_INTEGER:
            return RejectionCode.OUT_OF_RANGE, "An integer takes more than 64 bits."
    elif value is not None and not isinstance(value, str):
        return RejectionCode.BAD_INPUT, "A value is not JSON."
    return None


def _fingerprint(event: Event) -> int | Rejection:
    sent_id, occurred_at, device = event.id, event.occurred_at, event.device
    event.id = event.occurred_at = None
    if device is not None and device.user_agent is not None:
        event.device = msgspec.structs.replace(device, user_agent=None)  # nothing of it is stored, not even a hash
    try:
        body = _ENCODER.encode(event)
    except UnicodeError:
        body = _NUL
    finally:
        event.id, event.occurred_at, event.device = sent_id, occurred_at, device
    if (_NUL in body or (sent_id is not None and not is_storable(sent_id))) and (path := unstorable_text(event)):
        message = "Text holds a NUL character or a lone surrogate."
        return _refuse(event, RejectionCode.BAD_INPUT, message, *path)
    return int.from_bytes(hashlib.blake2b(body, digest_size=8).digest(), "big", signed=True)


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can keep a text: no NUL character, no lone surrogate."""
    if text.isascii():
        return "\0" not in text
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def unstorable_text(sent: Sent) -> tuple[str | int, ...] | None:
    """Path of the first text that PostgreSQL can't keep: one with a NUL character or a lone surrogate."""
    return next(_unstorable_paths(msgspec.to_builtins(sent), ()), None)


def _unstorable_paths(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, str):
        if not is_storable(value):
            yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            if not is_storable(name):
                yield path
            yield from _unstorable_paths(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _unstorable_paths(inner, (*path, index))
