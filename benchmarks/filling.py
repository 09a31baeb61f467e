"""Fills a database with raw events and their roll-ups, for what is measured with history."""

import asyncio
from pathlib import Path

import asyncpg

from server.rollup.aggregator import Aggregator
from server.settings import Settings

FILL = (Path(__file__).parent / "sql" / "fill_events.sql").read_text()
STEP = 200_000
BATCH = 1000


async def nothing(*_arguments: object) -> None:
    """Publishes nothing."""


async def fill(url: str, events: int, *, first: int = 0, spread_seconds: float = 600.0) -> None:
    """Stores so many events, unclaimed. ``first`` numbers them, so that two fills do not collide."""
    connection = await asyncpg.connect(url, server_settings={"jit": "off"}, command_timeout=600)
    try:
        for begin in range(first, first + events, STEP):
            count = min(STEP, first + events - begin)
            await connection.execute(FILL, count, begin, spread_seconds, BATCH)
        await connection.execute("ANALYZE events")
    finally:
        await connection.close()


async def fold_all(settings: Settings) -> int:
    """Folds everything that waits; returns how many events it was."""
    aggregator = Aggregator(settings, publish=nothing)
    events = 0
    try:
        while (report := await aggregator.run_once()).events:
            events += report.events
    finally:
        await aggregator.close()
    return events


def fill_and_fold(settings: Settings, events: int, *, spread_seconds: float) -> None:
    """History: events stored and counted, with fresh statistics."""
    step = 1_000_000
    for begin in range(0, events, step):
        count = min(step, events - begin)
        asyncio.run(fill(settings.database_url, count, first=begin, spread_seconds=spread_seconds))
        asyncio.run(fold_all(settings))
    asyncio.run(_vacuum(settings.database_url))


async def _vacuum(url: str) -> None:
    connection = await asyncpg.connect(url, command_timeout=600)
    try:
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()
