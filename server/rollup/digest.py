"""Digests of closed days: what a breakdown reads instead of a day's plays and events.

A digest is a cache. Beside the fold, and never in its way, stale days that are over and quiet are worked off in
helpings of one transaction each. If the fold touches one of them meanwhile, the helping is rolled back and tried again.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from server.rollup.day_breakdowns import digest_breakdowns
from server.rollup.day_retention import digest_retention
from server.storage.database import Connection
from server.storage.sql import load_sql

QUIET = timedelta(seconds=60)
"""How long nothing must have touched a day before it is digested."""
NO_WAIT = timedelta(0)
MAX_DAYS = 500
"""Days of contents in one helping, at most."""
MAX_FACTS = 50_000
"""Plays and events in one helping, about."""
MIN_FACTS = 100
"""With fewer plays and events, a day is as cheap to read without a digest."""

DIGESTS: tuple[Callable[[Connection], Awaitable[None]], ...] = (digest_breakdowns, digest_retention)
"""Each forgets what it had of the days in ``digest_days``, and digests those that pay."""


async def prepare_digests(connection: Connection) -> None:
    """Makes the connection's working table."""
    await connection.execute(load_sql(__name__, "digest_workspace"))


async def digest_helping(connection: Connection, now: datetime, quiet: timedelta = QUIET) -> int:
    """Works off one helping of stale days.

    Args:
        connection: Prepared, and in a repeatable-read transaction, so that all digests show one state.
        now: Its day in UTC, and later ones, are not over.
        quiet: How long nothing must have touched a day.

    Returns:
        How many days were worked off; 0 when none is left.

    Raises:
        asyncpg.SerializationError: The fold touched one of the days meanwhile.
    """
    await connection.execute("DELETE FROM digest_days")
    before = now.astimezone(UTC).date()
    limits = (MAX_DAYS, MAX_FACTS, MIN_FACTS)
    found = await connection.execute(load_sql(__name__, "digest_days"), before, quiet, *limits)
    days = int(found.rsplit(" ", 1)[1])
    if days:
        for digest in DIGESTS:
            await digest(connection)
        await connection.execute(load_sql(__name__, "digested_days"))
        await connection.execute(load_sql(__name__, "worked_off_days"))
    return days
