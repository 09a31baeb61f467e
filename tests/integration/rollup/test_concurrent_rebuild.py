"""A rebuild while everything else continues: events, declarations, the aggregator and the summarizer."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from random import Random

import asyncpg
import pytest

from server.rollup import daily_summaries
from server.rollup.rebuild import rebuild
from server.rollup.summarizer import Summarizer
from server.settings import Settings
from server.storage.database import Connection, Pool
from tests.integration.rollup.feed import aggregating, feed, in_project
from tests.integration.rollup.test_classes import VIEWERS, declare
from tests.integration.rollup.test_properties import assert_equals_oracle, dense_history
from tests.oracle import Oracle

pytestmark = pytest.mark.own_database


async def test_a_rebuild_finds_what_is_wrong_and_nothing_else_while_events_keep_coming(
    pool: Pool, database: Connection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_summaries, "MIN_FACTS", 1)
    random, stop = Random(7), asyncio.Event()
    history = in_project(dense_history(random, 300), 1)
    declared: dict[str, bool | None] = {}

    async def send() -> None:
        async with pool.acquire() as connection:
            for start in range(0, len(history), 10):
                await feed(connection, history[start : start + 10])
                viewer = random.choice(VIEWERS)
                declared[viewer] = random.choice([True, False, None])
                await declare(connection, viewer, is_bot=declared[viewer])
                await asyncio.sleep(0.05)

    async def summarize_days() -> None:
        summarizer = Summarizer(settings, quiet=timedelta(0))
        while not stop.is_set():
            with suppress(asyncpg.SerializationError):
                await summarizer.run_once()
            await asyncio.sleep(0.02)
        await summarizer.close()

    async with aggregating(settings) as aggregator:
        others = [asyncio.create_task(work) for work in (aggregator.run_forever(stop), summarize_days())]
        sending = asyncio.create_task(send())
        while not sending.done():
            assert await rebuild(settings) == []
            await database.execute("UPDATE content_totals SET views = views + 5")
            assert {difference.table for difference in await rebuild(settings)} <= {"content_totals"}
        await sending
        stop.set()
        await asyncio.gather(*others)
    async with aggregating(settings) as aggregator:
        await aggregator.drain()
    await assert_equals_oracle(database, 1, Oracle(history, 1, declared))
    assert await rebuild(settings) == []
