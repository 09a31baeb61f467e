"""P2 with several cells: the same events in 1, 2 and 4 cells of one database, folded side by side by one process."""

import asyncio
import statistics
import time
from datetime import UTC, datetime

from benchmarks.effort import Effort
from benchmarks.filling import fill, fold_all
from benchmarks.report import Figure
from benchmarks.stage import Stage, fresh_database
from server.settings import Settings
from server.storage.cell_directory import in_schema
from server.storage.database import connected
from server.storage.migrating import migrate
from server.storage.partitions import ensure_partitions

SHARE = 5
"""Part of the full roll-up that is folded here."""
RUN = 50_000
CELLS = (1, 2, 4)


async def _fill(cell: Settings, events: int) -> None:
    async with connected(cell) as connection:
        await ensure_partitions(connection, datetime.now(UTC), days_back=2)
    await fill(cell.database_url, events)


async def _fold(cells: list[Settings]) -> float:
    """Events per second."""
    started = time.perf_counter()
    events = await asyncio.gather(*(fold_all(cell) for cell in cells))
    return sum(events) / (time.perf_counter() - started)


def _round(stage: Stage, cells: int, events: int) -> float:
    with fresh_database(stage, "bench_cells") as fresh:
        shared = fresh.settings.model_copy(update={"aggregation_max_events": RUN, "database_timeout": 120.0})
        urls = [in_schema(shared.database_url, f"cell_{number}") for number in range(cells)]
        settings = [shared.model_copy(update={"database_url": url}) for url in urls]
        for cell in settings:
            migrate(cell.database_url)
            asyncio.run(_fill(cell, events // cells))
        return asyncio.run(_fold(settings))


def measure(stage: Stage, effort: Effort) -> list[Figure]:
    """Several cells against one."""
    events = effort.folded // SHARE
    found: dict[int, list[float]] = {cells: [] for cells in CELLS}
    for _ in range(effort.runs):
        for cells, rates in found.items():
            rates.append(_round(stage, cells, events))
    one = statistics.median(found.pop(1))
    what = f"full roll-up of {events / 1e6:g} M events in"
    return [
        Figure(
            *("P2", f"{what} {cells} cells", statistics.median(rates), "events/s", "in one cell", one, None),
            detail={"min": min(rates), "max": max(rates)},
        )
        for cells, rates in found.items()
    ]
