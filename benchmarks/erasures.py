"""P13: how long the erasure of a viewer takes among events of others, and how long it keeps the aggregator waiting."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
from pydantic import SecretStr

from benchmarks.effort import Effort
from benchmarks.filling import nothing
from benchmarks.report import Figure
from benchmarks.stage import Stage
from benchmarks.viewer_events import viewer_events
from server.rollup.eraser import Eraser
from server.rollup.erasures import request_erasure
from server.rollup.leader import FOLD_LOCK
from server.settings import Settings
from server.storage.database import connected
from server.storage.locks import lock_in_transaction
from server.viewer_keys import ViewerKind, key_of

MAX_EVENTS = 1_000_000
ERASE_SECONDS, WAIT_SECONDS = 60, 1
"""The limits."""
VIEWERS = (5000, 300, 50, 4, 1, 0)
"""Numbers of the viewers that are erased; the smaller, the more events."""
LOOK_SECONDS = 0.02


def measure(stage: Stage, effort: Effort) -> Sequence[Figure]:
    """Erases viewers with few and with many events, one after another."""
    secret = SecretStr("only for benchmarks, at least 32 bytes")
    with viewer_events(stage, replace(effort, history=min(effort.history, MAX_EVENTS))) as events:
        settings = events.stage.settings.model_copy(update={"privacy_secret": secret, "database_timeout": 600.0})
        return asyncio.run(_erase(settings, [number for number in VIEWERS if number < events.viewers]))


async def _erase(settings: Settings, viewers: Sequence[int]) -> list[Figure]:
    connection = await asyncpg.connect(settings.database_url)
    figures = []
    try:
        total = await connection.fetchval("SELECT count(*) FROM raw_events")
        for number in viewers:
            count = await connection.fetchval("SELECT count(*) FROM raw_events WHERE user_id = $1", f"user-{number}")
            waits: list[float] = []
            watching = asyncio.create_task(_watch(settings, waits))
            began = time.perf_counter()
            viewer = key_of(ViewerKind.USER, f"user-{number}")
            await request_erasure(connection, settings, 1, viewer, datetime.now(UTC), by="benchmarks")
            async with Eraser(settings, nothing, settle=timedelta(0)) as eraser:
                if await eraser.run_once() != 1:
                    raise RuntimeError("the viewer was not erased")
            seconds = time.perf_counter() - began
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            what = f"erasure of {count:,} events among {total:,}"
            figures += [
                Figure("P13", what, seconds, "s", "limit", ERASE_SECONDS, 1, at_most=True),
                Figure(
                    "P13", f"longest wait of a run, {what}", max(waits), "s", "limit", WAIT_SECONDS, 1, at_most=True
                ),
            ]
    finally:
        await connection.close()
    return figures


async def _watch(settings: Settings, waits: list[float]) -> None:
    """Notes how long a run of the aggregator would have to wait, again and again."""
    async with connected(settings) as connection:
        while True:
            began = time.perf_counter()
            async with connection.transaction():
                await lock_in_transaction(connection, FOLD_LOCK)
                waits.append(time.perf_counter() - began)
            await asyncio.sleep(LOOK_SECONDS)
