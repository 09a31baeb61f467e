"""What all events of a batch share, sent once: it completes each event that does not say otherwise."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec

from server import deep_json
from server.access import Caller, UnsignedIds
from server.consent import CARRIED, Purposes
from server.errors import ErrorCode, ViewpulseError
from server.events.checking import unstorable_text
from server.events.context import TrackWarning, settle_location
from server.events.model import (
    Device,
    Event,
    Id,
    Location,
    Network,
    Rejection,
    RepairedEvent,
    Sent,
    Source,
    ViewerTraits,
    decode_item,
    says,
)
from server.events.slips import find_slip, slip_message

ARGUMENT = "context"
USER = "userId"
_IDS = (USER, "sessionId")
_NULL = b"null"
_ANY: msgspec.json.Decoder[object] = msgspec.json.Decoder()


class BatchContext(Sent):
    """What all events of a batch share."""

    user_id: Annotated[Id | None, says("Id of the signed-in user; must match the token if one is sent.")] = None
    session_id: Annotated[Id | None, says("Id of the app's session.")] = None
    source: Annotated[Source | None, says("Where the viewer came from.")] = None
    device: Annotated[Device | None, says("The device.")] = None
    location: Annotated[Location | None, says("Location of the viewer.")] = None
    network: Annotated[Network | None, says("Network connection of the device.")] = None
    viewer: Annotated[ViewerTraits | None, says("Known attributes of the viewer.")] = None
    consent: Annotated[Purposes | None, says(CARRIED)] = None


_NAMES = tuple(zip(BatchContext.__struct_fields__, BatchContext.__struct_encode_fields__, strict=True))


@dataclass(frozen=True, slots=True)
class Shared:
    """A valid context.

    Attributes:
        user_id: The user, if the context names one.
        fields: Name, name as sent and value of each field that was sent.
        warnings: Fields that were not taken as sent.
    """

    user_id: str | None
    fields: Sequence[tuple[str, str, object]]
    warnings: Sequence[TrackWarning]

    def complete(self, items: Sequence[Event | Rejection], sent: Sequence[object]) -> list[int]:
        """Gives the events the fields that they do not have. A field that was sent, even as null, is the event's own.

        Args:
            items: The decoded items; events are changed in place.
            sent: The items as they were sent; there may be more than were decoded.

        Returns:
            The indexes of the events that were given the context's user.
        """
        of_user = []
        for index, (item, raw) in enumerate(zip(items, sent, strict=False)):
            if isinstance(item, Rejection):
                continue
            own = _own_fields(item, raw)
            for name, wire_name, value in self.fields:
                if getattr(item, name) is None and wire_name not in own:
                    setattr(item, name, value)
                    if wire_name == USER:
                        of_user.append(index)
        return of_user

    def require_user(self, caller: Caller) -> None:
        """Raises unless the caller may send events of the context's user: else each of these would be rejected."""
        if self.user_id is None:
            return
        field = [ARGUMENT, USER]
        if caller.user_id is None and caller.unsigned_ids is UnsignedIds.NONE:
            message = "This project accepts `userId` only with a token: send it in Authorization: Bearer …."
            raise ViewpulseError(ErrorCode.UNAUTHENTICATED, message, field=field)
        if caller.user_id not in (None, self.user_id):
            raise ViewpulseError(ErrorCode.FORBIDDEN, "The token belongs to another user.", field=field)


def decode_context(raw: object) -> Shared:
    """The context of a batch.

    Args:
        raw: The context as it was sent, as for ``decode_event``.

    Raises:
        ViewpulseError: BAD_INPUT for what would reject an event.
    """
    warnings: list[TrackWarning] = []
    context = decode_item(raw, BatchContext, warnings)
    if isinstance(context, Rejection):
        raise _refused(context.message, context.path)
    if context.location is not None:
        warnings += settle_location(context.location)
    ids = (context.user_id, context.session_id)
    if (slip := find_slip(ids)) is not None:
        raise _refused(slip_message(str(ids[slip]), _IDS[slip]), [_IDS[slip]])
    if path := unstorable_text(context):
        raise _refused("The text contains a NUL character or a lone surrogate.", path)
    given = [(name, wire_name, getattr(context, name)) for name, wire_name in _NAMES]
    return Shared(
        context.user_id,
        [field for field in given if field[2] is not None],
        [msgspec.structs.replace(warning, path=(ARGUMENT, *warning.path)) for warning in warnings],
    )


def _refused(message: str, path: Sequence[str | int]) -> ViewpulseError:
    return ViewpulseError(ErrorCode.BAD_INPUT, message, field=[ARGUMENT, *path])


def _own_fields(event: Event, raw: object) -> Collection[str]:
    """Names of what was sent as null, or was not taken as sent; fields with a value need no name."""
    if not isinstance(raw, dict):
        if isinstance(event, RepairedEvent):
            raw = event.sent
        elif _NULL in bytes(raw):  # type: ignore[call-overload] # undecoded JSON
            raw = deep_json.decode(raw, _ANY)  # type: ignore[arg-type]
        else:
            return ()
    assert isinstance(raw, dict)  # else it was rejected
    return [name for name, value in raw.items() if not (value == "" and name in _IDS)]
