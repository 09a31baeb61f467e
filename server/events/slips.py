"""Ids that an app made by mistake: the text of a missing value, such as "undefined".

If they were accepted, unrelated viewers, sessions or contents would become one.
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
    "NaN": "a number that could not be computed",
    "[object Object]": "an object",
    "[object object]": "an object",
}
"""What each text stands for."""
_EMPTY_IS_ABSENT = ("id", "creatorId", "userId", "sessionId", "playId")
"""Ids that are optional in every event. An empty content id stays invalid: the event is meaningless without it."""


def is_slip(sent_id: str) -> bool:
    """Whether an id can only be a mistake."""
    return find_slip((sent_id,)) is not None


def find_slip(sent_ids: Sequence[str | None]) -> int | None:
    """Path of the first id that can only be a mistake."""
    for place, sent_id in enumerate(sent_ids):
        if sent_id is not None and (sent_id in _SLIPS or sent_id.isspace()):
            return place
    return None


def slip_message(sent_id: str, field: str) -> str:
    """The message about such an id.

    Args:
        sent_id: The id as sent.
        field: The client's name of the field.
    """
    if sent_id in _SLIPS:
        return f"`{field}` is the text {sent_id!r}: the app converted {_SLIPS[sent_id]} to text. Leave the field out."
    return f"`{field}` is blank. Leave the field out."


def without_empty_ids(payload: dict[str, object]) -> dict[str, object]:
    """The event without empty optional ids."""
    empty = [name for name in _EMPTY_IS_ABSENT if payload.get(name) == ""]
    return {name: value for name, value in payload.items() if name not in empty} if empty else payload
