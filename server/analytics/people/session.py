"""The totals of one session, of those that a session id has had."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.errors import ErrorCode, ViewpulseError
from server.metrics.counters import Counts
from server.metrics.view_definitions import ViewDefinition
from server.sessions import SESSION_TIMEOUT
from server.storage.database import Connection
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class SessionResult:
    """One consistent state of a session.

    Attributes:
        as_of: Every event acknowledged before this time is counted.
        revision: The aggregator run that last changed a session of the id.
        number: Which session of the id it is; the first is 1.
        sessions: How many sessions the id has had.
        user_id: The user of the id; of several, the one whose event arrived first. None for a guest.
        first_event_at: Its first event.
        last_event_at: Its latest event so far.
        closed_at: Its latest SESSION_END; None while it is open, also when it continues after a SESSION_END.
        events: Number of its events.
        contents_viewed: Distinct contents with a VIEW_START.
        counts: Its counters; likes and saves count events here.
    """

    as_of: datetime | None
    revision: int
    number: int
    sessions: int
    user_id: str | None
    first_event_at: datetime
    last_event_at: datetime
    closed_at: datetime | None
    events: int
    contents_viewed: int
    counts: Counts

    @property
    def duration(self) -> timedelta:
        """From the first event to the last."""
        return self.last_event_at - self.first_event_at

    @property
    def is_final(self) -> bool:
        """Whether its last event closed it, or it has ended after a time without events."""
        ended_at = self.last_event_at + SESSION_TIMEOUT
        return self.closed_at is not None or (self.as_of is not None and ended_at <= self.as_of)


async def read_session(
    connection: Connection, project_id: int, session_id: str, number: int | None, definition: ViewDefinition
) -> SessionResult:
    """Reads a session by one definition of a view.

    Args:
        connection: Inside a snapshot.
        project_id: The project.
        session_id: The id.
        number: Which session of the id; None: the newest.
        definition: The definition of a view.

    Raises:
        ViewpulseError: NOT_FOUND if the id has no such session.
    """
    sql = load_sql(__name__, "session")
    row = await sql.fetchrow(connection, project=project_id, session=session_id, number=number)
    if row is None and number is not None:
        raise ViewpulseError(ErrorCode.NOT_FOUND, "The session id has no session of this number.", field=["number"])
    if row is None:
        raise ViewpulseError(ErrorCode.NOT_FOUND, "No event of this session has been counted yet.", field=["sessionId"])
    is_closed = row["closed_at"] is not None and row["closed_at"] >= row["last_event_at"]
    return SessionResult(
        as_of=row["as_of"],
        revision=row["newest_revision"],
        number=row["number"],
        sessions=row["sessions"],
        user_id=row["owner_id"],
        first_event_at=row["first_event_at"],
        last_event_at=row["last_event_at"],
        closed_at=row["closed_at"] if is_closed else None,
        events=row["events"],
        contents_viewed=row["contents_viewed"],
        counts=Counts(
            views=row[f"{definition.prefix}views"],
            plays=row["plays"],
            watch_ms=row["watch_ms"],
            completed_full=row["completions"],
            impressions=row["impressions"],
            likes=row["likes"],
            saves=row["saves"],
            comments=row["comments"],
            shares=row["shares"],
            clicks=row["clicks"],
            skips=row["skips"],
        ),
    )
