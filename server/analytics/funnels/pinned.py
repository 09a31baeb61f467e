"""Funnels that a project pinned to its dashboard."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg
import msgspec
import structlog

from server.access import Caller
from server.analytics.funnels.question import FunnelForm
from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.storage.database import Connection, Pool
from server.storage.locks import lock_in_transaction
from server.storage.sql import load_sql

MAX_PINNED = 10
MAX_QUESTION_BYTES = 65_536

_LOCK = 0x76_70_70_66  # "vppf"

_log = structlog.get_logger(__name__)


class StoredFunnel(msgspec.Struct, frozen=True, kw_only=True):
    """A funnel as it is stored.

    Attributes:
        form: What it consists of.
        names: The names of its steps; None for those without one.
    """

    form: FunnelForm
    names: list[str | None]


@dataclass(frozen=True, slots=True)
class PinnedFunnel:
    """A funnel on the dashboard of a project.

    Attributes:
        name: Its name, which no other one of the project has.
        funnel: What it consists of.
        pinned_at: When a funnel of that name was first pinned.
    """

    name: str
    funnel: StoredFunnel
    pinned_at: datetime


async def read_pinned(connection: Connection, project_id: int) -> list[PinnedFunnel]:
    """The pinned funnels of a project, in the order in which they were pinned first."""
    rows = await load_sql(__name__, "pinned_funnels").fetch(connection, project=project_id)
    return [_pinned(row) for row in rows]


async def pin_funnel(pool: Pool, caller: Caller, name: str, funnel: StoredFunnel) -> PinnedFunnel:
    """Pins a funnel; one of the same name is replaced, and keeps its place.

    Args:
        pool: The database.
        caller: An admin.
        name: Its name.
        funnel: What it consists of.

    Raises:
        ViewpulseError: LIMIT_EXCEEDED beyond ``MAX_PINNED`` funnels, or for one larger than ``MAX_QUESTION_BYTES``.
    """
    question = msgspec.json.encode(funnel)
    if len(question) > MAX_QUESTION_BYTES:
        message = f"The funnel is larger than {MAX_QUESTION_BYTES:,} bytes as JSON."
        raise limit_exceeded(message, "pinnedFunnelBytes", MAX_QUESTION_BYTES, len(question))
    async with pool.acquire() as connection, connection.transaction():
        await lock_in_transaction(connection, _LOCK)
        others = [one for one in await read_pinned(connection, caller.project_id) if one.name != name]
        if len(others) >= MAX_PINNED:
            message = f"A project has at most {MAX_PINNED} pinned funnels; unpin one first."
            raise limit_exceeded(message, "pinnedFunnels", MAX_PINNED, len(others) + 1)
        pinned_at = await load_sql(__name__, "pin_funnel").fetchval(
            connection, project=caller.project_id, name=name, question=question.decode()
        )
    _log.info("funnel pinned", project_id=caller.project_id, funnel=name, by=caller.user_id)
    return PinnedFunnel(name, funnel, pinned_at)


async def unpin_funnel(pool: Pool, caller: Caller, name: str) -> PinnedFunnel:
    """Removes a pinned funnel.

    Args:
        pool: The database.
        caller: An admin.
        name: Its name.

    Returns:
        What was pinned.

    Raises:
        ViewpulseError: NOT_FOUND if no funnel of that name is pinned.
    """
    row = await load_sql(__name__, "unpin_funnel").fetchrow(pool, project=caller.project_id, name=name)
    if row is None:
        raise ViewpulseError(ErrorCode.NOT_FOUND, "No funnel of that name is pinned.", field=["name"])
    _log.info("funnel unpinned", project_id=caller.project_id, funnel=name, by=caller.user_id)
    return _pinned(row)


def _pinned(row: asyncpg.Record) -> PinnedFunnel:
    return PinnedFunnel(row["name"], msgspec.json.decode(row["question"], type=StoredFunnel), row["pinned_at"])
