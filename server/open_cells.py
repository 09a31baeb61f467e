"""The cells that one API process works for: each has a pool, an ingest and a catalogue of its own.

A set-up without other cells has the services of its one database, and asks no directory: the look-up of a
write key, or of a token's project, tells the cell with it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack

import structlog

from resolvers.context import Services
from server.access import Caller
from server.events.contents import ContentCatalogue
from server.events.ingest import Ingest
from server.live.progress import Progress
from server.settings import Settings
from server.storage.cell_directory import DEFAULT_CELL, find_cell
from server.storage.database import close_pool, open_pool
from server.storage.outage import is_outage
from server.storage.projects import known_projects
from server.storage.shared_cache import SharedCache

PROJECTS_KEPT = 10_000
"""Projects whose cell is remembered; that of another is looked up again."""

_log = structlog.get_logger(__name__)


class OpenCells:
    """Finds the services of a caller's cell, and starts them when the cell is needed for the first time.

    Args:
        settings: The settings of the process, and of the default cell.
        stack: Stops what was started.
        publish: Notifies subscribers of what a run changed; the same for all cells.
        public_lists: The cache of public lists; the same for all cells.

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
    ) -> None:
        self._settings = settings
        self._stack = stack
        self._publish = publish
        self._public_lists = public_lists
        self._open: dict[str, Services] = {}
        self._cell_of: dict[int, str] = {}
        self._starting = asyncio.Lock()
        self._unread: set[str] = set()
        self._moving: set[int] = set()
        self.on_moved: Callable[[int], None] = lambda _project: None

    async def start(self) -> Services:
        """Starts the services of the default cell, whether its database is available or not."""
        services = self._open[DEFAULT_CELL] = await self._start(self._settings)
        return services

    def note(self, project_id: int, cell: str) -> None:
        """Remembers the cell of a project, as the directory says now."""
        has_moved = self._cell_of.get(project_id, cell) != cell
        self._cell_of[project_id] = cell
        if has_moved:
            _log.info("a project has moved", project=project_id, cell=cell)
            self._moving.discard(project_id)
            self.on_moved(project_id)
        if len(self._cell_of) > PROJECTS_KEPT:
            del self._cell_of[next(iter(self._cell_of))]

    async def services_of(self, caller: Caller) -> Services:
        """The services of the cell that holds the caller's project.

        Raises:
            ViewpulseError: NOT_FOUND if the directory does not have the cell.
            asyncpg.PostgresError, OSError: The directory cannot be read.
        """
        cell = self._cell_of.get(caller.project_id)
        if cell is None or caller.project_id in self._moving:
            cell = await self._look_up(caller)
        return self._open.get(cell) or await self._open_cell(cell)

    async def read_progress(self) -> dict[int, Progress]:
        """Progress by project, of all cells in use; those that cannot be read are left out.

        Raises:
            asyncpg.PostgresError, OSError: No cell can be read.
        """
        cells = tuple(self._open)
        answers = await asyncio.gather(
            *(self._open[cell].ingest.read_progress() for cell in cells), return_exceptions=True
        )
        found: dict[int, Progress] = {}
        failures = []
        for cell, answer in zip(cells, answers, strict=True):
            if isinstance(answer, BaseException):
                failures.append(answer)
                if cell not in self._unread and len(cells) > 1:
                    _log.warning("a cell cannot be read", cell=cell, error=repr(answer))
                self._unread.add(cell)
            else:
                self._unread.discard(cell)
                for project, one in answer.items():
                    if self._cell_of.get(project, cell) != cell:
                        continue
                    if one.is_moving:
                        self._moving.add(project)
                    else:
                        self._moving.discard(project)
                        found[project] = one
        if len(failures) == len(cells):
            raise failures[0]
        return found

    async def _look_up(self, caller: Caller) -> str:
        if not (caller.may_track or caller.user_id):
            return DEFAULT_CELL  # reads no project
        try:
            cells = await known_projects(self._open[DEFAULT_CELL].pool, {caller.project_id})
        except Exception as error:
            if not is_outage(error):
                raise
            return DEFAULT_CELL  # operations that need no database continue
        for project_id, cell in cells.items():
            self.note(project_id, cell)
        return cells.get(caller.project_id, DEFAULT_CELL)

    async def _open_cell(self, name: str) -> Services:
        async with self._starting:
            if name not in self._open:
                cell = await find_cell(self._open[DEFAULT_CELL].pool, self._settings, name)
                self._open[name] = await self._start(cell.settings(self._settings))
                _log.info("working for a cell", cell=name)
            return self._open[name]

    async def _start(self, settings: Settings) -> Services:
        pool = await open_pool(settings, application="api", minimum=0)
        self._stack.push_async_callback(close_pool, pool)
        ingest = Ingest(pool, settings, on_moving=self._moving.add)
        await ingest.start()
        self._stack.push_async_callback(ingest.stop)
        return Services(
            settings=settings,
            pool=pool,
            ingest=ingest,
            contents=ContentCatalogue(pool, creators_claim=settings.creators_claim_contents),
            publish=self._publish,
            public_lists=self._public_lists,
        )
