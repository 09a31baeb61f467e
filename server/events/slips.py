"""Ids that only a slip in an app's code can have made: text of a value that it did not have.

Taken as they are, they would make one viewer, session or content of all that have nothing in common but the slip.
"""

from collections.abc import Sequence

_SLIPS = {
    "undefined": "a variable that has no value",
    "Undefined": "a variable that has no value",
    "UNDEFINED": "a variable that has no value",
    "null": "null",
    "(null)": "nil",
    "<null>": "null",
    "<nil>": "nil",
    "Optional(nil)": "nil",
    "None": "None",
    "NaN": "a number that could not be worked out",
    "[object Object]": "an object",
    "[object object]": "an object",
}
"""What the text of each stands for."""
_EMPTY_IS_ABSENT = ("id", "creatorId", "userId", "sessionId", "playId")
"""Ids that may be left out of any event. A content that is empty stays wrong: without it the event says nothing."""


def is_slip(sent_id: str) -> bool:
    """Whether only a slip can have made an id."""
    return find_slip((sent_id,)) is not None


def find_slip(sent_ids: Sequence[str | None]) -> int | None:
    """Place of the first id that only a slip can have made."""
    for place, sent_id in enumerate(sent_ids):
        if sent_id is not None and (sent_id in _SLIPS or sent_id.isspace()):
            return place
    return None


def slip_message(sent_id: str, field: str) -> str:
    """What is wrong with such an id.

    Args:
        sent_id: The id as sent.
        field: What the client calls it.
    """
    if sent_id in _SLIPS:
        return f"`{field}` is the text {sent_id!r}: the app converted {_SLIPS[sent_id]} to text. Leave the field out."
    return f"`{field}` is blank. Leave the field out."


def without_empty_ids(payload: dict[str, object]) -> dict[str, object]:
    """The event without those optional ids that are empty."""
    empty = [name for name in _EMPTY_IS_ABSENT if payload.get(name) == ""]
    return {name: value for name, value in payload.items() if name not in empty} if empty else payload
