"""The part of ``viewpulse worker`` that collects social accounts, and aggregates workspaces, when they are due."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial

import asyncpg
import structlog

from server.errors import ViewpulseError
from server.settings import Settings
from server.social.aggregating import aggregate_due
from server.social.client import SocialClient
from server.social.collecting import Collector
from server.social.model import Network, Taken
from server.social.pauses import Pauses
from server.social.taking import Taker
from server.social.vault import Vault
from server.storage.cell_directory import DEFAULT_CELL, Cell, default_cell, list_cells
from server.storage.database import Pool, close_pool, open_pool
from server.storage.outage import is_outage
from server.storage.revision import SchemaRefused
from server.storage.sql import load_sql

LOOK_SECONDS = 1.0
"""Seconds between two looks for accounts that are due."""
CELLS_SECONDS = 5.0
"""Seconds between two looks for new cells."""
PURGE_SECONDS = 3600.0
PAUSE_SECONDS = 5.0
"""Pause after a failure of the database."""
STOP_SECONDS = 3.0
"""Seconds in which collections may end after the worker was asked to stop; others are given back."""

_OUTAGES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
_log = structlog.get_logger(__name__)


async def collect_cells(settings: Settings, stop: asyncio.Event) -> None:
    """Collects the accounts of all cells until ``stop`` is set; nothing without keys for their tokens.

    Args:
        settings: The settings of the process, and of the default cell.
        stop: Ends it.
    """
    if settings.social_keys is None or not settings.social_keys.get_secret_value():
        _log.debug("no social account is collected: VIEWPULSE_SOCIAL_KEYS is not set")
        return
    try:
        vault = Vault.of_settings(settings)
    except ViewpulseError as error:
        _log.error("no social account can be collected", error=error.message)
        return
    pauses = Pauses(settings.redis_url, settings.database_url)
    slots = _Slots(settings.social_parallel)
    working: set[str] = set()
    try:
        async with SocialClient(pauses) as client, asyncio.TaskGroup() as work:

            def begin(cell: Cell) -> None:
                if cell.name not in working:
                    working.add(cell.name)
                    theirs = cell.settings(settings)
                    work.create_task(_CellWorker(theirs, client, vault, slots, cell.name).run(stop))

            begin(default_cell(settings))
            looking = work.create_task(_look(settings, begin))
            await stop.wait()
            looking.cancel()
    finally:
        await pauses.aclose()


async def _look(settings: Settings, begin: Callable[[Cell], None]) -> None:
    """Passes on each cell of the directory, again and again, until it is cancelled."""
    pool = await open_pool(settings, application="social-cells", size=1, minimum=0)
    try:
        while True:
            try:
                for cell in await list_cells(pool, settings):
                    begin(cell)
            except _OUTAGES as error:
                _log.debug("the directory of cells cannot be read", error=error)
            await asyncio.sleep(CELLS_SECONDS)
    finally:
        await close_pool(pool)


class _Slots:
    """How many accounts the process may still take, over all cells.

    One network has half of them at most, rounded up: if it hangs, its accounts take minutes, and those of others go on.

    Args:
        count: Accounts at a time.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._most = (count + 1) // 2
        self._held: Counter[Network] = Counter()
        self._asked = 0

    @asynccontextmanager
    async def ask(self) -> AsyncIterator[tuple[int, Sequence[Network]]]:
        """How many accounts may be taken now, whichever they are, and of which networks none; ``hold`` those taken."""
        room = {network: self._most - self._held[network] - self._asked for network in Network}
        count = min(self._free - self._asked, min((left for left in room.values() if left > 0), default=0))
        self._asked += count
        try:
            yield count, [network for network, left in room.items() if left <= 0]
        finally:
            self._asked -= count

    def hold(self, network: Network) -> None:
        """Gives a slot to an account of a network."""
        self._free -= 1
        self._held[network] += 1

    def release(self, network: Network) -> None:
        """Takes it back."""
        self._free += 1
        self._held[network] -= 1


class _CellWorker:
    """Collects the accounts of one cell."""

    def __init__(self, settings: Settings, client: SocialClient, vault: Vault, slots: _Slots, cell: str) -> None:
        self._settings = settings
        self._client = client
        self._vault = vault
        self._slots = slots
        self._cell = cell
        self._running: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Takes accounts when they are due, until ``stop`` is set."""
        if self._cell != DEFAULT_CELL:
            structlog.contextvars.bind_contextvars(cell=self._cell)
        pool = await open_pool(self._settings, application="social", minimum=0)
        taker = Taker(self._settings, pool)
        collector = Collector(self._settings, pool, self._client, self._vault)
        background = [asyncio.create_task(self._purge(pool)), asyncio.create_task(self._aggregate(pool))]
        try:
            while not stop.is_set():
                if not await self._take(taker, collector):
                    with suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
            if self._running:
                await asyncio.wait(self._running, timeout=STOP_SECONDS)
        finally:
            for task in (*background, *self._running):
                task.cancel()
            await asyncio.gather(*background, *self._running, return_exceptions=True)
            await close_pool(pool)

    async def _take(self, taker: Taker, collector: Collector) -> bool:
        """Takes what is due, as far as there are slots; whether there may be more at once."""
        async with self._slots.ask() as (wanted, full):
            if not wanted:
                return False
            try:
                taken: list[Taken] | None = await taker.take_due(wanted, full)
            except (*_OUTAGES, SchemaRefused) as error:
                _log.warning("social accounts cannot be taken", error=error)
                taken = None
            for one in taken or ():
                self._slots.hold(one.account.network)
                task = asyncio.create_task(self._work(taker, collector, one))
                self._running.add(task)
                task.add_done_callback(partial(self._finish, one.account.network))
        if taken is None:  # other cells have the slots meanwhile
            await asyncio.sleep(PAUSE_SECONDS)
            return False
        return len(taken) == wanted

    async def _work(self, taker: Taker, collector: Collector, taken: Taken) -> None:
        account = taken.account
        try:
            await taker.hold(taken, collector.collect)
        except asyncio.CancelledError:
            await taker.release(taken)
            raise
        except Exception as error:  # noqa: BLE001 - the others must not wait for it
            if is_outage(error):
                _log.warning("a collection was given up", account=account.account_id, error=error)
                await taker.release(taken)
            else:  # would fail again at once; its time runs out
                _log.exception("a collection failed", account=account.account_id)

    def _finish(self, network: Network, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        self._slots.release(network)

    async def _aggregate(self, pool: Pool) -> None:
        """Aggregates workspaces when their day, week or month is over, again and again."""
        while True:
            try:
                await aggregate_due(pool, lease=timedelta(seconds=self._settings.social_lease))
            except (*_OUTAGES, SchemaRefused) as error:
                _log.warning("workspaces cannot be aggregated", error=error)
                await asyncio.sleep(PAUSE_SECONDS)
            except Exception:  # noqa: BLE001 - the others must not wait for it
                _log.exception("a workspace cannot be aggregated")
                await asyncio.sleep(PAUSE_SECONDS)
            await asyncio.sleep(LOOK_SECONDS)

    async def _purge(self, pool: Pool) -> None:
        """Deletes raw answers that were kept for long enough, again and again."""
        while True:
            kept = timedelta(days=self._settings.social_answers_days)
            try:
                await load_sql(__name__, "purge_answers").execute(pool, before=self._client.now() - kept)
            except _OUTAGES as error:
                _log.warning("raw answers cannot be deleted", error=error)
            await asyncio.sleep(PURGE_SECONDS)
