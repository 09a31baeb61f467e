"""Context of an event: place, device, source, network and viewer. Invalid context never rejects an event.

An event with an invalid type, id, time or number is rejected. Invalid context is treated as unknown, free text is cut
to its limit, and the answer carries a warning.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from itertools import product
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import inspect

from server.events.faults import sentence
from server.zones import zone_names

if TYPE_CHECKING:
    from server.events.model import Location

COUNTRY_FORM = "two letters (ISO 3166-1 alpha-2), such as DE"

CONTEXT = ("contentType", "source", "device", "location", "network", "viewer")
"""Context fields of an event, with everything inside them."""

CUT = frozenset(
    {
        "source.referrer",
        "source.entryPoint",
        "source.campaign",
        "device.model",
        "device.os",
        "device.osVersion",
        "device.appVersion",
        "device.sdk",
        "device.userAgent",
        "location.countryName",
        "location.region",
        "location.city",
    }
)
"""Context that may be cut: its beginning is still useful. All other context is either valid or unknown."""

_COUNTRIES = frozenset(map("".join, product(ascii_uppercase, repeat=2))) - {"XX", "ZZ"}
"""Well-formed codes, without those that content delivery networks and Unicode's data use for "unknown"."""


class WarningCode(StrEnum):
    """Why an accepted event has a warning. A closed set; described in docs/events.md."""

    UNKNOWN = "UNKNOWN"
    CUT = "CUT"
    SCHEMA_DEPRECATED = "SCHEMA_DEPRECATED"


class TrackWarning(msgspec.Struct, frozen=True):
    """One field of an accepted event that was not stored as sent, or that will be refused one day.

    Attributes:
        code: What is wrong with the field.
        path: The field, from the event: ``("location", "timezone")``.
        message: One sentence for the developer.
    """

    code: WarningCode
    path: tuple[str, ...]
    message: str


class _Field(NamedTuple):
    """A context field: its type, its maximum length, and the fields inside it."""

    kind: object
    limit: int | None
    inside: Mapping[str, "_Field"]


def usable(payload: dict[str, object], shape: type[msgspec.Struct]) -> tuple[dict[str, object], list[TrackWarning]]:
    """A copy of an event without context that cannot be decoded, and with texts cut to their limits.

    Args:
        payload: The event as sent.
        shape: The type that the copy will be decoded as.

    Returns:
        The copy, and a warning for each field that differs. The decoder rejects unknown fields later.
    """
    warnings: list[TrackWarning] = []
    return payload | _repaired(payload, _context_of(shape), shape, (), warnings), warnings


def _repaired(
    sent: Mapping[str, object],
    fields: Mapping[str, _Field],
    shape: type[msgspec.Struct],
    path: tuple[str, ...],
    warnings: list[TrackWarning],
) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, field in fields.items():
        value, steps = sent.get(name), (*path, name)
        if value is None:
            continue
        if field.inside and isinstance(value, dict):
            found[name] = value | _repaired(value, field.inside, shape, steps, warnings)
            continue
        if field.limit is not None and isinstance(value, str) and "\0" in value:
            found[name] = value.replace("\0", "")[: field.limit]
            message = f"`{'.'.join(steps)}` contains NUL characters; they were removed."
            warnings.append(TrackWarning(WarningCode.CUT, steps, message))
            continue
        if field.limit is not None and isinstance(value, str) and len(value) > field.limit:
            found[name] = value[: field.limit]
            message = f"`{'.'.join(steps)}` has more than {field.limit} characters; the rest was cut off."
            warnings.append(TrackWarning(WarningCode.CUT, steps, message))
            continue
        try:
            msgspec.convert(value, field.kind)
        except msgspec.ValidationError as error:
            found[name] = None
            warnings.append(_unknown(steps, sentence(str(error).partition(" - at `$")[0], shape, steps)))
    return found


def is_settled(location: "Location") -> bool:
    """Whether a location is valid; also puts the country in capitals."""
    return (
        (location.country is None or location.country in _COUNTRIES)
        and (location.timezone is None or location.timezone in zone_names())
        and (location.latitude is None) is (location.longitude is None)
    )


def settle_location(location: "Location") -> list[TrackWarning]:
    """Removes invalid fields of a location, and puts the country in capitals.

    Returns:
        A warning for each removed field.
    """
    warnings: list[TrackWarning] = []
    country = location.country
    if country is not None and country not in _COUNTRIES:
        location.country = country.upper() if country.upper() in _COUNTRIES else None
        if location.country is None:
            warnings.append(_unknown(("location", "country"), f"`location.country` must be {COUNTRY_FORM}."))
    if location.timezone is not None and location.timezone not in zone_names():
        location.timezone = None
        warnings.append(_unknown(("location", "timezone"), "`location.timezone` is not the name of an IANA time zone."))
    if (location.latitude is None) != (location.longitude is None):
        given, missing = ("longitude", "latitude") if location.latitude is None else ("latitude", "longitude")
        location.latitude = location.longitude = None
        message = f"`location.{given}` requires `location.{missing}`."
        warnings.append(_unknown(("location", given), message))
    return warnings


def _unknown(path: tuple[str, ...], fault: str) -> TrackWarning:
    return TrackWarning(WarningCode.UNKNOWN, path, f"{fault} The value is treated as unknown.")


@cache
def _context_of(shape: type[msgspec.Struct]) -> Mapping[str, _Field]:
    return {
        field.encode_name: _field_of(field, field.encode_name)
        for field in msgspec.structs.fields(shape)
        if field.encode_name in CONTEXT
    }


def _field_of(field: msgspec.structs.FieldInfo, path: str) -> _Field:
    kinds = inspect.type_info(field.type)
    if isinstance(kinds, inspect.Metadata):
        kinds = kinds.type
    inside: dict[str, _Field] = {}
    limit = None
    for kind in kinds.types if isinstance(kinds, inspect.UnionType) else (kinds,):
        bare = kind.type if isinstance(kind, inspect.Metadata) else kind
        if isinstance(bare, inspect.StructType):
            inside = {
                inner.encode_name: _field_of(inner, f"{path}.{inner.encode_name}")
                for inner in msgspec.structs.fields(bare.cls)
            }
        elif isinstance(bare, inspect.StrType) and path in CUT:
            limit = bare.max_length
    return _Field(field.type, limit, inside)
