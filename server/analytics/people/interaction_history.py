"""The counted events of a user or a guest, newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from server.access import Caller
from server.analytics.counted_event import CountedEvent, event_before
from server.analytics.pages import Page
from server.analytics.people.viewer_identity import ViewerIdentity
from server.analytics.project_state import read_project_state
from server.storage.database import Connection
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class Interaction(CountedEvent):
    """One event.

    Attributes:
        title: The content's title in the catalogue.
        creator_id: The creator, as sent or by the catalogue.
        user_id: The user.
        session_id: The session.
        received_at: When it arrived.
        watch_ms: Milliseconds watched since the last report.
        position_ms: Position of the player in milliseconds.
        properties: Additional properties, as sent.
    """

    title: str | None
    creator_id: str | None
    user_id: str | None
    session_id: str | None
    received_at: datetime
    watch_ms: int | None
    position_ms: int | None
    properties: dict[str, object] | None


async def read_interactions(
    connection: Connection,
    caller: Caller,
    identity: ViewerIdentity,
    types: Collection[str] | None,
    *,
    first: int,
    after: str | None,
) -> Page[Interaction]:
    """The counted events of a user or a session, for as long as raw events are kept.

    In a session, users who are not admins see only the guest's events and their own.

    Args:
        connection: Inside a snapshot.
        caller: The reader.
        identity: A user or a session, as allowed by ``authorize_viewer``.
        types: Stored names of the types; None for all.
        first: Maximum number of events.
        after: Cursor of the last event of the previous page.

    Raises:
        ViewpulseError: BAD_INPUT if ``after`` is not a cursor of this list.
    """
    of_session = identity.session_id is not None
    rows = await load_sql(__name__, "interactions", whose="session_id" if of_session else "user_id").fetch(
        connection,
        project=caller.project_id,
        person=identity.id,
        types=None if types is None else sorted(types),
        **event_before(after),
        reader=caller.user_id,
        reads_all=caller.is_admin or not of_session,
        limit=first + 1,
    )
    state = await read_project_state(connection, caller.project_id)
    return Page(state, [Interaction(**row) for row in rows[:first]], len(rows) > first)
