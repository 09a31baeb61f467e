"""Event ids: the id that the client sends, and the UUID it is stored under."""

import re
import secrets
from datetime import datetime
from uuid import UUID, uuid5

CLIENT_IDS = UUID("6f0b6a1c-6a3e-5d0b-9d8e-0f4f2f1f7a55")
"""Namespace of the UUIDs for ids that are not UUIDs. Never change it: retries would count twice."""

_SPELLED = re.compile(
    r"(urn:uuid:)?(\{)?([0-9a-f]{8}(-?)[0-9a-f]{4}\4[0-9a-f]{4}\4[0-9a-f]{4}\4[0-9a-f]{12})(?(2)\})",
    re.IGNORECASE | re.ASCII,
)
"""UUIDs as in RFC 9562, in either case, also without hyphens, in braces or as a URN. UUID() would accept much more."""
_CANONICAL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def stored_id(sent_id: str) -> str:
    """The UUID for a client's id, in canonical spelling.

    A UUID in any spelling is itself; any other string becomes its UUIDv5.
    """
    if _CANONICAL.fullmatch(sent_id):
        return sent_id
    spelled = _SPELLED.fullmatch(sent_id)
    return str(UUID(spelled[3]) if spelled else uuid5(CLIENT_IDS, sent_id))


def compact_id(name: str | None) -> tuple[str | None, str | None]:
    """An id as two columns: the UUID that it spells canonically, else the text itself; the other is None."""
    if name is not None and _CANONICAL.fullmatch(name):
        return name, None
    return None, name


def new_id(moment: datetime, place: int | None = None) -> str:
    """A new UUIDv7 (RFC 9562): the milliseconds of a moment, then randomness.

    Args:
        moment: The time of creation.
        place: Index among the ids created for one request, below 4,096: later ones get greater ids. Events sent
            together without ids and times then count in the order in which they were sent.
    """
    milliseconds = int(moment.timestamp() * 1000)
    noise = secrets.randbits(74)
    counter = noise >> 62 if place is None else place
    return str(UUID(int=milliseconds << 80 | 7 << 76 | counter << 64 | 2 << 62 | noise & (1 << 62) - 1))
