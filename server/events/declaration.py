"""What is declared of a content or a viewer, beside what events say of it."""

from typing import TypeVar

import msgspec

from server.events.checking import unstorable_text
from server.events.model import Id, Rejection, RejectionCode, Sent, rejection_of
from server.events.slips import is_slip, slip_message


class Declaration(Sent):
    """Something that is known by an id."""

    id: Id


Declared = TypeVar("Declared", bound=Declaration)


def decode_declaration(raw: object, shape: type[Declared]) -> Declared | Rejection:
    """A declaration from a JSON-like dict, or the reason why it is none."""
    try:
        declared = msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        return rejection_of(error, raw, shape)
    for field, wire_name in (("id", "id"), ("creator_id", "creatorId")):
        sent_id = getattr(declared, field, None)
        if sent_id is not None and is_slip(sent_id):
            message = slip_message(sent_id, wire_name)
            return Rejection(
                code=RejectionCode.BAD_INPUT, message=message, path=[wire_name], event_id=declared.id, payload=declared
            )
    if path := unstorable_text(declared):
        message = "Text holds a NUL character or a lone surrogate."
        return Rejection(
            code=RejectionCode.BAD_INPUT, message=message, path=list(path), event_id=declared.id, payload=declared
        )
    return declared
