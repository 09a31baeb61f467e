"""Locks of whole tables, for a moment each, between runs of the aggregator and group commits."""

import asyncio
from typing import Any

import asyncpg

from server.errors import unavailable
from server.rollup.leader import FOLD_LOCK
from server.storage.database import Connection
from server.storage.locks import lock_in_transaction

LOCK_TIMEOUT = "2s"
"""While a lock is waited for, group commits wait behind it."""
LOCK_TRIES = 30
LOCK_PAUSE = 2.0
"""At least half of the time, what queues behind a lock that is not granted continues."""
FOLD_TIMEOUT = "60s"
"""Much longer than a run of the aggregator takes; a rebuild may take hours."""
NO_COMMIT_UNDER_WAY = "LOCK TABLE ingest_batches IN SHARE MODE"
"""The lock is there when every group commit under way has ended; those that begin later see what is written before."""
LAST_BATCH = "SELECT last_value - (NOT is_called)::integer FROM ingest_batch_ids"
"""When no commit is under way, every batch until this one is stored, and those that follow have larger numbers."""


async def insist(connection: Connection, *statements: str) -> Any:
    """Runs statements that lock whole tables in one transaction; returns the first value of the last one's result.

    Runs of the aggregator hold what they lock, so they are awaited first. Group commits queue behind a lock that is
    waited for, so each attempt is short, and they get their turn between two.

    Raises:
        ViewpulseError: UNAVAILABLE if a lock is not granted in any attempt.
    """
    for tries_left in reversed(range(LOCK_TRIES)):
        try:
            async with connection.transaction():
                await lock_fold(connection)
                await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
                for statement in statements[:-1]:
                    await connection.execute(statement)
                return await connection.fetchval(statements[-1])
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError) as error:
            if not tries_left:
                raise unavailable("A table that has to be locked is used for too long: by a backup?") from error
        await asyncio.sleep(LOCK_PAUSE)
    return None


async def lock_fold(connection: Connection) -> None:
    """Keeps runs of the aggregator away until the end of the transaction.

    Raises:
        ViewpulseError: UNAVAILABLE if something else keeps them away for a long time.
    """
    await connection.execute(f"SET LOCAL lock_timeout = '{FOLD_TIMEOUT}'")
    try:
        await lock_in_transaction(connection, FOLD_LOCK)
    except asyncpg.LockNotAvailableError as error:
        raise unavailable("The roll-up tables are locked for too long: by a rebuild?") from error
