"""Aggregates all cells: each has an aggregator, a summarizer and an eraser of its own, with locks of their own."""

import asyncio
from collections.abc import Callable, Collection

import asyncpg
import structlog

from server.rollup.aggregator import Aggregator
from server.rollup.eraser import erase_forever
from server.rollup.hints import Publish
from server.rollup.run_counts import RunCounts
from server.rollup.summarizer import Summarizer
from server.settings import Settings
from server.storage.cell_directory import DEFAULT_CELL, Cell, default_cell, list_cells
from server.storage.database import close_pool, open_pool

LOOK_SECONDS = 5.0
"""Seconds between two looks for new cells."""

_log = structlog.get_logger(__name__)


async def aggregate_cells(
    settings: Settings,
    publish: Publish,
    stop: asyncio.Event,
    *,
    only: Collection[str] = (),
    counts: RunCounts | None = None,
) -> None:
    """Aggregates every cell until ``stop`` is set, also those that are created meanwhile.

    Args:
        settings: The settings of the process, and of the default cell.
        publish: Notifies subscribers of what changed.
        stop: Ends it.
        only: Names of cells; without any, all cells are aggregated.
        counts: Where runs are counted.
    """
    counts = counts or RunCounts()
    working: set[str] = set()
    async with asyncio.TaskGroup() as work:

        def begin(cell: Cell) -> None:
            if cell.name not in working and (not only or cell.name in only):
                working.add(cell.name)
                work.create_task(_aggregate(cell, settings, publish, stop, counts))

        begin(default_cell(settings))  # whether the directory can be read or not
        looking = work.create_task(_look(settings, begin))
        await stop.wait()
        looking.cancel()


async def _look(settings: Settings, begin: Callable[[Cell], None]) -> None:
    """Passes on each cell of the directory, again and again, until it is cancelled."""
    pool = await open_pool(settings, application="cells", size=1, minimum=0)
    try:
        while True:
            try:
                for cell in await list_cells(pool, settings):
                    begin(cell)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                _log.debug("the directory of cells cannot be read", error=error)
            await asyncio.sleep(LOOK_SECONDS)
    finally:
        await close_pool(pool)


async def _aggregate(cell: Cell, settings: Settings, publish: Publish, stop: asyncio.Event, counts: RunCounts) -> None:
    theirs = cell.settings(settings)
    if cell.name != DEFAULT_CELL:
        structlog.contextvars.bind_contextvars(cell=cell.name)  # of this task, and of those that it starts
        _log.info("aggregating a cell")
    async with asyncio.TaskGroup() as work:
        work.create_task(Aggregator(theirs, publish=publish, counts=counts).run_forever(stop))
        work.create_task(Summarizer(theirs).run_forever(stop))
        work.create_task(erase_forever(theirs, publish, stop))
