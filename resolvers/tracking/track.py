"""``trackEvent`` and ``trackEvents``: how apps send events."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Self, TypeAlias, cast

import strawberry

from resolvers.access import TRACKING
from resolvers.batches import Answered, Batch, batch_fields
from resolvers.context import Context, Info
from resolvers.enums import register_enum
from resolvers.items import decode_items
from resolvers.root_fields import mutation_field
from resolvers.selection import selected_paths
from resolvers.tracking.event_input import ContextInput, EventInput
from server.consent import CARRIED, ConsentPurpose
from server.events.batch_context import ARGUMENT as CONTEXT
from server.events.batch_context import USER, decode_context
from server.events.context import TrackWarning
from server.events.counted import MAX_WAITING, NotCounted
from server.events.ingest import SINGLE, ItemResult
from server.events.model import Event, Rejection, decode_event
from server.limits.limiter import Allowance, Limiter

register_enum(
    NotCounted,
    "Why an event does not count by default.",
    {
        NotCounted.BOT: "The sender looks like a bot, by its user agent or network (unless the token is an admin's) or "
        "its rate of views, or an admin classified the viewer as one. Counts with `include: {bots: true}`.",
        NotCounted.SELF_VIEW: "The viewer is the owner of the content. Counts with `include: {selfViews: true}`.",
        NotCounted.DUPLICATE: "It was stored before; an event counts at most once.",
        NotCounted.REJECTED: "It was not stored.",
    },
    name="NotCountedReason",
)


@strawberry.type(name="TrackWarning", description="A field that was not stored as sent, or will be refused one day.")
class Warned:
    """Read off a ``TrackWarning``, whose attributes have the same names."""

    code: str = strawberry.field(
        description="CUT: the text was too long, or contained NUL characters. UNKNOWN: the value is treated as "
        "unknown. SCHEMA_DEPRECATED: the schema version will be refused."
    )
    path: list[str] = strawberry.field(
        description='Path of the field, from the arguments: `["events", "3", "location", "timezone"]`.'
    )
    message: str = strawberry.field(description="Message for the developer.")


@strawberry.type(description="Result of one event.")
class TrackResult(Answered):
    """Read off an ``ingest.ItemResult``, whose attributes have the same names."""

    event_id: strawberry.ID | None = strawberry.field(
        description="The id as sent, or as created by the server; null for a rejected event without one."
    )
    received_at: datetime = strawberry.field(description="When the event arrived, by the server's clock.")
    session_id: strawberry.ID | None = strawberry.field(
        description="Id of the event's session; created by the server for a guest without one. Send it with the "
        "events that follow."
    )
    counted: bool | None = strawberry.field(
        description="Whether this event counts by default, as far as it is known now: a later change of the content's "
        "owner, or of the viewer's class, applies to it too. Null if a user's event is about a content that belongs to "
        f"nobody so far while more than {MAX_WAITING:,} events wait to be counted, any of which may name the owner, "
        "or if the database was unavailable meanwhile; and in a project that requires consent. Selecting this costs a "
        "read."
    )
    not_counted_because: NotCounted | None = strawberry.field(description="Why it does not count by default.")
    warnings: list[Warned] = strawberry.field(
        description="Fields that were not stored as sent. An invalid location, device or source never rejects an event."
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether an object of the server is shown as this type."""
        return isinstance(value, ItemResult)


@strawberry.type(description="Results of the events, in the order of the request.")
class TrackPayload(Batch):
    """The payload of the tracking mutations."""

    results: Sequence[TrackResult] = strawberry.field(description="One result per event, in their order.")
    problems: Sequence[TrackResult] = strawberry.field(
        description="The results of the events that were not accepted; empty for a good batch. An app that selects "
        "these instead of `results` receives no more than it has to act on."
    )
    duplicates: int = strawberry.field(description="Number of events that were stored before.")
    session_id: strawberry.ID | None = strawberry.field(
        description="Session id of the first event that has one; a guest's app keeps it."
    )
    warnings: list[Warned] = strawberry.field(
        description='Fields of `context` that were not taken as sent, once for all events: `["context", "device", '
        '"type"]`.'
    )

    @classmethod
    def from_results(cls, items: Sequence[ItemResult], warnings: Sequence[TrackWarning] = ()) -> Self:
        """The payload of a batch, with its tallies.

        Args:
            items: The results of the events.
            warnings: Those of the context.
        """
        fields = batch_fields(items)
        session_id = next((item.session_id for item in items if item.session_id is not None), None)
        return cls(
            **fields,
            duplicates=len(fields["problems"]) - fields["rejected"],
            session_id=None if session_id is None else strawberry.ID(session_id),
            warnings=cast("list[Warned]", warnings),
        )


SentAtArgument: TypeAlias = Annotated[
    datetime | None,
    strawberry.argument(
        description="The client's clock when it sent the request. If it differs from the server's by more "
        "than 5 minutes, the difference is added to every `occurredAt`; an `age` needs no correction."
    ),
]
ContextArgument: TypeAlias = Annotated[
    ContextInput | None, strawberry.argument(description="What all of them share, so that it is sent once.")
]
ConsentArgument: TypeAlias = Annotated[list[ConsentPurpose] | None, strawberry.argument(description=CARRIED)]
_CLASSES = frozenset(("counted", "notCountedBecause"))


