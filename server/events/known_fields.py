"""What of a rejected item may be kept: values of fields that exist, in the form that they are declared in.

Anything may be in a field that does not exist, or that has a value of another form: a precise place under a misspelt
name, a user agent, a token. Of such a value only the type is kept, and of a name only what looks like one.
"""

import re
from collections.abc import Mapping
from functools import cache

import msgspec
from msgspec import inspect

from server.events.family_forms import Purchase, SessionEvent, StreamEvent
from server.events.faults import alternatives
from server.events.model import Event
from server.events.short_forms import Engagement, ListingInteraction, SessionStart

SHAPES = (Event, Engagement, ListingInteraction, SessionStart, Purchase, StreamEvent, SessionEvent)
"""What an item may have been sent as."""
MAX_NAME = 40
"""Characters of the name of a field that does not exist."""

_NAME = re.compile(rf"(?=.{{1,{MAX_NAME}}}\Z)[A-Za-z_$][A-Za-z_$.-]*[0-9]{{0,2}}")
"""A word or several. Tokens, keys, addresses, numbers and most ids have digits in between, or are longer."""
_TYPES = ((bool, "boolean"), (int | float, "number"), (str, "string"), (list, "list"), (dict, "object"))


def known_values(item: object) -> object:
    """A rejected item with the values of its known fields; others have only the names of their types.

    Args:
        item: The item, as JSON that was decoded.
    """
    return _known(item, _fields())


def type_of(value: object) -> str | None:
    """The type of a value of JSON, in parentheses: ``(number)``; None for null."""
    if value is None:
        return None
    return next((f"({name})" for kind, name in _TYPES if isinstance(value, kind)), "(unknown)")


def shown_name(name: str) -> str:
    """The name of a field that does not exist; if it does not look like one, how long it is."""
    return name if _NAME.fullmatch(name) else f"(name of {len(name)} characters)"


class _Open(msgspec.Struct, frozen=True):
    """A field with any value, such as ``properties``."""


class _Text(msgspec.Struct, frozen=True):
    """A field with one text, number or boolean."""


class _List(msgspec.Struct, frozen=True):
    """A field with a list, or with one of its elements."""

    element: "_Kind"


class _Group(msgspec.Struct, frozen=True):
    """A field with fields inside."""

    fields: "Mapping[str, _Kind]"


_Kind = _Open | _Text | _List | _Group


def _known(value: object, kind: _Kind) -> object:
    match kind:
        case _Group(fields) if isinstance(value, dict):
            return {
                name if name in fields else shown_name(name): (
                    _known(inner, fields[name]) if name in fields else type_of(inner)
                )
                for name, inner in value.items()
            }
        case _List(element):
            return [_known(one, element) for one in value] if isinstance(value, list) else _known(value, element)
        case _Open() if isinstance(value, dict):
            return value
        case _Text() if not isinstance(value, dict | list):
            return value
    return type_of(value)


@cache
def _fields() -> _Group:
    """The fields of all shapes."""
    found: dict[str, _Kind] = {}
    for shape in SHAPES:
        kind = _kind(inspect.type_info(shape))
        assert isinstance(kind, _Group)
        found = {**kind.fields, **found}
    return _Group(found)


def _kind(declared: inspect.Type) -> _Kind:
    for one in alternatives(declared):
        if isinstance(one, inspect.StructType):
            return _Group({field.encode_name: _kind(field.type) for field in one.fields})
        if isinstance(one, inspect.ListType):
            return _List(_kind(one.item_type))
        if isinstance(one, inspect.DictType):
            return _Open()
    return _Text()
