"""Keeps the curve over all time of each content, which others of similar length are compared with."""

import asyncpg
import structlog

from server.storage.database import Connection
from server.storage.metric_columns import load_expanded
from server.storage.sql import load_sql

CONTENTS_AT_ONCE = 20
"""Contents of one helping: about a second, when all of them have ten thousand plays that are not digested."""

_WORKED_OFF = "DELETE FROM stale_curves WHERE project_id = $1 AND content_id = $2 AND mark = $3"

_log = structlog.get_logger(__name__)


async def refresh_curves(connection: Connection, project_id: int | None = None) -> int:
    """Works out the curves of one helping of contents that are due; returns how many.

    A content stays stale until its curve is stored, and if its plays changed meanwhile. It is due again an hour later
    then, and also if the process dies or a curve can't be worked out.

    Args:
        connection: Outside a transaction.
        project_id: Only contents of this project.
    """
    due = await connection.fetch(load_sql(__name__, "due_curves"), project_id, CONTENTS_AT_ONCE)
    for project, content_id, mark in due:
        try:
            await work_out_curve(connection, project, content_id)
            await connection.execute(_WORKED_OFF, project, content_id, mark)
        except asyncpg.PostgresError:
            if connection.is_closed():
                raise
            _log.exception("a curve failed; continuing with the others", project=project, content_id=content_id)
    return len(due)


async def work_out_curve(connection: Connection, project_id: int, content_id: str) -> None:
    """Stores a content's curve as its plays tell it, or removes it when they tell none.

    Args:
        connection: Where ``retention_curves``, or a rebuild's twin of it, is.
        project_id: The project.
        content_id: Whose curve.
    """
    await connection.execute(await load_expanded(connection, __name__, "curve"), project_id, content_id)
    await connection.execute(load_sql(__name__, "gone_curve"), project_id, content_id)


async def recompute_curves(connection: Connection, project_id: int) -> int:
    """Works out the curves of all contents of a project whose plays changed since, due or not; returns how many.

    Args:
        connection: Outside a transaction.
        project_id: Whose contents.
    """
    await connection.execute(load_sql(__name__, "all_curves_due"), project_id)
    contents = 0
    while taken := await refresh_curves(connection, project_id):
        contents += taken
    return contents