def selects_counted(paths: Iterable[str]) -> bool:
    """Whether a selection asks which of the accepted events count; the others answer that by themselves.

    Args:
        paths: The dotted names of the selected fields of a payload or of a result.
    """
    return any(path.removeprefix("results.") in _CLASSES for path in paths)


async def track(
    context: Context,
    items: Sequence[Event | Rejection],
    *,
    sent_at: datetime | None = None,
    argument: str,
    asks_counted: bool = False,
) -> list[ItemResult]:
    """Stores events for a client with the write key; returns after the commit.

    Args:
        context: The context of the operation.
        items: Decoded events and rejections, in the order of the request.
        sent_at: The client's clock when it sent the request.
        argument: First element of the paths in the answer.
        asks_counted: Whether the results say which events count by default.

    Raises:
        ViewpulseError: UNAUTHENTICATED without a write key, BAD_INPUT for no or too many items, RATE_LIMITED,
            UNAVAILABLE.
    """
    context.caller.require_tracking()
    if (limiter := context.services.limiter) is not None and not context.is_allowed:
        await _limit(context, limiter, items, is_batch=argument != SINGLE)
    return await context.services.ingest.track(
        context.caller, items, sent_at=sent_at, argument=argument, asks_counted=asks_counted
    )


async def _limit(context: Context, limiter: Limiter, items: Sequence[Event | Rejection], *, is_batch: bool) -> None:
    """Raises RATE_LIMITED if the caller sends too much; then nothing is stored."""
    sessions: set[str | None] = set()
    if context.caller.user_id is None:
        sessions = {item.session_id for item in items if not isinstance(item, Rejection)}
    session_id = sessions.pop() if len(sessions) == 1 else None
    require_allowed(context, await limiter.track(context.caller, len(items), is_batch=is_batch, session_id=session_id))


def require_allowed(context: Context, allowance: Allowance | None) -> None:
    """Raises RATE_LIMITED if that is what was found; notes it for the answer."""
    if allowance is not None:
        context.allowance = allowance
        allowance.require()


async def track_batch(
    context: Context,
    sent: Sequence[object],
    decode: Callable[[object], Event | Rejection] = decode_event,
    names: Mapping[str, str] | None = None,
    *,
    argument: str,
    shared: object = None,
    sent_at: datetime | None = None,
    asks_counted: bool = False,
) -> TrackPayload:
    """Stores a batch, and answers for each of its items.

    Args:
        context: The context of the operation.
        sent: The items as they were sent.
        decode: Decodes one of them.
        names: The item's name of each dotted event field, if it has others; for messages and paths.
        argument: First element of the paths in the answer.
        shared: The context of the batch, as it was sent; None if there is none.
        sent_at: The client's clock when it sent the request.
        asks_counted: Whether the results say which events count by default.

    Raises:
        ViewpulseError: As for ``track``; and for an invalid context.
    """
    items = decode_items(sent, decode)
    warnings: Sequence[TrackWarning] = ()
    of_user: Sequence[int] = ()
    if shared is not None:
        batch_context = decode_context(shared)
        of_user = batch_context.complete(items, sent)
        if len(of_user) == sum(not isinstance(item, Rejection) for item in items):
            batch_context.require_user(context.caller)  # else each event has an answer of its own
        warnings = batch_context.warnings
    results = await track(context, items, sent_at=sent_at, argument=argument, asks_counted=asks_counted)
    if names is not None:
        for index, result in enumerate(results):
            _rename(result, names, 2, [argument, str(index)])
    for index in of_user:
        if results[index].path == [argument, str(index), USER]:
            results[index].path = [CONTEXT, USER]
    return TrackPayload.from_results(results, warnings)


async def track_one(
    info: Info, item: Event | Rejection, names: Mapping[str, str], *, argument: str | None = None
) -> TrackResult:
    """Stores one event for mutations with other arguments than events.

    Args:
        info: The info of the operation.
        item: The event made from the arguments.
        names: The argument name of each dotted event field.
        argument: The argument that holds the fields; None if the fields are arguments themselves.
    """
    counted = selects_counted(selected_paths(info))
    [result] = await track(info.context, [item], argument=SINGLE, asks_counted=counted)
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


@mutation_field(
    TRACKING,
    "Tracks one event. Requires the write key. The event is stored durably before the answer.",
    items="event",
)
async def track_event(
    info: Info, event: Annotated[EventInput, strawberry.argument(description="The event.")]
) -> TrackPayload:
    """Tracks one event."""
    counted = selects_counted(selected_paths(info))
    return await track_batch(info.context, [event], argument=SINGLE, asks_counted=counted)


@mutation_field(
    TRACKING,
    "Tracks 1-100 events; each has its own result, and an invalid event does not affect the others. "
    "Requires the write key. The events are stored durably before the answer.",
    items="events",
)
async def track_events(
    info: Info,
    events: Annotated[list[EventInput], strawberry.argument(description="The events, 1-100.")],
    context: ContextArgument = None,
    sent_at: SentAtArgument = None,
) -> TrackPayload:
    """Tracks a batch of events."""
    counted = selects_counted(selected_paths(info))
    return await track_batch(
        info.context, events, argument="events", shared=context, sent_at=sent_at, asks_counted=counted
    )
