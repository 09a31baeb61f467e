"""A database with events of many viewers in a month, counted: what the questions about viewers are asked about."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from benchmarks.effort import Effort
from benchmarks.filling import BATCH, PARTS, STEP, fold_waiting, folding, vacuum
from benchmarks.stage import Stage, fresh_database
from server.rollup.aggregator import Aggregator

FILL = (Path(__file__).parent / "sql" / "fill_viewer_events.sql").read_text()
DAYS = 30
EVENTS_PER_VIEWER = 10
QUARTER = timedelta(minutes=15)


@dataclass
class ViewerEvents:
    """A filled database.

    Attributes:
        stage: The stage on this database.
        start: No event is earlier.
        end: All events are earlier.
        viewers: Numbers of viewers are less than this; the smaller, the more events.
    """

    stage: Stage
    start: datetime
    end: datetime
    viewers: int


@contextmanager
def viewer_events(stage: Stage, effort: Effort) -> Iterator[ViewerEvents]:
    """A filled database, dropped at the end."""
    now = datetime.now(UTC)
    end = now - (now - datetime.min.replace(tzinfo=UTC)) % QUARTER
    with fresh_database(stage, "bench_events") as fresh:
        events = ViewerEvents(fresh, end - timedelta(days=DAYS), end, max(1, effort.history // EVENTS_PER_VIEWER))
        asyncio.run(_fill(events, effort.history))
        yield events


async def _fill(events: ViewerEvents, count: int) -> None:
    """Adds and counts one part after another, in the order of time."""
    settings = events.stage.settings.model_copy(update={"database_timeout": 600.0})
    connection = await asyncpg.connect(settings.database_url, server_settings={"jit": "off"}, command_timeout=600)
    try:
        async with folding(settings) as aggregator:
            for part in range(PARTS):
                await _add(
                    connection, aggregator, events, range(count * part // PARTS, count * (part + 1) // PARTS), count
                )
        await connection.execute("SELECT setval('ingest_batch_ids', max(batch_id)) FROM raw_events")
    finally:
        await connection.close()
    await vacuum(settings.database_url)


async def _add(
    connection: asyncpg.Connection, aggregator: Aggregator, events: ViewerEvents, numbers: range, count: int
) -> None:
    seconds = (events.end - events.start - timedelta(minutes=1)).total_seconds()  # the last play ends before the range
    for first in numbers[::STEP]:
        added = min(STEP, numbers.stop - first)
        await connection.execute(FILL, added, first, count, seconds, events.start, BATCH, events.viewers)
    await connection.execute("ANALYZE raw_events")
    await fold_waiting(aggregator)
