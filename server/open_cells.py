"""The cells that one API process works for: each has a pool, an ingest and a catalogue of its own.

A set-up without other cells has the services of its one database, and asks no directory: the look-up of a
write key, or of a token's project, tells the cell with it.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass

import structlog

from resolvers.context import Services, ask_nobody
from server.access import Caller
from server.events.contents import ContentCatalogue
from server.events.ingest import Ingest
from server.events.ingest_counts import IngestCounts
from server.limits.limiter import Limiter
from server.live.activity import Activity
from server.live.progress import Progress
from server.monitoring.instruments import CELLS_FAILING, INGEST_UP, QUEUE, SLOWED
from server.monitoring.samples import Sample, sample
from server.settings import Settings
from server.social.connections import SocialConnections
from server.storage.cell_directory import DEFAULT_CELL, find_cell
from server.storage.database import Pool, close_pool, measure_pools, open_pool, warm_pool
from server.storage.outage import is_outage
from server.storage.projects import known_projects
from server.storage.shared_cache import SharedCache

PROJECTS_KEPT = 10_000
"""Projects whose cell is remembered; that of another is looked up again."""
WARM_CONNECTIONS = 4
"""Connections of a pool that a process opens before it is ready."""
IDLE_SECONDS = 1800.0
"""Seconds without a request after which a cell is closed; each live subscription sends one every quarter-hour."""
LOOK_SECONDS = 60.0
"""Seconds between two looks for such cells."""
ANSWER_SECONDS = 1.0
"""Seconds within which each of several cells, and the directory, must tell the progress that the poll asks for."""
NOWHERE = "postgresql://nobody@/none?host=/nowhere"
"""Address of the database of a project whose cell is not known now: there is none, so what needs it is UNAVAILABLE."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _OpenCell:
    """A cell that this process works for.

    Attributes:
        services: Its services.
        parts: Stops them.
        used_at: When they were asked for last, by the clock of ``OpenCells``.
    """

    services: Services
    parts: AsyncExitStack
    used_at: float


