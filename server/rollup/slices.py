"""Slices of long work: transactions for which the aggregator waits, each as large as those before were fast."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.rollup.leader import SUMMARY_LOCK
from server.rollup.table_locks import lock_fold
from server.storage.database import Connection
from server.storage.locks import lock_in_transaction

HELD_SECONDS = 0.5
"""How long the aggregator should wait for a slice."""
FIRST_ROWS = 2_000
LEAST_ROWS = 200
MAX_ROWS = 50_000
_BY_KEY = "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
"""Rows are found before the aggregator has to wait, and then changed one by one."""


def fitting(done: int, held_seconds: float, *, first: int, least: int, most: int) -> int:
    """How large the next slice may be, so that the aggregator waits for about ``HELD_SECONDS``.

    Args:
        done: How large the last one was.
        held_seconds: How long the aggregator waited for it.
        first: The size when nothing is known.
        least: The smallest size.
        most: The largest size.
    """
    if not done:
        return first
    size = done * HELD_SECONDS / max(held_seconds, 0.001)
    return min(max(least, round(size)), 2 * max(done, first), most)


class RowSlices:
    """Slices of rows that are changed by their keys.

    Attributes:
        rows: How many rows the next one may have.
        changed: How many rows those before had.
        longest: How long the aggregator waited for the slowest of them, in seconds.
    """

    def __init__(self) -> None:
        self.rows = FIRST_ROWS
        self.changed = 0
        self.longest = 0.0

    @asynccontextmanager
    async def slice(self, connection: Connection, rows: int) -> AsyncIterator[None]:
        """A transaction in which some rows are changed; it waits for a run, the summarizer or a rebuild to end.

        Args:
            connection: Outside a transaction.
            rows: How many rows will be changed.

        Raises:
            ViewpulseError: UNAVAILABLE if the tables are locked for too long.
        """
        async with connection.transaction():
            await lock_fold(connection)
            await lock_in_transaction(connection, SUMMARY_LOCK)
            started = time.monotonic()
            await connection.execute(_BY_KEY)
            yield
        held = time.monotonic() - started
        self.changed += rows
        self.longest = max(self.longest, held)
        self.rows = fitting(rows, held, first=FIRST_ROWS, least=LEAST_ROWS, most=MAX_ROWS)
