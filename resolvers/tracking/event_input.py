"""``EventInput`` and its parts: the fields of ``server.events.model.Event``, with their types and descriptions."""

from collections.abc import Callable
from types import GenericAlias, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
import strawberry
from strawberry.types.unset import UNSET

import resolvers.event_enums  # noqa: F401 - registers the enums of the fields
from resolvers.items import as_sent
from resolvers.scalars import JSONObject
from server.events import model
from server.events.batch_context import BatchContext

Shown = TypeVar("Shown", bound=type)
_SHOWN_AS: list[tuple[object, Any]] = [(model.Id, strawberry.ID), (dict[str, object], JSONObject)]
"""Types of the model that have another name in the schema."""


def shows(struct: type[msgspec.Struct], description: str) -> Callable[[Shown], Shown]:
    """Makes a class the input type with the fields of a struct."""

    def decorate(cls: Shown) -> Shown:
        for field in msgspec.structs.fields(struct):
            kind, *limits, said = get_args(field.type)
            cls.__annotations__[field.name] = _shown(Annotated[kind, *limits] if limits else kind)
            default = {} if field.required else {"default": UNSET}
            setattr(cls, field.name, strawberry.field(description=said.description, **default))
        shown = strawberry.input(cls, description=description)
        _SHOWN_AS.append((struct, shown))
        return shown

    return decorate


def _shown(kind: Any) -> Any:
    """The type of the schema for a type of the model."""
    for known, shown in _SHOWN_AS:
        if kind == known:
            return shown
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _shown(inside[0])
    if origin is list:
        return GenericAlias(list, _shown(inside[0]))
    if origin in (Union, UnionType):
        return Union[*map(_shown, inside)]
    return kind


@shows(model.Section, "A section of the content that was watched, in seconds from its beginning.")
class SectionInput:
    """A watched section. Overlapping sections were watched more than once."""


@shows(model.ViewData, "Playback data. Durations and positions are in seconds.")
class ViewDataInput:
    """The state of a play, as the player reports it."""


@shows(model.Source, "Where in the app, and through what, the viewer came to the content.")
class SourceInput:
    """The source of a view."""


@shows(model.Device, "The device.")
class DeviceInput:
    """The device of a viewer."""


@shows(model.Location, "Location of the viewer.")
class LocationInput:
    """The location of a viewer."""


@shows(model.Network, "The network connection of the device.")
class NetworkInput:
    """The network connection of a device."""


@shows(model.ViewerTraits, "What the app knows about the viewer. The latest event that reports a value counts.")
class ViewerTraitsInput:
    """Attributes of a viewer."""


@as_sent
@shows(model.Event, "One event that occurred in an app.")
class EventInput:
    """One event as clients send it; decoded by ``decode_event``."""


@as_sent
@shows(
    BatchContext,
    "What all events of a batch share, so that it is sent once. A field of an event replaces the whole field of the "
    "same name here: with a `device` of its own, an event has nothing of this one; with null, it is unknown.",
)
class ContextInput:
    """The context of a batch; decoded by ``decode_context``."""
