"""The types of the rows in which groups of events reach PostgreSQL (ADR 36).

They are made when a database is migrated, and are named by what they are, so each version has its own: why they are not
in the schema of temporary objects, where each connection made its own, is in ADR 89.
"""

from hashlib import sha256
from typing import TYPE_CHECKING

import asyncpg

from server.storage.event_columns import EVENT_COLUMNS

if TYPE_CHECKING:
    from server.storage.database import Connection

CONSENT_COLUMNS = {
    "viewer_id": "text",
    "says_analytics": "boolean",
    "says_precise": "boolean",
    "is_strict": "boolean",
    "other_session": "uuid",
    "other_play": "uuid",
    "other_properties": "text",
}
"""What goes with an event whose project may require consent, and its types: the fields of ``ConsentCheck``."""

_SENT = ", ".join(f"{column.name} {column.sent_as}" for column in EVENT_COLUMNS)
_ASKED = ", ".join((_SENT, *(f"{name} {kind}" for name, kind in CONSENT_COLUMNS.items())))


def _named(name: str, columns: str) -> str:
    return f"{name}_{sha256(columns.encode()).hexdigest()[:8]}"


NEW_EVENT = _named("new_event", _SENT)
"""The type of an event."""
ASKED_EVENT = _named("asked_event", _ASKED)
"""The type of an event with what decides about its consent."""


async def make_event_types(connection: "Connection") -> None:
    """Makes those that are missing; those of other versions stay, for processes of these may be running."""
    for name, columns in ((NEW_EVENT, _SENT), (ASKED_EVENT, _ASKED)):
        if await connection.fetchval("SELECT to_regtype($1)", name) is not None:
            continue
        try:
            await connection.execute(f"CREATE TYPE {name} AS ({columns})")
        except (asyncpg.DuplicateObjectError, asyncpg.UniqueViolationError):
            continue  # another one migrates


async def require_event_types(connection: "Connection") -> None:
    """Returns if this version has been migrated to, though another one may have migrated last.

    Raises:
        ConnectionError: A type is missing.
    """
    if not await connection.fetchval(
        "SELECT to_regtype($1) IS NOT NULL AND to_regtype($2) IS NOT NULL", NEW_EVENT, ASKED_EVENT
    ):
        raise ConnectionError("The schema lacks the types of rows of this version; run viewpulse migrate.")
