"""trackEvent and trackEvents: how apps send what happened."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Self, cast

import strawberry

from resolvers.access import TRACKING
from resolvers.context import Context, Info
from resolvers.enums import register_enum
from resolvers.items import judge
from resolvers.root_fields import mutation
from resolvers.tracking.event_input import EventInput
from server.events.context import TrackWarning
from server.events.ingest import SINGLE, ItemResult, Status
from server.events.model import Event, Rejection, decode_event

register_enum(
    Status,
    "What became of one event.",
    {
        Status.ACCEPTED: "Durable, and counted exactly once.",
        Status.DUPLICATE: "It was there already.",
        Status.REJECTED: "Not taken, for the reason given.",
    },
    name="TrackStatus",
)


@strawberry.type(name="TrackWarning", description="One field of an event that was taken, but not as it was sent.")
class Warned:
    """Read off a ``TrackWarning``, whose attributes have the same names."""

    code: str = strawberry.field(
        description="CUT: the text was too long, or held NUL characters. UNKNOWN: the value counts as unknown."
    )
    path: list[str] = strawberry.field(
        description='The field, from the arguments: `["events", "3", "location", "timezone"]`.'
    )
    message: str = strawberry.field(description="The same for the developer who reads it.")


@strawberry.type(description="What became of one event.")
class TrackResult:
    """Read off an ``ItemResult``, whose attributes have the same names."""

    status: Status = strawberry.field(description="ACCEPTED, DUPLICATE or REJECTED.")
    event_id: strawberry.ID | None = strawberry.field(
        description="The id as sent, or as made by the server; null where a rejected item had none."
    )
    received_at: datetime = strawberry.field(description="The server's time of arrival.")
    session_id: strawberry.ID | None = strawberry.field(
        description="The event's session; made by the server for a guest without one. Send it with what follows."
    )
    code: str | None = strawberry.field(description="Why it was rejected.")
    message: str | None = strawberry.field(description="The same for the developer who reads it.")
    path: list[str] | None = strawberry.field(
        description='The offending field, from the arguments: `["events", "3", "viewData", "watchTime"]`.'
    )
    warnings: list[Warned] = strawberry.field(
        description="What was not taken as it was sent: place, device, source and the like never cost the event."
    )


@strawberry.type(description="What became of the events, in the order they were sent.")
class TrackPayload:
    """The answer to a batch."""

    results: list[TrackResult] = strawberry.field(description="One per event.")
    accepted: int = strawberry.field(description="How many were accepted.")
    duplicates: int = strawberry.field(description="How many were there already.")
    rejected: int = strawberry.field(description="How many were rejected.")
    session_id: strawberry.ID | None = strawberry.field(
        description="The session of the first event that has one; a guest's app keeps it."
    )

    @classmethod
    def of(cls, items: Sequence[ItemResult]) -> Self:
        """The answer to a batch."""
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
    """Takes the events for whoever holds the write key; the answer follows the commit.

    Args:
        context: Who sends.
        items: Events, and items that are none, in the order sent.
        sent_at: The client's clock at sending.
        argument: First element of the paths in the answer.

    Raises:
        ViewpulseError: UNAUTHENTICATED without a write key, BAD_INPUT for no or too many items, UNAVAILABLE.
    """
    context.viewer.require_tracking()
    return await context.services.ingest.track(context.viewer, items, sent_at=sent_at, argument=argument)


async def track_as(
    context: Context,
    items: Sequence[Event | Rejection],
    names: Mapping[str, str],
    *,
    argument: str,
    sent_at: datetime | None = None,
) -> list[ItemResult]:
    """The same for mutations with arguments of their own: messages and paths speak of these.

    Args:
        context: Who sends.
        items: Events that were made of the arguments, in the order sent.
        names: What a field of an event, dotted, is called there.
        argument: First element of the paths in the answer.
        sent_at: The client's clock at sending.
    """
    results = await track(context, items, sent_at=sent_at, argument=argument)
    for index, result in enumerate(results):
        _rename(result, names, 2, [argument, str(index)])
    return results


async def track_one(
    context: Context, item: Event | Rejection, names: Mapping[str, str], *, argument: str | None = None
) -> TrackResult:
    """The same for one event.

    Args:
        context: Who sends.
        item: The event that was made of the arguments.
        names: What a field of an event, dotted, is called there.
        argument: The argument that holds the fields; None when they are arguments themselves.
    """
    [result] = await track(context, [item], argument=SINGLE)
    _rename(result, names, 1, [] if argument is None else [argument])
    return cast("TrackResult", result)


def _rename(result: ItemResult, names: Mapping[str, str], start: int, prefix: Sequence[str]) -> None:
    """Makes an answer speak of the fields that were sent.

    Args:
        result: The answer to an event that was made of arguments.
        names: What a field of an event, dotted, is called there.
        start: Where the event's own path begins.
        prefix: What stands before it in the arguments.
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


@mutation(TRACKING, "Tracks one event. Needs the write key. It is durable when the answer comes.")
async def track_event(
    info: Info, event: Annotated[EventInput, strawberry.argument(description="What happened.")]
) -> TrackPayload:
    """One event."""
    items = judge([event], decode_event)
    return TrackPayload.of(await track(info.context, items, argument="event"))


@mutation(
    TRACKING,
    "Tracks 1-100 events, each with its own answer: a bad one never fails its neighbours. Needs the "
    "write key. They are durable when the answer comes.",
)
async def track_events(
    info: Info,
    events: Annotated[list[EventInput], strawberry.argument(description="What happened; 1-100 events.")],
    sent_at: Annotated[
        datetime | None,
        strawberry.argument(
            description="The client's clock at sending. When it differs from the server's by more than 5 minutes, "
            "the difference corrects every `occurredAt`."
        ),
    ] = None,
) -> TrackPayload:
    """A batch."""
    items = judge(events, decode_event)
    return TrackPayload.of(await track(info.context, items, sent_at=sent_at, argument="events"))
