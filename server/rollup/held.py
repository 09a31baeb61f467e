# ruff: noqa: S608  # names of our own tables, never input
"""What is held about viewers: every column of the database that names one, and how."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import msgspec

from server.storage.database import Connection
from server.storage.sql import load_sql
from server.viewer_keys import ViewerKind, key_of, named_by, suspect_key


class Names(Enum):
    """What a column names."""

    VIEWER = auto()
    """A viewer, by its key: ``u:ann``, ``s:1``, and with a ``b`` in front for suspicious events."""
    USER = auto()
    SESSION = auto()
    PLAY = auto()
    """A play, whose key holds a session or a user unless the client named the play."""
    EVENT = auto()
    """An event of the viewer, by the id that the client gave it."""
    SAMPLE = auto()
    """Anything that a client sent and that was refused."""


HELD: Mapping[str, Mapping[str, Names]] = {
    "raw_events": {"user_id": Names.USER, "session_uuid": Names.SESSION, "session_name": Names.SESSION},
    "viewers": {
        "viewer_id": Names.VIEWER,
        "age_group_event": Names.EVENT,
        "gender_event": Names.EVENT,
    },
    "self_viewers": {"viewer_id": Names.VIEWER},
    "plays": {
        "viewer_id": Names.VIEWER,
        "session_id": Names.SESSION,
        "play_key": Names.PLAY,
        "origin_event": Names.EVENT,
    },
    "content_viewers": {
        "viewer_id": Names.VIEWER,
        "liked_event": Names.EVENT,
        "saved_event": Names.EVENT,
    },
    "content_viewer_buckets": {"viewer_id": Names.VIEWER},
    "minute_viewers": {"viewer_id": Names.VIEWER},
    "watchers": {"viewer_id": Names.VIEWER, "session_id": Names.SESSION, "seen_event": Names.EVENT},
    "stream_signs": {"viewer_id": Names.VIEWER, "event_key": Names.EVENT},
    "sales": {"viewer_id": Names.VIEWER},
    "sessions": {"session_id": Names.SESSION, "user_id": Names.USER},
    "session_contents": {"session_id": Names.SESSION},
    "session_spans": {"session_id": Names.SESSION},
    "viewer_profiles": {"viewer_id": Names.VIEWER},
    "changed_profiles": {"viewer_id": Names.VIEWER},
    "consent_entries": {"viewer_id": Names.VIEWER},
    "rejected_events": {
        "payload": Names.SAMPLE,
        "message": Names.SAMPLE,
        "path": Names.SAMPLE,
        "event_id": Names.SAMPLE,
    },
    "social_members": {"user_id": Names.USER},
    "erasures": {"viewer_id": Names.VIEWER},
}
"""By table and column. An erasure looks at each of them; a test compares the list with the database."""

REMOVED = ("raw_events", "rejected_events", "erasures")
"""Tables whose rows an erasure deletes, or empties, by statements of their own."""
_APART = "[^[:alnum:]_-]"
"""What may stand next to an id in a rejected item."""
PASSING = (
    *("viewer_profiles", "changed_profiles", "consent_entries"),
    *("viewers", "self_viewers", "minute_viewers", "watchers", "social_members"),
)
"""Tables whose rows are of no use without others that name the viewer."""
NEVER_KEPT = ("changed_profiles", "consent_entries", "minute_viewers", "watchers", "social_members")
"""Tables whose rows an erasure always deletes, and that are not anonymized: they pass within hours, are a proof, or say
what a user may see."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an erasure or an export is about.

    Attributes:
        user_id: The user; None for a guest.
        guests: Session ids of guests: the guest itself, or who the user was before signing in.
        sessions: Session ids that nobody else has used.
    """

    user_id: str | None
    guests: Sequence[str]
    sessions: Sequence[str]

    @property
    def viewers(self) -> list[str]:
        """Their keys."""
        own = [key_of(ViewerKind.GUEST, session) for session in self.guests]
        if self.user_id is not None:
            own.append(key_of(ViewerKind.USER, self.user_id))
        return [*own, *map(suspect_key, own)]

    def named_by(self, names: Names) -> list[str]:
        """What a column holds in rows of the subject; nothing for columns that are looked at in another way."""
        match names:
            case Names.VIEWER:
                return self.viewers
            case Names.USER:
                return [] if self.user_id is None else [self.user_id]
            case Names.SESSION:
                return [*self.sessions]
            case _:
                return []


async def find_subject(
    connection: Connection, project_id: int, viewer_id: str, known_guests: Sequence[str] = ()
) -> Subject:
    """The subject of a viewer: a user together with the guest that it was in sessions which nobody else has used.

    Args:
        connection: Its plans may read whole tables.
        project_id: The project.
        viewer_id: Key of the viewer, as ``viewer_keys`` makes it.
        known_guests: Session ids of guests that the user is known to have been: what told so may be erased already.
            They stay its guests; their sessions are its own as long as nobody else uses them.
    """
    kind, name = named_by(viewer_id)
    if kind is ViewerKind.USER:
        rows = await load_sql(__name__, "erasure_sessions").fetch(
            connection, project=project_id, user=name, known=list(known_guests)
        )
        sessions = [row["session_id"] for row in rows]
        return Subject(name, sorted({*known_guests, *sessions}), sessions)
    is_shared = await load_sql(__name__, "erasure_has_user").fetchval(connection, project=project_id, session=name)
    return Subject(None, [name], [] if is_shared else [name])


async def count_held(connection: Connection, project_id: int, subject: Subject) -> dict[str, int]:
    """The number of rows that name a subject, by table; only tables with any, and without rejected items."""
    found = {
        "raw_events": await load_sql(__name__, "erasure_count_events").fetchval(
            connection, project=project_id, user=subject.user_id, guests=subject.guests
        )
    }
    for table in HELD.keys() - set(REMOVED):
        condition, values = naming(table, subject)
        found[table] = await connection.fetchval(
            f"SELECT count(*) FROM {table} WHERE project_id = $1 AND ({condition})", project_id, *values
        )
    return {table: rows for table, rows in found.items() if rows}


def naming(table: str, subject: Subject) -> tuple[str, list[list[str]]]:
    """The condition on rows of a table that name a subject, and the values of its parameters from $2 on."""
    named = {column: subject.named_by(names) for column, names in HELD[table].items()}
    asked = [(column, values) for column, values in named.items() if values]
    parts = [f"{column} = ANY (${number}::text[])" for number, (column, _) in enumerate(asked, 2)]
    return " OR ".join(parts) or "false", [values for _, values in asked]


def sample_patterns(subject: Subject) -> list[str]:
    """Regular expressions of rejected items that contain an id of a subject as a word."""
    ids = sorted({*subject.guests, *subject.sessions, *([subject.user_id] if subject.user_id else [])})
    return [f"(^|{_APART}){spelled}($|{_APART})" for one in ids for spelled in sorted(_spellings(one))]


def _spellings(name: str) -> set[str]:
    """Patterns of an id as a text and within JSON."""
    return {re.escape(name), re.escape(msgspec.json.encode(name).decode()[1:-1])}
