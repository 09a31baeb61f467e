"""What a viewer made of contents: whether each is liked, and whether it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from server.analytics.people.viewer_identity import ViewerIdentity
from server.analytics.project_state import ProjectState, read_project_state
from server.storage.database import Connection
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a viewer made of one content; the latest event decides.

    Attributes:
        content_id: The content.
        liked: Whether it is liked; None when it was neither liked nor unliked.
        liked_at: When that was decided.
        saved: Whether it is saved; None when it was neither saved nor unsaved.
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
    """What a viewer made of some contents, in the order asked, known or not.

    Args:
        connection: Inside a snapshot.
        project_id: The viewer's project.
        identity: A user, or the guest of a session.
        content_ids: The contents.
    """
    sql = load_sql(__name__, "reactions")
    rows = await connection.fetch(sql, project_id, identity.viewer_key, list(content_ids))
    found = {row["content_id"]: Reaction(**row) for row in rows}
    state = await read_project_state(connection, project_id)
    return state, [found.get(content_id, Reaction(content_id)) for content_id in content_ids]
