"""Keeps the curve over all time of each content, which others of similar length are compared with."""

import asyncpg
import structlog

from server.storage.database import Connection
from server.storage.metric_columns import load_expanded

CONTENTS_AT_ONCE = 20
"""Contents of one helping: about a second, when all of them have ten thousand plays that are not digested."""

_log = structlog.get_logger(__name__)

_CLAIM = """
DELETE FROM stale_curves
WHERE (project_id, content_id) IN (
    SELECT project_id, content_id FROM stale_curves
    WHERE due_at <= now() AND ($1::integer IS NULL OR project_id = $1)
    ORDER BY due_at
    LIMIT $2
)
RETURNING project_id, content_id
"""
_ALL_DUE = "UPDATE stale_curves SET due_at = now() WHERE project_id = $1"


async def refresh_curves(connection: Connection, project_id: int | None = None) -> int:
    """Works out the curves of one helping of contents that are due; returns how many.

    A helping is claimed by a statement of its own, which commits before the plays are read: plays that the fold takes
    in meanwhile make the content stale again. If the process dies in between, or a curve can't be worked out, the next
    play does.

    Args:
        connection: Outside a transaction.
        project_id: Only contents of this project.
    """
    claimed = await connection.fetch(_CLAIM, project_id, CONTENTS_AT_ONCE)
    for project, content_id in claimed:
        try:
            await connection.execute(await load_expanded(connection, "server.rollup", "curve"), project, content_id)
        except asyncpg.PostgresError:
            if connection.is_closed():
                raise
            _log.exception("a curve failed; the others go on", project=project, content_id=content_id)
    return len(claimed)


async def recompute_curves(connection: Connection, project_id: int) -> int:
    """Works out the curves of all contents of a project whose plays changed since, due or not; returns how many.

    Args:
        connection: Outside a transaction.
        project_id: Whose contents.
    """
    await connection.execute(_ALL_DUE, project_id)
    contents = 0
    while taken := await refresh_curves(connection, project_id):
        contents += taken
    return contents
