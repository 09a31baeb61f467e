"""The periodic jobs of the leading aggregator: one table of jobs and their periods."""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from server.logs import ALWAYS_LOGGED
from server.rollup.content_days import add_up_next_day
from server.rollup.expiry import expire
from server.rollup.minutes import forget_old_minutes
from server.rollup.whole_days import merge_next_day
from server.settings import Settings
from server.storage.audit_trail import read_checkpoints
from server.storage.database import Connection
from server.storage.partitions import ensure_partitions
from server.storage.sql import load_sql

HOUR = 3600.0
DAY = 24 * HOUR
TEN_MINUTES = 600.0
LOCK_SECONDS = 2
"""How long a job may wait for a lock: the fold waits for the job, and ingest waits behind the requested lock."""
SALT_GRACE = timedelta(hours=1)
DAYS_BACK = 90
"""Daily partitions kept before today when raw events are kept forever."""

Job = Callable[[Connection, Settings, datetime], Awaitable[object]]

_log = structlog.get_logger(__name__)
_audit_log = structlog.get_logger(ALWAYS_LOGGED)


async def make_partitions(connection: Connection, settings: Settings, now: datetime) -> list[str]:
    """Creates the daily partitions of raw events, from the oldest kept day to a week ahead."""
    days_back = settings.raw_retention_days or DAYS_BACK
    return await ensure_partitions(connection, now, days_back=days_back)


async def purge_rejected(connection: Connection, settings: Settings, now: datetime) -> int:
    """Deletes rejected events that are older than their retention; returns how many."""
    oldest = now - timedelta(days=settings.rejected_retention_days)
    status = await load_sql(__name__, "purge_rejected").execute(connection, end=oldest)
    return int(status.rsplit(" ", 1)[1])


async def forget_salts(connection: Connection, _settings: Settings, now: datetime) -> int:
    """Deletes the salts of days (UTC) that are over; returns how many.

    An hour later: a process whose clock is slow would otherwise make another one for the same day.
    """
    status = await load_sql(__name__, "purge_consent_salts").execute(connection, day=(now - SALT_GRACE).date())
    return int(status.rsplit(" ", 1)[1])


async def log_audit_checkpoints(connection: Connection, _settings: Settings, _now: datetime) -> int:
    """Logs how far the audit trails have come, at any log level: a writer of the database cannot change a log."""
    checkpoints = await read_checkpoints(connection)
    for one in checkpoints:
        _audit_log.info("audit checkpoint", project=one.project, number=one.number, hash=one.hash)
    return len(checkpoints)


JOBS: tuple[tuple[str, Job, float], ...] = (
    ("create partitions", make_partitions, HOUR),
    ("purge rejected items", purge_rejected, HOUR),
    ("forget consent salts", forget_salts, TEN_MINUTES),
    ("expire raw events", expire, HOUR),
    ("log audit checkpoints", log_audit_checkpoints, DAY),
    ("add up days", add_up_next_day, TEN_MINUTES),
    ("forget old minutes", forget_old_minutes, TEN_MINUTES),
    ("add up old quarter-hours", merge_next_day, HOUR),
)
"""Each job: a name, a function, and a period in seconds; each also runs at start-up."""
PIECEMEAL: frozenset[Job] = frozenset({add_up_next_day, merge_next_day})
"""Jobs that do one part of what waits: after a part, the next one follows, but events are counted in between."""


class Housekeeping:
    """Runs the jobs when they are due.

    Args:
        settings: The retention settings.
        now: The clock.

    Attributes:
        logged_checkpoints_at: When the audit checkpoints were logged, in Unix time; 0 if they never were, None without
            a secret.
    """

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now
        self._due: dict[str, float] = {}
        self.logged_checkpoints_at = None if settings.privacy_secret is None else 0.0

    async def run_due(self, connection: Connection) -> None:
        """Runs every job that is due, outside a transaction.

        Failures are logged, and the job is tried again in ten minutes, or after its period if that is shorter; the
        other jobs and the fold continue.

        Raises:
            asyncpg.PostgresError, OSError: The connection was lost.
        """
        for name, job, period in JOBS:
            if time.monotonic() < self._due.get(name, 0.0):
                continue
            self._due[name] = time.monotonic() + period
            try:
                if await self._run(connection, name, job) and job in PIECEMEAL:
                    self._due[name] = 0.0
            except Exception:  # one job's fault, whatever it is
                if connection.is_closed():
                    raise
                self._due[name] = time.monotonic() + min(period, TEN_MINUTES)
                _log.exception("housekeeping failed; trying again", job=name)

    async def _run(self, connection: Connection, name: str, job: Job) -> bool:
        """Runs a job; returns whether it did anything."""
        await connection.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
        try:
            done = await job(connection, self._settings, self._now())
        finally:
            if not connection.is_closed():
                await connection.execute("RESET lock_timeout")
        if job is log_audit_checkpoints and self._settings.privacy_secret is not None:
            self.logged_checkpoints_at = self._now().timestamp()
        if done:
            _log.info(name, done=done if isinstance(done, int) else len(done))  # type: ignore[arg-type]
        return bool(done)
