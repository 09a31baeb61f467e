"""Fills a database with raw events and their roll-ups, for benchmarks with history."""

import asyncio
import os
from pathlib import Path

import asyncpg

from benchmarks.stage import Stage, create_database
from server.rollup.aggregator import Aggregator
from server.settings import Settings

FILL = (Path(__file__).parent / "sql" / "fill_events.sql").read_text()
HISTORY = int(os.environ.get("BENCH_HISTORY", "10000000"))
"""Events of history; set BENCH_HISTORY for a quick look."""
HISTORY_SECONDS = 30 * 86_400.0
STEP = 200_000
BATCH = 1000


async def nothing(*_arguments: object) -> None:
    """Publishes nothing."""


async def fill(url: str, events: int, *, first: int = 0, spread_seconds: float = 600.0) -> None:
    """Stores unclaimed events. ``first`` is the number of the first, so that two fills do not collide."""
    connection = await asyncpg.connect(url, server_settings={"jit": "off"}, command_timeout=600)
    try:
        for begin in range(first, first + events, STEP):
            count = min(STEP, first + events - begin)
            await connection.execute(FILL, count, begin, spread_seconds, BATCH)
        await connection.execute("ANALYZE events")
    finally:
        await connection.close()


async def fold_all(settings: Settings) -> int:
    """Folds all waiting events; returns their number."""
    aggregator = Aggregator(settings, publish=nothing)
    events = 0
    try:
        while (report := await aggregator.run_once()).events:
            events += report.events
    finally:
        await aggregator.close()
    return events


def with_history(stage: Stage) -> Stage:
    """The stage on a database with ``HISTORY`` events of a month, counted; made once and then shared."""
    filled = stage.with_database("bench_history")
    if asyncio.run(_exists(stage.with_database("postgres").settings.database_url, "bench_history")):
        return filled
    asyncio.run(
        create_database(stage.with_database("postgres").settings.database_url, "bench_history", "bench_template")
    )
    settings = filled.settings.model_copy(update={"database_timeout": 600.0})
    step = 1_000_000
    for begin in range(0, HISTORY, step):
        spread = HISTORY_SECONDS * (HISTORY - begin) / HISTORY
        asyncio.run(fill(settings.database_url, min(step, HISTORY - begin), first=begin, spread_seconds=spread))
        asyncio.run(fold_all(settings))
    asyncio.run(_vacuum(settings.database_url))
    return filled


async def _exists(url: str, name: str) -> bool:
    connection = await asyncpg.connect(url)
    try:
        return bool(await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name))
    finally:
        await connection.close()


async def _vacuum(url: str) -> None:
    connection = await asyncpg.connect(url, command_timeout=600)
    try:
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()
