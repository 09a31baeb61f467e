"""Conditions on events, as callers write them."""

from typing import Any

import msgspec
import strawberry
from strawberry.types.unset import UNSET

from resolvers.arguments import check_id, check_ids, check_properties
from resolvers.event_enums import EventType
from resolvers.events.events import MAX_PROPERTIES
from resolvers.scalars import JSONObject
from server.analytics.event_conditions import Condition
from server.errors import ErrorCode, ViewpulseError


@strawberry.input(
    description="How much of a content a viewer must have watched. Without `contentId` and `creatorId`: any."
)
class WatchedInput:
    """A watch position."""

    percent: float = strawberry.field(
        description="Percent of the content, above 0 and up to 100. The moment is that of the first event which "
        "reports that so much was watched: by its position, its completion or its own sections, or VIEW_COMPLETE."
    )
    content_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Of this content.")
    creator_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Of any content of this creator.")


@strawberry.input(description="Events that match all fields that are given, of which there must be one.")
class EventConditionInput:
    """Which events are meant."""

    types: list[EventType] | None = strawberry.field(default=UNSET, description="One of these types.")
    names: list[str] | None = strawberry.field(default=UNSET, description="Custom events of one of these names.")
    content_id: strawberry.ID | None = strawberry.field(default=UNSET, description="About this content.")
    creator_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="About a content of this creator, or about the creator, as a FOLLOW is."
    )
    properties: JSONObject | None = strawberry.field(
        default=UNSET,
        description=f'With these properties, and perhaps others: `{{productId: "p1"}}`. Up to {MAX_PROPERTIES}.',
    )
    watched: WatchedInput | None = strawberry.field(
        default=UNSET, description="That the viewer has watched so much; instead of all other conditions."
    )


def resolve_condition(given: EventConditionInput, *path: str | int) -> Condition:
    """The condition. Raises BAD_INPUT with the path of the invalid field."""
    types = sorted({kind.stored for kind in given.types}) if isinstance(given.types, list) else None
    condition = Condition(
        types=types,
        names=_names(given.names, *path, "names"),
        content_id=_id(given.content_id, *path, "contentId"),
        creator_id=_id(given.creator_id, *path, "creatorId"),
        properties=_properties(given.properties, *path, "properties"),
    )
    if isinstance(given.watched, WatchedInput):
        if condition != Condition():
            message = "`watched` stands alone: it has `contentId` and `creatorId` of its own."
            raise bad_input(message, *path, "watched")
        return _watched(given.watched, *path, "watched")
    if condition == Condition():
        message = "Say which events: `types`, `names`, `contentId`, `creatorId`, `properties` or `watched`."
        raise bad_input(message, *path)
    if types == []:
        raise bad_input("`types` is empty.", *path, "types")
    return condition


def _watched(given: WatchedInput, *path: str | int) -> Condition:
    if not 0 < given.percent <= 100:
        raise bad_input("`percent` is above 0, and at most 100.", *path, "percent")
    return Condition(
        content_id=_id(given.content_id, *path, "contentId"),
        creator_id=_id(given.creator_id, *path, "creatorId"),
        watched=given.percent / 100,
    )


def _names(value: Any, *path: str | int) -> list[str] | None:
    if not isinstance(value, list):
        return None
    check_ids(value, *path)
    return sorted({*value})


def _id(value: Any, *path: str | int) -> str | None:
    if not isinstance(value, str):
        return None
    check_id(value, *path)
    return value


def _properties(value: Any, *path: str | int) -> dict[str, object] | None:
    if not isinstance(value, dict):
        return None
    if not 0 < len(value) <= MAX_PROPERTIES:
        raise bad_input(f"`properties` has 1-{MAX_PROPERTIES} of them.", *path)
    check_properties(value, *path)
    try:
        msgspec.msgpack.encode(value)  # as a worker is handed it
    except OverflowError as error:
        raise bad_input("Numbers in `properties` have at most 64 bits.", *path) from error
    return value


def bad_input(message: str, *path: str | int) -> ViewpulseError:
    """An error about an argument."""
    return ViewpulseError(ErrorCode.BAD_INPUT, message, field=path)
