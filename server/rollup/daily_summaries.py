"""Daily summaries: breakdowns and retention curves read them instead of a closed day's plays and events.

A daily summary is a cache. Stale days that are over and quiet are summarized outside the fold, in batches of one
transaction each. If the fold changes a day of the batch meanwhile, the batch is rolled back and tried again.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from server.rollup.day_breakdowns import summarize_breakdowns
from server.storage.database import Connection
from server.storage.metric_columns import load_rollup_sql
from server.storage.sql import load_sql

QUIET = timedelta(seconds=60)
"""How long a day must be unchanged before it is summarized."""
NO_WAIT = timedelta(0)
MAX_DAYS = 500
"""Maximum number of days of contents per batch."""
MAX_FACTS = 50_000
"""Approximate number of plays and events per batch."""
MIN_FACTS = 100
"""A day with fewer plays and events is as cheap to read without a daily summary."""


async def summarize_retention(connection: Connection) -> None:
    """Stores where the counts of a day's plays rise and fall, and a sample of which viewer watched what."""
    await connection.execute("""
        DELETE FROM day_retention USING days_to_summarize AS finished
        WHERE day_retention.project_id = finished.project_id AND day_retention.content_id = finished.content_id
            AND day_retention.day = finished.day
    """)
    await (await load_rollup_sql(connection, __name__, "day_retention")).execute(connection)


SUMMARIES: tuple[Callable[[Connection], Awaitable[None]], ...] = (summarize_breakdowns, summarize_retention)
"""Each replaces its rows of the days in ``days_to_summarize``; days that are too small get none."""


async def prepare_summaries(connection: Connection) -> None:
    """Creates the connection's working table."""
    await load_sql(__name__, "summary_workspace").execute(connection)


async def summarize_batch(connection: Connection, now: datetime, quiet: timedelta = QUIET) -> int:
    """Summarizes one batch of stale days.

    Args:
        connection: Prepared, and in a repeatable-read transaction, so that all daily summaries show one state.
        now: The current time; its day in UTC, and later days, are not over.
        quiet: How long a day must be unchanged.

    Returns:
        The number of days that were processed; 0 when none is left.

    Raises:
        asyncpg.SerializationError: The fold changed one of the days meanwhile.
    """
    await connection.execute("DELETE FROM days_to_summarize")
    before = now.astimezone(UTC).date()
    found = await load_sql(__name__, "days_to_summarize").execute(
        connection, end=before, quiet=quiet, limit=MAX_DAYS, max_facts=MAX_FACTS, min_facts=MIN_FACTS
    )
    days = int(found.rsplit(" ", 1)[1])
    if days:
        for summarize in SUMMARIES:
            await summarize(connection)
        await load_sql(__name__, "summarized_days").execute(connection)
        await load_sql(__name__, "no_longer_stale_days").execute(connection)
    return days