class OpenCells:
    """Finds the services of a caller's cell, starts them when the cell is needed, and stops them when it no longer is.

    Args:
        settings: The settings of the process, and of the default cell.
        stack: Stops what was started.
        publish: Notifies subscribers of what a run changed; the same for all cells.
        public_lists: The cache of public lists; the same for all cells.
        ask_worker: Asks the workers; the same for all cells.
        limiter: The rate limits; the same for all cells.
        connections: The connections of social accounts that are under way; the same for all cells.
        activity: What arrives at the moment; the same for all cells.
        now: A clock in seconds.

    Attributes:
        on_moved: Called with a project that turns out to be in another cell than before.
    """

    def __init__(
        self,
        settings: Settings,
        stack: AsyncExitStack,
        *,
        publish: Callable[[dict[int, int], Sequence[str]], Awaitable[object]],
        public_lists: SharedCache,
        ask_worker: Callable[[str, int, bytes], Awaitable[bytes]] = ask_nobody,
        limiter: Limiter | None = None,
        connections: SocialConnections | None = None,
        activity: Activity | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._stack = stack
        self._publish = publish
        self._public_lists = public_lists
        self._ask_worker = ask_worker
        self._limiter = limiter
        self._connections = connections
        self._activity = activity
        self._now = now
        self._open: dict[str, _OpenCell] = {}
        self._cell_of: OrderedDict[int, str] = OrderedDict()
        self._starting = asyncio.Lock()
        self._counts = IngestCounts(activity.arrivals if activity else None)
        self._unread: set[str] = set()
        self._moving: set[int] = set()
        self.on_moved: Callable[[int], None] = lambda _project: None

    async def start(self, *, warm: bool = False) -> Services:
        """Starts the services of the default cell, whether its database is available or not.

        Args:
            warm: Opens its connections first, as far as its database is available.
        """
        self._stack.push_async_callback(self._close, self._open)
        opened = self._open[DEFAULT_CELL] = await self._start(self._settings, warm=warm)
        self._nowhere = await self._make(
            self._settings.model_copy(update={"database_url": NOWHERE, "pooler_url": None})
        )
        self._stack.push_async_callback(close_pool, self._nowhere.pool)
        closing = asyncio.create_task(self._close_idle_cells(), name="idle-cells")
        self._stack.callback(closing.cancel)
        return opened.services

    def note(self, project_id: int, cell: str) -> None:
        """Remembers the cell of a project, as the directory says now."""
        has_moved = self._cell_of.get(project_id, cell) != cell
        self._cell_of[project_id] = cell
        self._cell_of.move_to_end(project_id)
        if has_moved:
            _log.info("a project has moved", project=project_id, cell=cell)
            self._moving.discard(project_id)
            self.on_moved(project_id)
        if len(self._cell_of) > PROJECTS_KEPT:
            self._cell_of.popitem(last=False)

    async def services_of(self, caller: Caller) -> Services:
        """The services of the cell that holds the caller's project.

        If the cell is not known and the directory cannot be read, they are those of no database: another cell would
        take the project's events, too. Operations that need no database continue.

        Raises:
            ViewpulseError: NOT_FOUND if the directory does not have the cell.
            asyncpg.PostgresError, OSError: The directory cannot be read.
        """
        if not caller.may_track and caller.token_project is None:
            return await self.services_of_cell(DEFAULT_CELL)  # reads no project
        return await self.services_of_project(caller.project_id)

    async def services_of_cell(self, name: str) -> Services:
        """The services of a cell; raises as ``services_of``."""
        opened = self._open.get(name) or await self._open_cell(name)
        opened.used_at = self._now()
        return opened.services

    async def services_of_project(self, project_id: int) -> Services:
        """The services of the cell that holds a project; raises as ``services_of``."""
        cell = self._cell_of.get(project_id)
        if cell is None or project_id in self._moving:
            if (cell := (await self._ask_directory({project_id})).get(project_id)) is None:
                return self._nowhere
        else:
            self._cell_of.move_to_end(project_id)
        return await self.services_of_cell(cell)

    def failing(self) -> Sequence[str]:
        """The cells in use, other than the default one, that cannot be read, or whose last commit of events failed."""
        return [
            name
            for name, opened in self._open.items()
            if name != DEFAULT_CELL and (name in self._unread or opened.services.ingest.is_failing)
        ]

    def pools(self) -> dict[str, Pool]:
        """The pool of each cell in use, by the address of its database."""
        return {opened.services.settings.database_url: opened.services.pool for opened in self._open.values()}

    def measure(self) -> Iterator[Sample]:
        """Their part of /metrics."""
        ingests = [opened.services.ingest for opened in self._open.values()]
        yield sample(QUEUE, sum(ingest.queued for ingest in ingests))
        yield sample(SLOWED, any(ingest.is_slowed for ingest in ingests))
        yield sample(INGEST_UP, not self._open[DEFAULT_CELL].services.ingest.is_failing)
        yield sample(CELLS_FAILING, len(self.failing()))
        yield from self._counts.measure()
        yield from measure_pools(self.pools().values())

    async def close_idle(self) -> None:
        """Closes the cells that had no request for a while; the next request opens them again."""
        oldest = self._now() - IDLE_SECONDS
        idle = {name for name, opened in self._open.items() if name != DEFAULT_CELL and opened.used_at < oldest}
        for name in idle:
            _log.info("no longer working for a cell", cell=name)
        await self._close({name: self._open.pop(name) for name in idle})

    async def read_progress(self) -> dict[int, Progress]:
        """Progress by project, of all cells in use; those that cannot be read, or not in time, are left out.

        Raises:
            asyncpg.PostgresError, OSError: No cell can be read.
        """
        reads = {
            cell: asyncio.create_task(opened.services.ingest.read_progress()) for cell, opened in self._open.items()
        }
        try:
            await asyncio.wait(reads.values(), timeout=ANSWER_SECONDS if len(reads) > 1 else None)
        finally:
            for read in reads.values():
                read.cancel()  # a frozen server does not even end a cancelled statement, so that is not awaited
        found: dict[int, Progress] = {}
        failures: list[BaseException] = []
        for cell, read in reads.items():
            failure = read.exception() if read.done() else TimeoutError("no answer in time")
            if failure is not None:
                failures.append(failure)
                if cell not in self._unread and len(reads) > 1:
                    _log.warning("a cell cannot be read", cell=cell, error=failure)
                self._unread.add(cell)
            else:
                self._unread.discard(cell)
                for project, one in read.result().items():
                    if self._cell_of.get(project, cell) != cell:
                        continue
                    if one.is_moving:
                        self._moving.add(project)
                    else:
                        self._moving.discard(project)
                        found[project] = one
        if len(failures) == len(reads):
            raise failures[0]
        await self._notice_moves()
        return found

    async def _notice_moves(self) -> None:
        """Asks for the new cells of the projects that this process has worked for where they are no more."""
        moving = self._moving & self._cell_of.keys()
        if moving and DEFAULT_CELL not in self._unread:
            with suppress(TimeoutError):
                async with asyncio.timeout(ANSWER_SECONDS):
                    await self._ask_directory(moving)

    async def _ask_directory(self, projects: Collection[int]) -> dict[int, str]:
        """The cells of those projects that exist; empty if the directory cannot be read."""
        try:
            cells = await known_projects(self._open[DEFAULT_CELL].services.pool, projects)
        except Exception as error:
            if not is_outage(error):
                raise
            return {}
        for project_id, cell in cells.items():
            self.note(project_id, cell)
        return cells

    async def _open_cell(self, name: str) -> _OpenCell:
        async with self._starting:
            if name not in self._open:
                cell = await find_cell(self._open[DEFAULT_CELL].services.pool, self._settings, name)
                self._open[name] = await self._start(cell.settings(self._settings))
                _log.info("working for a cell", cell=name)
            return self._open[name]

    async def _close_idle_cells(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.close_idle()
            except Exception:  # noqa: BLE001 - the next look must come
                _log.exception("a cell was not closed cleanly")

    async def _close(self, cells: dict[str, _OpenCell]) -> None:
        self._unread.difference_update(cells)
        await asyncio.gather(*(opened.parts.aclose() for opened in cells.values()))

    async def _start(self, settings: Settings, *, warm: bool = False) -> _OpenCell:
        parts = AsyncExitStack()
        services = await self._make(settings)
        parts.push_async_callback(close_pool, services.pool)
        if warm:
            await warm_pool(services.pool, WARM_CONNECTIONS)
        await services.ingest.start(warm=warm)
        parts.push_async_callback(services.ingest.stop)
        parts.push_async_callback(services.runs.stop)
        return _OpenCell(services, parts, self._now())

    async def _make(self, settings: Settings) -> Services:
        pool = await open_pool(settings, application="api", minimum=0)
        default = self._open.get(DEFAULT_CELL)
        return Services(
            settings=settings,
            pool=pool,
            ingest=Ingest(pool, settings, on_moving=self._moving.add, counts=self._counts),
            contents=ContentCatalogue(pool, creators_claim=settings.creators_claim_contents),
            publish=self._publish,
            public_lists=self._public_lists,
            ask_worker=self._ask_worker,
            limiter=self._limiter,
            connections=self._connections,
            activity=self._activity,
            directory=default.services.pool if default else pool,
            cells=self,
        )
