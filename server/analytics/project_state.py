"""The state of a project's roll-up, for answers without a single subject: ``asOf`` and ``revision``."""

from dataclasses import dataclass
from datetime import datetime

from server.storage.database import Connection
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class ProjectState:
    """The state that a snapshot shows.

    Attributes:
        as_of: Every event acknowledged before this time is counted; None before the first aggregation.
        revision: The project's newest revision; 0 before the first aggregation.
        raw_since: Raw events that occurred before this time have expired; None if none have.
    """

    as_of: datetime | None
    revision: int
    raw_since: datetime | None = None


async def read_project_state(connection: Connection, project_id: int) -> ProjectState:
    """The state of a project in the connection's snapshot."""
    row = await load_sql(__name__, "project_state").fetchrow(connection, project=project_id)
    return ProjectState(None, 0) if row is None else ProjectState(**row)
