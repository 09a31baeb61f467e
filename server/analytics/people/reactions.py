"""Whether a viewer likes contents, and has saved them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from server.analytics.people.viewer_identity import ViewerIdentity
from server.analytics.project_state import ProjectState, read_project_state
from server.storage.database import Connection
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class Reaction:
    """The state of one viewer and content; the latest event decides.

    Attributes:
        content_id: The content.
        liked: Whether the viewer likes it; None if the viewer neither liked nor unliked it.
        liked_at: When that was decided.
        saved: Whether the viewer has saved it; None if the viewer neither saved nor unsaved it.
        saved_at: When that was decided.
    """

    content_id: str
    liked: bool | None = None
    liked_at: datetime | None = None
    saved: bool | None = None
    saved_at: datetime | None = None


async def read_reactions(
    connection: Connection, project_id: int, identity: ViewerIdentity, content_ids: Sequence[str]
) -> tuple[ProjectState, list[Reaction]]:
    """The states of a viewer and some contents, in the requested order, known or not.

    Args:
        connection: Inside a snapshot.
        project_id: The viewer's project.
        identity: A user, or the guest of a session.
        content_ids: The contents.
    """
    sql = load_sql(__name__, "reactions")
    rows = await sql.fetch(connection, project=project_id, viewer=identity.viewer_key, contents=list(content_ids))
    found = {row["content_id"]: Reaction(**row) for row in rows}
    state = await read_project_state(connection, project_id)
    return state, [found.get(content_id, Reaction(content_id)) for content_id in content_ids]
