"""Event ids: what the client sends, and the UUID it stands for."""

import re
import secrets
from datetime import datetime
from uuid import UUID, uuid5

CLIENT_IDS = UUID("6f0b6a1c-6a3e-5d0b-9d8e-0f4f2f1f7a55")
"""Namespace of the UUIDs that stand for ids of other kinds. Never change it: retries would count twice."""

_SPELLED = re.compile(
    r"(urn:uuid:)?(\{)?([0-9a-f]{8}(-?)[0-9a-f]{4}\4[0-9a-f]{4}\4[0-9a-f]{4}\4[0-9a-f]{12})(?(2)\})",
    re.IGNORECASE | re.ASCII,
)
"""RFC 9562's text, in either case, also without hyphens, in braces or as a URN. UUID() would take much more."""
_CANONICAL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def stored_id(sent_id: str) -> str:
    """The UUID that stands for a client's id, in canonical spelling.

    A UUID in any spelling stands for itself; any other string for a UUIDv5 of it.
    """
    if _CANONICAL.fullmatch(sent_id):
        return sent_id
    spelled = _SPELLED.fullmatch(sent_id)
    return str(UUID(spelled[3]) if spelled else uuid5(CLIENT_IDS, sent_id))


def new_id(moment: datetime) -> str:
    """A new UUIDv7 (RFC 9562): the moment's milliseconds, then randomness."""
    milliseconds = int(moment.timestamp() * 1000)
    noise = secrets.randbits(74)
    return str(UUID(int=milliseconds << 80 | 7 << 76 | (noise >> 62) << 64 | 2 << 62 | noise & (1 << 62) - 1))
