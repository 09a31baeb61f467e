"""What is declared of a content or a viewer, beside what events say of it."""

from typing import TypeVar

import msgspec

from server.events.checking import unstorable_text
from server.events.model import Id, Rejection, RejectionCode, Sent, rejection_of


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
    if path := unstorable_text(declared):
        message = "Text holds a NUL character or a lone surrogate."
        return Rejection(
            code=RejectionCode.BAD_INPUT, message=message, path=list(path), event_id=declared.id, payload=declared
        )
    return declared
