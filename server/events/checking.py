"""Checks an event against the catalogue: rules that the types of its fields cannot express."""

import hashlib
import math
from collections.abc import Iterator
from operator import attrgetter

import msgspec

from server.events.canonical import canonical_body
from server.events.catalogue import (
    CATALOGUE,
    MAX_PROPERTIES_BYTES,
    MAX_PROPERTIES_DEPTH,
    WIRE_NAMES,
    Properties,
)
from server.events.coercion import IDS
from server.events.model import Event, Rejection, RejectionCode, Section, Sent, rejection_of
from server.events.slips import find_slip, slip_message

_MAX_INTEGER = 2**63 - 1
_ENCODER = msgspec.json.Encoder(order="deterministic")
_NUL = b"\\u0000"
_IDS = tuple(wire_name for wire_name in WIRE_NAMES.values() if wire_name in IDS)
_IDS_OF = attrgetter(*(name for name, wire_name in WIRE_NAMES.items() if wire_name in IDS))

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
    """Checks the rules of the event's type, and that every text can be stored.

    Returns:
        The event's fingerprint, a 64-bit hash of its content that distinguishes a retry from a reused id; or the
        rejection.
    """
    sent_ids = _IDS_OF(event)
    if (slip := find_slip(sent_ids)) is not None:
        return _refuse(event, RejectionCode.BAD_INPUT, slip_message(sent_ids[slip], _IDS[slip]), _IDS[slip])
    required, forbidden, properties = _RULES[event.type.stored]
    for name, wire_name in required:
        if getattr(event, name) is None:
            return _refuse(event, RejectionCode.MISSING_FIELD, f"{event.type} requires `{wire_name}`.", wire_name)
    for name, wire_name in forbidden:
        if getattr(event, name) is not None:
            message = f"{event.type} does not allow `{wire_name}`."
            return _refuse(event, RejectionCode.FIELD_NOT_ALLOWED, message, wire_name)
    view_data = event.view_data
    refusal = None
    if view_data is not None and view_data.sections:
        refusal = _check_sections(event, view_data.sections)
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


def _check_properties(event: Event, properties: dict[str, object], shape: Properties | None) -> Rejection | None:
    fault = _unfit_value(properties, MAX_PROPERTIES_DEPTH)
    if fault is not None:
        code, message = fault
        return _refuse(event, code, message, "properties")
    try:
        size = len(_ENCODER.encode(properties))
    except UnicodeError:
        return _refuse(event, RejectionCode.BAD_INPUT, "The text contains a lone surrogate.", "properties")
    if size > MAX_PROPERTIES_BYTES:
        message = f"`properties` is {size} bytes as JSON; at most {MAX_PROPERTIES_BYTES} are allowed."
        return _refuse(event, RejectionCode.TOO_LARGE, message, "properties")
    if shape is not None:
        try:
            msgspec.convert(properties, shape)
        except msgspec.ValidationError as error:
            return rejection_of(error, event, shape, ("properties",))
    return None


def _unfit_value(value: object, depth: int) -> tuple[RejectionCode, str] | None:
    """Why a JSON value cannot be stored; None if it can."""
    if isinstance(value, dict | list):
        if depth == 0:
            return RejectionCode.TOO_LARGE, f"`properties` is nested deeper than {MAX_PROPERTIES_DEPTH} levels."
        for inner in value.values() if isinstance(value, dict) else value:
            if fault := _unfit_value(inner, depth - 1):
                return fault
    elif isinstance(value, float):
        if not math.isfinite(value):
            return RejectionCode.BAD_INPUT, "A number is not finite."
    elif isinstance(value, int):
        if not -_MAX_INTEGER <= value <= _MAX_INTEGER:
            return RejectionCode.OUT_OF_RANGE, "An integer is larger than 64 bits."
    elif value is not None and not isinstance(value, str):
        return RejectionCode.BAD_INPUT, "A value is not JSON."
    return None


def _fingerprint(event: Event) -> int | Rejection:
    try:
        body = canonical_body(event)
    except UnicodeError:
        body = _NUL
    may_hold_nul = b"\\" in body and _NUL in body  # one character is found many times as fast as several
    if (may_hold_nul or (event.id is not None and not is_storable(event.id))) and (path := unstorable_text(event)):
        message = "The text contains a NUL character or a lone surrogate."
        return _refuse(event, RejectionCode.BAD_INPUT, message, *path)
    return int.from_bytes(hashlib.blake2b(body, digest_size=8).digest(), "big", signed=True)


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can store a text: no NUL character, no lone surrogate."""
    if text.isascii():
        return "\0" not in text
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def unstorable_text(sent: Sent) -> tuple[str | int, ...] | None:
    """Path of the first text that PostgreSQL cannot store: one with a NUL character or a lone surrogate."""
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
