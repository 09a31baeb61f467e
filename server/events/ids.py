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


def new_id(moment: datetime, place: int | None = None) -> str:
    """A new UUIDv7 (RFC 9562): the moment's milliseconds, then randomness.

    Args:
        moment: When it is made.
        place: Its place among those made for one request, below 4,096: later places get greater ids. What is sent
            together without ids and times then counts in the order in which it was sent.
    """
    milliseconds = int(moment.timestamp() * 1000)
    counter = secrets.randbits(12) if place is None else place
    return str(UUID(int=milliseconds << 80 | 7 << 76 | counter << 64 | 2 << 62 | secrets.randbits(62)))
