"""Which ids an event may name without a token: anyone can have an app's write key, so apps cannot be trusted."""

from server.access import Caller, UnsignedIds
from server.events.event_enums import EventType
from server.events.model import Event, Rejection, RejectionCode

CHANGES_STATE = frozenset(
    kind.stored
    for kind in (
        EventType.LIKE,
        EventType.UNLIKE,
        EventType.SAVE,
        EventType.UNSAVE,
        EventType.FOLLOW,
        EventType.UNFOLLOW,
    )
)
"""Stored names of the types that change what a viewer likes, saves or follows."""


def check_unsigned(event: Event, caller: Caller) -> Rejection | None:
    """The rejection of an event without a token that names a user or creator in a project that forbids it; else None.

    Args:
        event: The decoded event.
        caller: The sender.
    """
    rule = caller.unsigned_ids
    if rule is UnsignedIds.ANY or caller.user_id is not None:
        return None
    if rule is UnsignedIds.STATELESS and event.type.stored not in CHANGES_STATE:
        return None
    named = "userId" if event.user_id is not None else "creatorId" if event.creator_id is not None else None
    if named is None:
        return None
    what = f"{event.type} with `{named}`" if rule is UnsignedIds.STATELESS else f"`{named}`"
    message = (
        f"This project accepts {what} only with a token: send it in Authorization: Bearer …, or leave the field out."
    )
    return Rejection(code=RejectionCode.TOKEN_REQUIRED, message=message, path=[named], event_id=event.id, payload=event)
