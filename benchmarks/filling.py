"""Fills a database with raw events and their roll-ups, for benchmarks with history."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from benchmarks.effort import Effort
from benchmarks.reading import ALL_TIME, CONTENT, WARM_UP, times_of_reads
from benchmarks.stage import Stage, create_database
from server.rollup.aggregator import Aggregator
from server.settings import Settings

FILL = (Path(__file__).parent / "sql" / "fill_events.sql").read_text()
PARTS = 10
PART_SECONDS = 3 * 86_400.0
STEP = 200_000
BATCH = 1000


@dataclass
class History:
    """A database with a month of events, counted, and what its parts cost while it grew.

    Attributes:
        stage: The stage on this database.
        folding: Seconds per event of each tenth.
        reading: Median seconds of a read of all metrics of one content, after each tenth.
    """

    stage: Stage
    folding: list[float]
    reading: list[float]


_histories: dict[Path, History] = {}


async def nothing(*_arguments: object) -> None:
    """Publishes nothing."""


async def fill(
    url: str,
    events: int,
    *,
    first: int = 0,
    spread_seconds: float = 600.0,
    seconds_ago: float = 0.0,
    contents: int = 10_000,
    batch: int = BATCH,
) -> None:
    """Stores unclaimed events.

    Args:
        url: The database.
        events: How many.
        first: Number of the first, so that two fills do not collide.
        spread_seconds: Time that they are spread over.
        seconds_ago: Age of the newest.
        contents: Number of contents.
        batch: Events of an ingest batch; a run claims whole ones.
    """
    connection = await asyncpg.connect(url, server_settings={"jit": "off"}, command_timeout=600)
    try:
        for begin in range(first, first + events, STEP):
            count = min(STEP, first + events - begin)
            await connection.execute(FILL, count, begin, spread_seconds, batch, contents, seconds_ago)
        await connection.execute("ANALYZE raw_events")
    finally:
        await connection.close()


@asynccontextmanager
async def folding(settings: Settings) -> AsyncIterator[Aggregator]:
    """An aggregator that runs when asked to, and keeps its connection and plans in between."""
    aggregator = Aggregator(settings, publish=nothing)
    try:
        yield aggregator
    finally:
        await aggregator.close()


async def fold_waiting(aggregator: Aggregator) -> int:
    """Folds all waiting events; returns their number."""
    events = 0
    while (report := await aggregator.run_once()).events:
        events += report.events
    return events


async def fold_all(settings: Settings) -> int:
    """Folds all waiting events with a new aggregator; returns their number."""
    async with folding(settings) as aggregator:
        return await fold_waiting(aggregator)


async def timed_fold(aggregator: Aggregator) -> float:
    """Folds all waiting events; returns the seconds per event."""
    started = time.perf_counter()
    events = await fold_waiting(aggregator)
    return (time.perf_counter() - started) / events


def with_history(stage: Stage, effort: Effort) -> History:
    """A database with events of a month, in the order of time; made once and then shared."""
    if stage.folder not in _histories:
        _histories[stage.folder] = _make_history(stage, effort)
    return _histories[stage.folder]


def _make_history(stage: Stage, effort: Effort) -> History:
    postgres = stage.with_database("postgres").settings.database_url
    asyncio.run(create_database(postgres, "bench_history", "bench_template"))
    filled = stage.with_database("bench_history")
    settings = filled.settings.model_copy(update={"database_timeout": 600.0})
    history = History(filled, [], [])
    with filled.api() as (port, _pid):
        asyncio.run(_grow(history, settings, port, effort))
    asyncio.run(vacuum(settings.database_url))
    return history


async def _grow(history: History, settings: Settings, port: int, effort: Effort) -> None:
    """Adds and counts one part after another, and reads after each."""
    step, url = effort.history // PARTS, settings.database_url
    reads = [CONTENT] * (WARM_UP + effort.reads)
    async with folding(settings) as aggregator:
        for part in range(PARTS):
            age = PART_SECONDS * (PARTS - 1 - part)
            await fill(url, step, first=part * step, spread_seconds=PART_SECONDS, seconds_ago=age)
            history.folding.append(await timed_fold(aggregator))
            times = await times_of_reads(port, history.stage.admin_token, ALL_TIME, reads)
            history.reading.append(times[len(times) // 2])


async def vacuum(url: str) -> None:
    """Vacuums, gathers statistics, and ends with a checkpoint."""
    connection = await asyncpg.connect(url, command_timeout=600)
    try:
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()
