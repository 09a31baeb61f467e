"""Viewer keys: kind and id in one text, so that a guest and a user with the same id are different viewers.

The SQL functions ``viewer_key``, ``viewer_user``, ``viewer_session``, ``person_of`` and ``is_suspect`` know the same
form. No key is ever part of an answer.
"""

from enum import StrEnum


class ViewerKind(StrEnum):
    """What identifies a viewer."""

    USER = "USER"
    GUEST = "GUEST"


_USER, _GUEST, _SUSPECT = "u:", "s:", "b"


def key_of(kind: ViewerKind, viewer_id: str) -> str:
    """The key of a user, or of the guest of a session."""
    return (_USER if kind is ViewerKind.USER else _GUEST) + viewer_id


def named_by(viewer_id: str) -> tuple[ViewerKind, str]:
    """What a key names: the opposite of ``key_of``."""
    kind = ViewerKind.USER if viewer_id.startswith(_USER) else ViewerKind.GUEST
    return kind, viewer_id[len(_USER) :]


def viewer_key(user_id: str | None, session_id: str | None) -> str | None:
    """The key of the viewer that an event names: the user, else the guest of the session; None if it names neither."""
    if user_id is not None:
        return _USER + user_id
    return None if session_id is None else _GUEST + session_id


def suspect_key(viewer_id: str) -> str:
    """The key of the bot to which the suspicious events of a viewer belong."""
    return _SUSPECT + viewer_id
