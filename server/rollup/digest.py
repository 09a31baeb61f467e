"""Digests of closed days: breakdowns read them instead of a day's plays and events.

A digest is a cache. Stale days that are over and quiet are digested outside the fold, in batches of one transaction
each. If the fold changes one of them meanwhile, the batch is rolled back and tried again.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from server.rollup.day_breakdowns import digest_breakdowns
from server.rollup.day_retention import digest_retention
from server.storage.database import Connection
from server.storage.sql import load_sql

QUIET = timedelta(seconds=60)
"""How long a day must be unchanged before it is digested."""
NO_WAIT = timedelta(0)
MAX_DAYS = 500
"""Maximum number of days of contents per batch."""
MAX_FACTS = 50_000
"""Approximate number of plays and events per batch."""
MIN_FACTS = 100
"""A day with fewer plays and events is as cheap to read without a digest."""

DIGESTS: tuple[Callable[[Connection], Awaitable[None]], ...] = (digest_breakdowns, digest_retention)
"""Each replaces its digests of the days in ``digest_days``; days that are too small get none."""


async def prepare_digests(connection: Connection) -> None:
    """Creates the connection's working table."""
    await load_sql(__name__, "digest_workspace").execute(connection)


async def digest_helping(connection: Connection, now: datetime, quiet: timedelta = QUIET) -> int:
    """Digests one batch of stale days.

    Args:
        connection: Prepared, and in a repeatable-read transaction, so that all digests show one state.
        now: The current time; its day in UTC, and later days, are not over.
        quiet: How long a day must be unchanged.

    Returns:
        The number of days that were processed; 0 when none is left.

    Raises:
        asyncpg.SerializationError: The fold changed one of the days meanwhile.
    """
    await connection.execute("DELETE FROM digest_days")
    before = now.astimezone(UTC).date()
    found = await load_sql(__name__, "digest_days").execute(
        connection, until=before, quiet=quiet, limit=MAX_DAYS, most_facts=MAX_FACTS, least_facts=MIN_FACTS
    )
    days = int(found.rsplit(" ", 1)[1])
    if days:
        for digest in DIGESTS:
            await digest(connection)
        await load_sql(__name__, "digested_days").execute(connection)
        await load_sql(__name__, "worked_off_days").execute(connection)
    return days
