"""Funnels on the dashboard of a project: pinned and unpinned by admins. What a funnel consists of is a text here."""

from datetime import datetime

import structlog

from server.access import Caller
from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.storage.database import Pool
from server.storage.locks import lock_project_in_transaction
from server.storage.sql import load_sql

MAX_PINNED = 10
"""Most of a project."""
MAX_QUESTION_BYTES = 65_536


_log = structlog.get_logger(__name__)


async def pin_funnel(pool: Pool, caller: Caller, name: str, question: bytes, *, by: str | None) -> datetime:
    """Pins a funnel; one of the same name is replaced, and keeps its place.

    Args:
        pool: The database.
        caller: An admin.
        name: Its name.
        question: What it consists of, as JSON.
        by: The caller, as ``audit_trail.shown_actor`` names it, for the log.

    Returns:
        When a funnel of that name was first pinned.

    Raises:
        ViewpulseError: UNAUTHENTICATED, or FORBIDDEN unless an admin asks; LIMIT_EXCEEDED beyond ``MAX_PINNED``
            funnels, or for one larger than ``MAX_QUESTION_BYTES``.
    """
    caller.require_admin()
    if len(question) > MAX_QUESTION_BYTES:
        message = f"The funnel is larger than {MAX_QUESTION_BYTES:,} bytes as JSON."
        raise limit_exceeded(message, "pinnedFunnelBytes", MAX_QUESTION_BYTES, len(question))
    async with pool.acquire() as connection, connection.transaction():
        # two that come together would not count each other
        await lock_project_in_transaction(connection, "pinned funnels", caller.project_id)
        which = {"project": caller.project_id, "name": name}
        others = await load_sql(__name__, "other_pinned_funnels").fetchval(connection, **which)
        if others >= MAX_PINNED:
            message = f"A project has at most {MAX_PINNED} pinned funnels; unpin one first."
            raise limit_exceeded(message, "pinnedFunnels", MAX_PINNED, others + 1)
        pinned_at: datetime = await load_sql(__name__, "pin_funnel").fetchval(
            connection, **which, question=question.decode()
        )
    _log.info("funnel pinned", project_id=caller.project_id, funnel=name, by=by)
    return pinned_at


async def unpin_funnel(pool: Pool, caller: Caller, name: str, *, by: str | None) -> tuple[str, datetime]:
    """Removes a pinned funnel.

    Args:
        pool: The database.
        caller: An admin.
        name: Its name.
        by: The caller, as ``audit_trail.shown_actor`` names it, for the log.

    Returns:
        What it consisted of, as JSON, and when it was first pinned.

    Raises:
        ViewpulseError: UNAUTHENTICATED, or FORBIDDEN unless an admin asks; NOT_FOUND if no funnel of that name is
            pinned.
    """
    caller.require_admin()
    row = await load_sql(__name__, "unpin_funnel").fetchrow(pool, project=caller.project_id, name=name)
    if row is None:
        raise ViewpulseError(ErrorCode.NOT_FOUND, "No funnel of that name is pinned.", field=["name"])
    _log.info("funnel unpinned", project_id=caller.project_id, funnel=name, by=by)
    return row["question"], row["pinned_at"]
