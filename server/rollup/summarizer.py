"""Summarizes stale days, recomputes curves and adds up old breakdowns outside the fold, in one process at a time."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import asyncpg
import structlog

from server.rollup.curves import refresh_curves
from server.rollup.daily_summaries import QUIET, prepare_summaries, summarize_batch
from server.rollup.leader import SUMMARY_LOCK, connect
from server.rollup.summed_breakdowns import sum_breakdowns
from server.settings import Settings
from server.storage.database import Connection, close_connection, preparing
from server.storage.locks import try_lock_in_transaction

PAUSE_SECONDS = 10.0
"""Seconds between two checks for stale days when nothing was left."""
CLOSE_SECONDS = 2.0

_log = structlog.get_logger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Summarizer:
    """Summarizes closed days.

    Args:
        settings: The database.
        now: The clock that decides which day it is.
        quiet: How long a day must be unchanged before it is summarized.
    """

    def __init__(self, settings: Settings, *, now: Callable[[], datetime] = _utc_now, quiet: timedelta = QUIET) -> None:
        self._settings = settings
        self._now = now
        self._quiet = quiet
        self._connection: Connection | None = None

    async def run_once(self) -> int:
        """Processes one batch of days, of due curves, and of old breakdowns; returns the number of all.

        No days are processed while a rebuild or another summarizer runs.

        Raises:
            asyncpg.SerializationError: The fold changed one of the days meanwhile; no daily summary was changed.
        """
        connection = await self._connected()
        curves = await refresh_curves(connection)  # first: a day that can't be summarized must not keep them waiting
        days = 0
        async with connection.transaction(isolation="repeatable_read"):
            if await try_lock_in_transaction(connection, SUMMARY_LOCK):
                days = await summarize_batch(connection, self._now(), self._quiet)
        return days + curves + await sum_breakdowns(connection)

    async def drain(self) -> None:
        """Runs until no stale day is left that is over and quiet, no curve is due, and no old breakdown."""
        while await self.run_once():
            pass

    async def run_forever(self, stop: asyncio.Event) -> None:
        """Processes batches until ``stop`` is set; a batch in progress is rolled back then.

        Errors are logged, and tried again after a pause.
        """
        working = asyncio.create_task(self._work())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            working.cancel()
            stopping.cancel()
            await asyncio.wait((working, stopping), timeout=CLOSE_SECONDS)
            self._terminate()

    async def close(self) -> None:
        """Closes the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await close_connection(connection, CLOSE_SECONDS)

    def _terminate(self) -> None:
        """Terminates the connection at once, even during a statement."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()

    async def _work(self) -> None:
        while True:
            if not await self._try_once():
                await asyncio.sleep(PAUSE_SECONDS)

    async def _try_once(self) -> int:
        try:
            days = await self.run_once()
        except asyncpg.SerializationError:
            _log.debug("a day changed while it was summarized; trying again")
            return 0
        except Exception as error:  # noqa: BLE001  # a daily summary is a cache: nothing about it may end the aggregator
            _log.warning("daily summaries failed; trying again", error=error)
            self._terminate()
            return 0
        if days:
            _log.debug("summarized", days=days)
        return days

    async def _connected(self) -> Connection:
        if self._connection is None or self._connection.is_closed():
            connection = await connect(self._settings, "summarizer")
            with preparing(connection):
                # Unlike the fold's, its look-ups are small, one day of one content at a time.
                await connection.execute("SET enable_nestloop = on")
                await prepare_summaries(connection)
            self._connection = connection
        return self._connection
