"""What projects with quotas of a day have used, and whether a request still fits (docs/adr/0063-tenants.md).

Each process counts what it stores, and exchanges it with the others through the database every other second. So no
request waits for a statement, but for the first one of a project after a pause.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import structlog

from server.access import Caller
from server.consent import ConsentPolicy
from server.errors import ViewpulseError
from server.events.rows import Row
from server.events.tracked_part import TrackedPart
from server.events.writing import Outcome, Written
from server.quotas import Quotas, daily_quota_exceeded
from server.storage.database import Pool
from server.storage.sql import load_sql

EXCHANGE_SECONDS = 2.0
"""Seconds between two exchanges. Within them, each process may exceed a quota by what the others store meanwhile."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Usage:
    """What one project has used on one day.

    Attributes:
        day: The day (UTC).
        exchanged: Events that all processes had stored at the last exchange.
        own: Events that this process has stored, or is storing, since then.
        sessions: Sessions that began on the day and were counted at the last exchange.
        is_asked: Whether there was a request since then.
    """

    day: date
    exchanged: int = 0
    own: int = 0
    sessions: int = 0
    is_asked: bool = True


@dataclass(slots=True)
class Place:
    """Room for one more.

    Attributes:
        refusal: Why there is none; None: there is.
        is_taken: Whether something was stored in it; what uses the place says so.
    """

    refusal: ViewpulseError | None = None
    is_taken: bool = False


class DailyUsage:
    """The usage of the projects of one cell that have a quota of a day, and had a request a moment ago.

    Args:
        pool: The database of the cell.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._of: dict[int, _Usage] = {}
        self._reading = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def store(
        self,
        caller: Caller,
        rows: Sequence[Row],
        now: datetime,
        submit: Callable[[Sequence[Row]], Awaitable[list[Written]]],
    ) -> list[Written]:
        """Stores all events of a request, or none of them.

        Args:
            caller: The sender, with the quotas of its project.
            rows: The events.
            now: When the request arrived.
            submit: Stores them.

        Raises:
            ViewpulseError: QUOTA_EXCEEDED if they are too many; and what ``submit`` raises.
        """
        usage = await self._usage_of(caller.project_id, now.astimezone(UTC).date())
        quotas = caller.quotas
        if (refusal := _refusal(quotas, usage, len(rows), now)) is not None:
            raise refusal
        usage.own += len(rows)  # at once: requests that come together must not fill the same gap
        try:
            if quotas.sessions_per_day is not None and usage.sessions >= quotas.sessions_per_day:
                named = {_names_of_session(row) for row in rows if row.session_id is not None}
                await self._require_begun(caller.project_id, quotas.sessions_per_day, usage.sessions, named, now)
            written = await submit(rows)
        except Exception:  # not of a caller that goes away: its rows may yet be stored
            usage.own -= len(rows)
            raise
        usage.own -= sum(outcome is not Outcome.STORED for outcome, _ in written)
        return written

    @asynccontextmanager
    async def place(self, caller: Caller, now: datetime) -> AsyncIterator[Place]:
        """Counts what is stored in the block as one event: something else that a project keeps for its clients.

        Args:
            caller: The sender, with the quotas of its project.
            now: When the request arrived.
        """
        if not caller.quotas.is_daily:
            yield Place()
            return
        usage = await self._usage_of(caller.project_id, now.astimezone(UTC).date())
        place = Place(_refusal(caller.quotas, usage, 1, now))
        usage.own += 1
        try:
            yield place
        finally:
            usage.own -= not place.is_taken

    async def require_room(self, caller: Caller, parts: Sequence[TrackedPart], now: datetime) -> None:
        """Raises QUOTA_EXCEEDED if what several fields of one operation are about to store, does not fit.

        Each is looked at again when it is stored: meanwhile another request may have come. A project that knows viewers
        by other ids without their consent has its sessions looked at only then.

        Args:
            caller: The sender, with the quotas of its project.
            parts: What each field tracks.
            now: When the request arrived.
        """
        quotas = caller.quotas
        usage = await self._usage_of(caller.project_id, now.astimezone(UTC).date())
        if (refusal := _refusal(quotas, usage, sum(part.events for part in parts), now)) is not None:
            raise refusal
        if quotas.sessions_per_day is not None and usage.sessions >= quotas.sessions_per_day:
            if caller.consent is not ConsentPolicy.OFF:
                return
            named = {(name,) for part in parts for name in part.session_ids if name is not None}
            await self._require_begun(caller.project_id, quotas.sessions_per_day, usage.sessions, named, now)

    async def exchange(self) -> None:
        """Reports what this process has stored, and reads what all have; forgets projects without requests."""
        for project_id, usage in tuple(self._of.items()):
            if not usage.is_asked and not usage.own:
                del self._of[project_id]
                continue
            usage.is_asked = False
            await self._report(project_id, usage)

    async def stop(self) -> None:
        """Reports the rest and stops."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
            await self._try_exchange()

    async def _usage_of(self, project_id: int, day: date) -> _Usage:
        usage = self._of.get(project_id)
        if usage is None or usage.day != day:
            async with self._reading:
                usage = self._of.get(project_id)
                if usage is None or usage.day != day:
                    usage = _Usage(day)
                    await self._report(project_id, usage)
                    self._of[project_id] = usage
            if self._task is None:
                self._task = asyncio.create_task(self._exchange_forever(), name="daily-usage")
        usage.is_asked = True
        return usage

    async def _report(self, project_id: int, usage: _Usage) -> None:
        reported = usage.own
        row = await load_sql(__name__, "add_usage").fetchrow(
            self._pool,
            project=project_id,
            day=usage.day,
            start=datetime.combine(usage.day, time(), UTC),
            added=reported,
        )
        assert row is not None
        usage.own -= reported
        usage.exchanged = usage.exchanged + reported if row["events"] is None else row["events"]
        usage.sessions = row["sessions"]

    async def _require_begun(
        self, project_id: int, allowed: int, used: int, named: Collection[tuple[str, ...]], now: datetime
    ) -> None:
        """Raises QUOTA_EXCEEDED if any of some sessions, each known by one name or by several, has not begun."""
        if not named:
            return
        asked = sorted({name for names in named for name in names})
        found = await load_sql(__name__, "begun_sessions").fetch(self._pool, project=project_id, sessions=asked)
        begun = {row["session_id"] for row in found}
        if new := sum(begun.isdisjoint(names) for names in named):
            raise daily_quota_exceeded("sessionsPerDay", allowed, used, new, now)

    async def _exchange_forever(self) -> None:
        while True:
            await asyncio.sleep(EXCHANGE_SECONDS)
            await self._try_exchange()

    async def _try_exchange(self) -> None:
        try:
            await self.exchange()
        except Exception as error:  # noqa: BLE001 - what is not reported now is reported with the next exchange
            _log.warning("the usage of quotas is not exchanged yet", error=error)


def _refusal(quotas: Quotas, usage: _Usage, requested: int, now: datetime) -> ViewpulseError | None:
    """QUOTA_EXCEEDED if so many events more are too many."""
    used, allowed = usage.exchanged + usage.own, quotas.events_per_day
    if allowed is None or used + requested <= allowed:
        return None
    return daily_quota_exceeded("eventsPerDay", allowed, used, requested, now)


def _names_of_session(row: Row) -> tuple[str, ...]:
    """The ids that the session of an event may be stored under: its own, and another one without consent."""
    assert row.session_id is not None
    return (row.session_id,) if row.consent is None else (row.session_id, row.consent.other_session)
