"""How the database names a viewer: kind and id in one text, so that no guest is the user whose id its session has.

The SQL functions ``viewer_key``, ``viewer_user``, ``viewer_session``, ``person_of`` and ``is_suspect`` know the same
form. No key is ever part of an answer.
"""

from enum import StrEnum


class ViewerKind(StrEnum):
    """What identifies a viewer."""

    USER = "USER"
    GUEST = "GUEST"


_PREFIXES = {ViewerKind.USER: "u:", ViewerKind.GUEST: "s:"}


def key_of(kind: ViewerKind, viewer_id: str) -> str:
    """The key of a user, or of the guest of a session."""
    return _PREFIXES[kind] + viewer_id


def viewer_key(user_id: str | None, session_id: str | None, *, suspect: bool = False) -> str | None:
    """The key of whoever an event names: the user, else the guest of the session; None when it names neither.

    Args:
        user_id: The user.
        session_id: The session.
        suspect: Whether something other than a person sent the event. It belongs to a bot of its own then, so that it
            changes nothing about the viewer that it names.
    """
    if user_id is not None:
        key = key_of(ViewerKind.USER, user_id)
    elif session_id is not None:
        key = key_of(ViewerKind.GUEST, session_id)
    else:
        return None
    return mark_suspect(key) if suspect else key


def mark_suspect(key: str) -> str:
    """The key of the bot, or of its play, that suspicious events belong to instead of a viewer or a play."""
    return f"b{key}"
