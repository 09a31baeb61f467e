"""Keeps the all-time retention curve of each content, which RELATIVE curves of similar length are compared with."""

import asyncpg
import structlog

from server.storage.database import Connection
from server.storage.metric_columns import load_rollup_sql
from server.storage.sql import load_sql

CONTENTS_AT_ONCE = 20
"""Contents per batch: takes about a second if all of them have ten thousand plays without daily summaries."""

_WORKED_OFF = "DELETE FROM stale_curves WHERE project_id = $1 AND content_id = $2 AND mark = $3"

_log = structlog.get_logger(__name__)


async def refresh_curves(connection: Connection, project_id: int | None = None) -> int:
    """Computes the curves of one batch of contents that are due; returns how many.

    A content stays stale until its curve is stored, and if its plays changed meanwhile. It is then due again an hour
    later, and also if the process dies or the computation fails.

    Args:
        connection: Outside a transaction.
        project_id: Only contents of this project.
    """
    due = await load_sql(__name__, "due_curves").fetch(connection, project=project_id, limit=CONTENTS_AT_ONCE)
    for project, content_id, mark in due:
        try:
            await compute_curve(connection, project, content_id)
            await connection.execute(_WORKED_OFF, project, content_id, mark)
        except asyncpg.PostgresError:
            if connection.is_closed():
                raise
            _log.exception("a curve failed; continuing with the others", project=project, content_id=content_id)
    return len(due)


async def compute_curve(connection: Connection, project_id: int, content_id: str) -> None:
    """Stores a content's curve according to its plays, or removes it if they report no positions.

    Args:
        connection: A connection on which ``retention_curves``, or a rebuild's twin of it, is visible.
        project_id: The project.
        content_id: The content.
    """
    curve = await load_rollup_sql(connection, __name__, "curve")
    await curve.execute(connection, project=project_id, content=content_id)
    await load_sql(__name__, "gone_curve").execute(connection, project=project_id, content=content_id)


async def recompute_curves(connection: Connection, project_id: int) -> int:
    """Computes the curves of all contents of a project whose plays changed, due or not; returns how many.

    Args:
        connection: Outside a transaction.
        project_id: The project.
    """
    await load_sql(__name__, "all_curves_due").execute(connection, project=project_id)
    contents = 0
    while taken := await refresh_curves(connection, project_id):
        contents += taken
    return contents
