"""Writes ``tracking.py``: the arguments of ``track`` by type of event, and those of its short forms."""

import re
import types
import typing
from collections import defaultdict
from collections.abc import Iterator

import msgspec
from graphql import GraphQLInputObjectType, GraphQLSchema, is_non_null_type
from server.events.catalogue import CATALOGUE, SUBJECT_FIELDS, WIRE_NAMES, Entry, Properties

from generator.schema_types import HEAD, input_name, literal, optional, typed_dict

IMPORTS = """
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
"""
OVERLOAD = """    @overload
    def track(self, type: {kinds}, **event: Unpack[{name}]) -> str: ...
"""
TRACK = '''    def track(self, type: str, **event: Any) -> str:
        """Keeps an event, to be sent soon. Never raises, and never waits for the network.

        Args:
            type: Of the event.
            event: What this type of event has; groups such as ``view_data`` as the API names their fields. An event
                without ``user_id`` and ``session_id`` is that of a viewer of its own.

        Returns:
            The event's id, a UUIDv7 unless ``id`` is given; empty if it was not kept, which ``on_problem`` hears.
        """
        return self._keep_sent({"type": type, **event})
'''
SHORT = {
    "trackView": ("view", "view_event", "View"),
    "trackEngagement": ("engagement", "action_event", "Action"),
    "trackPurchase": ("purchase", "purchase_event", "Purchase"),
}
LEFT_OUT = {"age"}  # seconds before an attempt; the tracker says when it was
KEEP = '''    def _keep_sent(self, event: Mapping[str, Any]) -> str:
        return self._keep(sent(event))

    @abstractmethod
    def _keep(self, event: Mapping[str, Any]) -> str:
        """Keeps an event as the API names it."""
'''


def tracking_module(schema: GraphQLSchema) -> str:
    """The module."""
    event = schema.type_map["EventInput"]
    assert isinstance(event, GraphQLInputObjectType)
    groups = defaultdict[tuple[object, ...], list[Entry]](list)
    for entry in CATALOGUE.values():
        groups[entry.requires, entry.allows, entry.properties].append(entry)
    parts = [HEAD.format(about="What may be tracked, by type of event.") + IMPORTS]
    overloads, shapes = [], dict[str, Properties]()
    parts.append(literal("EventType", [kind.value for kind in CATALOGUE]) + '"""Types of events."""\n')
    for entries in groups.values():
        entry = entries[0]
        name = f"{entry.family.title() if len(entries) == 1 else 'Content'}Event"
        if len(entries) > 1 and "content_id" not in entry.requires:
            name = f"{entry.family.title()}Event"
        if len(entries) == 1:
            name = "".join(part.title() for part in entry.type.value.split("_")) + "Event"
        if entry.properties:
            shapes[entry.properties.__name__] = entry.properties
        kinds = "Literal[" + ", ".join(f'"{each.type.value}"' for each in entries) + "]"
        if len(entries) > 1:
            parts.append(literal(f"{name}Type", [each.type.value for each in entries]) + '"""Types that have it."""\n')
            kinds = f"{name}Type"
        about = (
            f"What a {' or '.join(each.type.value for each in entries)} has."
            if len(entries) < 4
            else ("What an event about a content has.")
        )
        parts.append(typed_dict(name, _fields(event, entry), about))
        overloads.append(OVERLOAD.format(kinds=kinds, name=name))
    parts[1:1] = [_shape(shape) for shape in shapes.values()]
    methods = []
    for field, (word, makes, name) in SHORT.items():
        mutation = schema.mutation_type
        assert mutation
        [argument] = mutation.fields[field].args.values()
        kind = schema.type_map[str(argument.type).rstrip("!")]
        assert isinstance(kind, GraphQLInputObjectType)
        fields = [
            (snake(key), _sent(key, input_name(value.type), must=is_non_null_type(value.type)), value.description)
            for key, value in kind.fields.items()
            if key not in LEFT_OUT
        ]
        parts.append(typed_dict(name, fields, kind.description))
        methods.append(_method(field, word, makes, name))
    body = "\n".join([*overloads, TRACK, *methods, KEEP])
    parts.append(f'class Tracking(ABC):\n    """Tracks events; how they are sent is another matter."""\n\n{body}')
    return "\n\n".join(part.strip("\n") + "\n" for part in parts)


def _method(field: str, word: str, makes: str, name: str) -> str:
    says = {
        "trackView": "A view of a page or content: a VIEW_START.",
        "trackEngagement": "An action without a type of its own: an ENGAGEMENT.",
        "trackPurchase": "A purchase, or with ``refund=True`` what was given back of one: a PURCHASE or REFUND.",
    }[field]
    return f'''    def {snake(field)}(self, **{word}: Unpack[{name}]) -> str:
        """{says} As ``track``."""
        return self._keep_sent({makes}({word}))
'''


def _fields(event: GraphQLInputObjectType, entry: Entry) -> Iterator[tuple[str, str, str | None]]:
    names = {wire: name for name, wire in WIRE_NAMES.items()}
    for wire, field in event.fields.items():
        name = names[wire]
        if name in {"type", *LEFT_OUT} or (name in SUBJECT_FIELDS and name not in entry.allows):
            continue
        sent = input_name(field.type)
        if name == "properties" and entry.properties:
            sent = f"{entry.properties.__name__} | None"
        yield name, _sent(wire, sent, must=name in entry.requires), field.description


def _sent(wire: str, kind: str, *, must: bool) -> str:
    kind = kind.replace("str", "datetime", 1) if wire == "occurredAt" else kind
    return kind.removesuffix(" | None") if must else optional(kind)


def _shape(shape: Properties) -> str:
    fields = []
    hints = typing.get_type_hints(shape)
    for field in msgspec.structs.fields(shape):
        kind = _python(hints[field.name])
        fields.append((field.encode_name, kind if field.required else optional(kind), None))
    about = f"{(shape.__doc__ or '').strip().splitlines()[0]} Further keys are allowed: inherit from it."
    return typed_dict(shape.__name__, fields, about)


def _python(kind: object) -> str:
    """A type of msgspec without its limits."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _python(arguments[0])
    if origin in {typing.Union, types.UnionType}:
        return " | ".join(dict.fromkeys(_python(argument) for argument in arguments))
    if origin is list:
        return f"Sequence[{_python(arguments[0])}]"
    return "None" if kind is type(None) else getattr(kind, "__name__", str(kind))


def snake(name: str) -> str:
    """``contentId`` as ``content_id``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
