"""``trackEvent`` and ``trackEvents``: how apps send events."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Self, cast

import strawberry

from resolvers.access import TRACKING
from resolvers.context import Context, Info
from resolvers.enums import register_enum
from resolvers.items import decode_items
from resolvers.root_fields import mutation_field
from resolvers.tracking.event_input import EventInput
from server.events.context import TrackWarning
from server.events.ingest import SINGLE, ItemResult, Status
from server.events.model import Event, Rejection, decode_event

register_enum(
    Status,
    "Result of one event.",
    {
        Status.ACCEPTED: "Stored durably; counted exactly once.",
        Status.DUPLICATE: "An event with this id was stored before.",
        Status.REJECTED: "Not stored, for the reason given in `code` and `message`.",
    },
    name="TrackStatus",
)


@strawberry.type(name="TrackWarning", description="A field of an accepted event that was not stored as sent.")
class Warned:
    """Read off a ``TrackWarning``, whose attributes have the same names."""

    code: str = strawberry.field(
        description="CUT: the text was too long, or contained NUL characters. UNKNOWN: the value is treated as unknown."
    )
    path: list[str] = strawberry.field(
        description='Path of the field, from the arguments: `["events", "3", "location", "timezone"]`.'
    )
    message: str = strawberry.field(description="Message for the developer.")


@strawberry.type(description="Result of one event.")
class TrackResult:
    """Read off an ``ItemResult``, whose attributes have the same names."""

    status: Status = strawberry.field(description="ACCEPTED, DUPLICATE or REJECTED.")
    event_id: strawberry.ID | None = strawberry.field(
        description="The id as sent, or as created by the server; null for a rejected event without one."
    )
    received_at: datetime = strawberry.field(description="When the event arrived, by the server's clock.")
    session_id: strawberry.ID | None = strawberry.field(
        description="Id of the event's session; created by the server for a guest without one. Send it with the "
        "events that follow."
    )
    code: str | None = strawberry.field(description="Code of the rejection.")
    message: str | None = strawberry.field(description="Message for the developer.")
    path: list[str] | None = strawberry.field(
        description='Path of the invalid field, from the arguments: `["events", "3", "viewData", "watchTime"]`.'
    )
    warnings: list[Warned] = strawberry.field(
        description="Fields that were not stored as sent. An invalid location, device or source never rejects an event."
    )


@strawberry.type(description="Results of the events, in the order of the request.")
class TrackPayload:
    """The payload of the tracking mutations."""

    results: list[TrackResult] = strawberry.field(description="One result per event.")
    accepted: int = strawberry.field(description="Number of events accepted.")
    duplicates: int = strawberry.field(description="Number of events that were stored before.")
    rejected: int = strawberry.field(description="Number of events rejected.")
    session_id: strawberry.ID | None = strawberry.field(
        description="Session id of the first event that has one; a guest's app keeps it."
    )

    @classmethod
    def from_results(cls, items: Sequence[ItemResult]) -> Self:
        """The payload of a batch, with its tallies."""
        statuses = [item.status for item in items]
        session_id = next((item.session_id for item in items if item.session_id is not None), None)
        return cls(
            results=cast("list[TrackResult]", items),
            accepted=statuses.count(Status.ACCEPTED),
            duplicates=statuses.count(Status.DUPLICATE),
            rejected=statuses.count(Status.REJECTED),
            session_id=None if session_id is None else strawberry.ID(session_id),
        )


async def track(
    context: Context, items: Sequence[Event | Rejection], *, sent_at: datetime | None = None, argument: str
) -> list[ItemResult]:
    """Stores events for a client with the write key; returns after the commit.

    Args:
        context: The context of the operation.
        items: Decoded events and rejections, in the order of the request.
        sent_at: The client's clock when it sent the request.
        argument: First element of the paths in the answer.

    Raises:
        ViewpulseError: UNAUTHENTICATED without a write key, BAD_INPUT for no or too many items, UNAVAILABLE.
    """
    context.caller.require_tracking()
    return await context.services.ingest.track(context.caller, items, sent_at=sent_at, argument=argument)


async def track_as(
    context: Context,
    items: Sequence[Event | Rejection],
    names: Mapping[str, str],
    *,
    argument: str,
    sent_at: datetime | None = None,
) -> list[ItemResult]:
    """Stores a batch for mutations with arguments of their own; messages and paths use the names of these.

    Args:
        context: The context of the operation.
        items: Events made from the arguments, in the order of the request.
        names: The argument name of each dotted event field.
        argument: First element of the paths in the answer.
        sent_at: The client's clock when it sent the request.
    """
    results = await track(context, items, sent_at=sent_at, argument=argument)
    for index, result in enumerate(results):
        _rename(result, names, 2, [argument, str(index)])
    return results


async def track_one(
    context: Context, item: Event | Rejection, names: Mapping[str, str], *, argument: str | None = None
) -> TrackResult:
    """Stores one event for mutations with other arguments than events.

    Args:
        context: The context of the operation.
        item: The event made from the arguments.
        names: The argument name of each dotted event field.
        argument: The argument that holds the fields; None if the fields are arguments themselves.
    """
    [result] = await track(context, [item], argument=SINGLE)
    _rename(result, names, 1, [] if argument is None else [argument])
    return cast("TrackResult", result)


def _rename(result: ItemResult, names: Mapping[str, str], start: int, prefix: Sequence[str]) -> None:
    """Rewrites the paths and messages of a result to the names of the arguments.

    Args:
        result: The result of an event made from arguments.
        names: The argument name of each dotted event field.
        start: Where the event's own path begins.
        prefix: The path of the fields in the arguments.
    """

    def renamed(path: Sequence[str]) -> list[str]:
        own = list(path[start:])
        for known, sent in names.items():
            steps = known.split(".")
            if own[: len(steps)] == steps:
                own[: len(steps)] = [sent]
        return [*prefix, *own]

    def reworded(message: str) -> str:
        for known, sent in names.items():
            message = message.replace(f"`{known}`", f"`{sent}`")
        return message

    if result.path:
        result.path = renamed(result.path)
    if result.message is not None:
        result.message = reworded(result.message)
    result.warnings = [
        TrackWarning(warning.code, tuple(renamed(warning.path)), reworded(warning.message))
        for warning in result.warnings
    ]


@mutation_field(TRACKING, "Tracks one event. Requires the write key. The event is stored durably before the answer.")
async def track_event(
    info: Info, event: Annotated[EventInput, strawberry.argument(description="The event.")]
) -> TrackPayload:
    """Tracks one event."""
    items = decode_items([event], decode_event)
    return TrackPayload.from_results(await track(info.context, items, argument="event"))


@mutation_field(
    TRACKING,
    "Tracks 1-100 events; each has its own result, and an invalid event does not affect the others. "
    "Requires the write key. The events are stored durably before the answer.",
)
async def track_events(
    info: Info,
    events: Annotated[list[EventInput], strawberry.argument(description="The events, 1-100.")],
    sent_at: Annotated[
        datetime | None,
        strawberry.argument(
            description="The client's clock when it sent the request. If it differs from the server's by more "
            "than 5 minutes, the difference is added to every `occurredAt`."
        ),
    ] = None,
) -> TrackPayload:
    """Tracks a batch of events."""
    items = decode_items(events, decode_event)
    return TrackPayload.from_results(await track(info.context, items, sent_at=sent_at, argument="events"))
