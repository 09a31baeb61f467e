"""What a user or a guest did: the counted events themselves, newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.access import Viewer
from server.analytics.cursors import decode_cursor, encode_cursor
from server.analytics.project_state import ProjectState, read_project_state
from server.analytics.whose import Whose
from server.storage.database import Connection
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class Interaction:
    """One event.

    Attributes:
        id: The stored id.
        subject: What it is stored under; with the id, its key.
        event_id: The id as the client spells it.
        type: What happened, as stored.
        content_id: The content, if it is about one.
        title: The content's title in the catalogue.
        creator_id: The creator, as sent or by the catalogue.
        user_id: The user.
        session_id: The session.
        occurred_at: When it happened, corrected for the client's clock.
        received_at: When it arrived.
        watch_ms: Watched since the last report.
        position_ms: Where the player was.
        properties: Whatever else was sent with it.
    """

    id: UUID
    subject: str
    event_id: str
    type: str
    content_id: str | None
    title: str | None
    creator_id: str | None
    user_id: str | None
    session_id: str | None
    occurred_at: datetime
    received_at: datetime
    watch_ms: int | None
    position_ms: int | None
    properties: dict[str, object] | None

    @property
    def cursor(self) -> str:
        """Where the list goes on after it."""
        return encode_cursor(self.occurred_at, self.id, self.subject)


@dataclass(frozen=True, slots=True)
class InteractionPage:
    """Some events, newest first, and whether there are older ones."""

    state: ProjectState
    rows: list[Interaction]
    has_next: bool


async def read_interactions(
    connection: Connection,
    viewer: Viewer,
    whose: Whose,
    types: Collection[str] | None,
    *,
    first: int,
    after: str | None,
) -> InteractionPage:
    """The events of a user or a session that are counted, as long as raw events are kept.

    Of a session, whoever is no admin sees the guest's events and its own.

    Args:
        connection: Inside a snapshot.
        viewer: Who reads.
        whose: A user or a session, as allowed by ``require_whose``.
        types: Stored names of the types wanted; None for all.
        first: How many, at most.
        after: Cursor of the last event of the page before.

    Raises:
        ViewpulseError: BAD_INPUT, when ``after`` is no cursor of this list.
    """
    occurred_at, event_id, subject = decode_cursor(after, datetime, UUID, str) or (None, None, "")
    kinds = None if types is None else sorted(types)
    arguments = (viewer.project_id, whose.viewer_id, kinds, occurred_at, event_id, subject, first + 1)
    if whose.session_id is None:
        rows = await connection.fetch(load_sql("server.analytics", "user_events"), *arguments)
    else:
        query = load_sql("server.analytics", "session_events")
        rows = await connection.fetch(query, *arguments, viewer.user_id, viewer.is_admin)
    state = await read_project_state(connection, viewer.project_id)
    return InteractionPage(state, [Interaction(**row) for row in rows[:first]], len(rows) > first)
