"""Declarations about contents and viewers, which take precedence over events."""

from datetime import datetime
from typing import TypeVar
from unicodedata import normalize

from server.events.checking import unstorable_text
from server.events.model import Id, Rejection, RejectionCode, Sent, decode_item
from server.events.slips import is_slip, slip_message
from server.times import STORABLE_TIMES, is_storable_time


class UpsertItem(Sent):
    """A declaration about an id."""

    id: Id


Upserted = TypeVar("Upserted", bound=UpsertItem)


def decode_upsert_item(raw: object, shape: type[Upserted]) -> Upserted | Rejection:
    """A declaration, or a rejection.

    Args:
        raw: The item, as for ``decode_event``.
        shape: The type of the declaration.
    """
    declared = decode_item(raw, shape)
    if isinstance(declared, Rejection):
        return declared
    for field, wire_name in (("id", "id"), ("creator_id", "creatorId")):
        sent_id = getattr(declared, field, None)
        if sent_id is not None and is_slip(sent_id):
            return _refuse(declared, RejectionCode.BAD_INPUT, slip_message(sent_id, wire_name), wire_name)
    if path := unstorable_text(declared):
        message = "The text contains a NUL character or a lone surrogate."
        return _refuse(declared, RejectionCode.BAD_INPUT, message, *path)
    for name, sent_as in zip(declared.__struct_fields__, declared.__struct_encode_fields__, strict=True):
        value = getattr(declared, name)
        if isinstance(value, datetime) and not is_storable_time(value):
            return _refuse(declared, RejectionCode.OUT_OF_RANGE, f"`{sent_as}` must be {STORABLE_TIMES}.", sent_as)
    return declared


def composed(text: str | None) -> str | None:
    """A title or a name as it is stored: a letter and its accents are one character where there is one (NFC).

    So searches find it whether it is typed so or not.
    """
    return None if text is None else normalize("NFC", text)


def _refuse(declared: UpsertItem, code: RejectionCode, message: str, *path: str | int) -> Rejection:
    return Rejection(code=code, message=message, path=list(path), event_id=declared.id, payload=declared)
