"""Erases the viewers whom requests name, and anonymizes those who have not come for long, in one process at a time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Self

import structlog

from server.rollup.anonymizing import Anonymizer
from server.rollup.erasing import ErasureRequest, erase
from server.rollup.hints import Publish
from server.rollup.leader import connect
from server.rollup.tombstone_files import TombstoneKeeper
from server.settings import Settings
from server.storage.database import Connection, close_connection, preparing
from server.storage.locks import try_lock
from server.storage.sql import load_sql
from server.storage.tombstones import PrivacySecret

ERASE_LOCK = 0x76_70_65_72  # "vper": held as long as its session by the process that erases
LOOK_SECONDS = 1.0
"""Seconds between two looks for requests."""
RETRY_SECONDS = 5.0
"""Pause after a failure."""
SETTLE = timedelta(seconds=5)
"""Time after a request in which processes that had not heard of it may still store rejected items."""
ANONYMIZE_SECONDS = 86_400.0
"""Seconds between two searches for viewers to anonymize, which read all rows that name any: each day has new ones."""
ANONYMIZE_RETRY_SECONDS = 3600.0
CLOSE_SECONDS = 2.0
PAUSE_SECONDS = 0.2
"""Seconds between two looks of a command."""

_PLANS = "SET enable_seqscan = on; SET enable_nestloop = on; SET enable_mergejoin = on"
"""Those of other connections: what is searched for has no index, and nobody waits for it."""

_log = structlog.get_logger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


async def erase_forever(settings: Settings, publish: Publish, stop: asyncio.Event) -> None:
    """Erases whom requests name until ``stop`` is set, while no other process does; a step in progress is rolled back.

    Failures are logged, and tried again after a pause.

    Args:
        settings: The database, and the secret.
        publish: Notifies subscribers.
        stop: Ends it.
    """
    working = asyncio.create_task(_work(settings, publish))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.wait((working, stopping), timeout=CLOSE_SECONDS)


async def _work(settings: Settings, publish: Publish) -> None:
    while True:
        try:
            async with Eraser(settings, publish) as eraser:
                while True:
                    await eraser.run_once()
                    await eraser.anonymize_some()
                    await asyncio.sleep(LOOK_SECONDS)
        except Exception as error:  # noqa: BLE001 - nothing about it may end the aggregator
            _log.warning("erasing failed; trying again", error=type(error).__name__)
        await asyncio.sleep(RETRY_SECONDS)


class Eraser:
    """Erases viewers, on a connection of its own; to be used with ``async with``.

    Args:
        settings: The database, and the secret.
        publish: Notifies subscribers.
        settle: Time after a request before which it is not finished.
        now: The clock.

    Attributes:
        connection: The connection, between two calls.
    """

    connection: Connection

    def __init__(
        self,
        settings: Settings,
        publish: Publish,
        *,
        settle: timedelta = SETTLE,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._settings = settings
        self._publish = publish
        self._settle = settle
        self._now = now
        self._leads = False
        self._search_due = 0.0

    async def __aenter__(self) -> Self:
        self.connection = await connect(self._settings, "eraser")
        with preparing(self.connection):
            await self.connection.execute(_PLANS)
        self._anonymizer = Anonymizer(self.connection, self._settings, self._publish)
        self._keeper = TombstoneKeeper(self.connection, self._settings)
        return self

    async def __aexit__(self, *_: object) -> None:
        await close_connection(self.connection, CLOSE_SECONDS)

    async def run_once(self) -> int:
        """Takes up every erasure that was requested; returns how many it finished. 0 while another process erases.

        One that fails is logged, and leaves the others. An erasure is in the folder of tombstones before it begins.
        """
        self._leads = self._leads or await try_lock(self.connection, ERASE_LOCK)
        if not self._leads:
            return 0
        await self._keeper.run_once()
        done = 0
        for request in await self._requests():
            try:
                await erase(self.connection, self._settings, self._publish, request, settle=self._settle, now=self._now)
                done += 1
            except Exception as error:
                if self.connection.is_closed():
                    raise
                # no traceback: what the database says of a row may tell whom it is about
                facts = {"project": request.project_id, "erasure": str(request.erasure_id)}
                _log.error("an erasure failed; trying again", **facts, error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
        return done

    async def anonymize_some(self) -> None:
        """Anonymizes some viewers who have not come for long; when there are no more, looks again in a day.

        A failure is logged, and tried again in an hour.
        """
        if not self._leads or time.monotonic() < self._search_due:
            return
        try:
            is_done = await self._anonymizer.run_once(self._now()) is None
        except Exception as error:
            if self.connection.is_closed():
                raise
            _log.warning("viewers could not be anonymized; trying again in an hour", error=type(error).__name__)
            self._search_due = time.monotonic() + ANONYMIZE_RETRY_SECONDS
            return
        if is_done:
            self._search_due = time.monotonic() + ANONYMIZE_SECONDS

    async def _requests(self) -> list[ErasureRequest]:
        """What is to do: requests from a file know their viewer by its hash alone, so that these are searched for."""
        rows = await load_sql(__name__, "erasures_to_do").fetch(self.connection)
        requests = [ErasureRequest(**row) for row in rows]
        nameless = [request for request in requests if request.viewer_id is None]
        if not nameless:
            return requests
        secret = PrivacySecret.of_settings(self._settings)
        sought = [request for request in nameless if request.secret_mark == secret.mark]
        if len(sought) < len(nameless):
            _log.error("viewers were erased under another VIEWPULSE_PRIVACY_SECRET; they cannot be found")
        wanted, found = {request.subject_hash for request in sought}, dict[bytes, str]()
        for project in {request.project_id for request in sought}:
            for (viewer_id,) in await load_sql(__name__, "erasure_viewers").fetch(self.connection, project=project):
                if (subject_hash := secret.hash_viewer(project, viewer_id)) in wanted:
                    found[subject_hash] = viewer_id
        named = [replace(request, viewer_id=found.get(request.subject_hash)) for request in sought]
        return [*(request for request in requests if request.viewer_id is not None), *named]


async def erase_until(
    settings: Settings, publish: Publish, is_done: Callable[[Connection], Awaitable[bool]], seconds: float
) -> bool:
    """Erases, or lets another process erase, until a condition holds; for commands.

    Args:
        settings: The database, and the secret.
        publish: Notifies subscribers.
        is_done: The condition.
        seconds: How long to try.

    Returns:
        Whether the condition held in time.
    """
    deadline = asyncio.get_running_loop().time() + seconds
    async with Eraser(settings, publish) as eraser:
        while not await is_done(eraser.connection):
            if asyncio.get_running_loop().time() > deadline:
                return False
            await eraser.run_once()
            await asyncio.sleep(PAUSE_SECONDS)
    return True
