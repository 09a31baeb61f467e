"""Clients that send more than the aggregator counts are slowed down or refused; nothing is lost or counted twice."""

import asyncio
import itertools
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio

from server.app import create_app
from server.errors import SPREAD_SECONDS
from server.events import admission
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.rollup.feed import aggregating
from tests.integration.transport.api import Api, served

TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted results { status eventId } } }"
WAITING = "SELECT coalesce(sum(events), 0)::bigint FROM ingest_batches"
LAG = "SELECT extract(epoch FROM now() - min(created_at)) FROM ingest_batches"
CLIENTS = 30
MAX_LAG = 0.6


@pytest_asyncio.fixture(loop_scope="session")
async def impatient(settings: Settings, write_key: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    """An application that lets events wait for part of a second, and looks often."""
    monkeypatch.setattr(admission, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(admission, "MAX_WAIT", 0.5)
    changes = {
        "ingest_max_lag": MAX_LAG,
        "ingest_max_batch": 100,
        "live_poll_interval": 0.1,
        "aggregation_interval": 0.1,
    }
    changed = settings.model_copy(update=changes)
    async with served(create_app(changed), changed) as api:
        api.write_key = write_key
        yield api


@asynccontextmanager
async def counting(settings: Settings) -> AsyncIterator[None]:
    """The command, in a process of its own; it folds one group commit at a time."""
    environment = {
        **os.environ,
        "VIEWPULSE_DATABASE_URL": settings.database_url,
        "VIEWPULSE_REDIS_URL": settings.redis_url,
        "VIEWPULSE_AGGREGATION_INTERVAL": "0.1",
        "VIEWPULSE_AGGREGATION_MAX_EVENTS": "1",
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "server", "aggregate", env=environment)
    try:
        yield
    finally:
        process.terminate()
        assert await process.wait() == 0


class Senders:
    """Clients at full blast, each of which sends what was refused again until it is stored."""

    def __init__(self, api: Api) -> None:
        self.refusals: list[dict[str, Any]] = []
        self.stored: list[str] = []
        self._api = api
        self._numbers = itertools.count()

    @asynccontextmanager
    async def sending(self, clients: int) -> AsyncIterator[None]:
        stop = asyncio.Event()

        async def send() -> None:
            while not stop.is_set():
                await self.send_batch()

        async with asyncio.TaskGroup() as group:
            for _ in range(clients):
                group.create_task(send())
            yield
            stop.set()

    async def send_batch(self) -> None:
        facts = {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1"}
        events = [{"id": f"event-{next(self._numbers)}", **facts} for _ in range(50)]
        while errors := (answer := await self._api.ask(TRACK, {"events": events})).get("errors"):
            assert answer["data"] is None
            self.refusals += errors
            await asyncio.sleep(errors[0]["extensions"]["retryAfter"])
        results = answer["data"]["trackEvents"]["results"]
        assert {result["status"] for result in results} == {"ACCEPTED"}
        self.stored += [result["eventId"] for result in results]


async def test_the_backlog_stops_growing_under_a_load_that_does_not_end(impatient: Api, pool: Pool) -> None:
    senders = Senders(impatient)
    async with counting(impatient.settings), asyncio.timeout(90):
        await senders.send_batch()
        while await pool.fetchval(WAITING):  # noqa: ASYNC110 - another process counts
            await asyncio.sleep(0.1)
        async with senders.sending(CLIENTS):
            most = waiting = 0
            while not senders.refusals or waiting > 0.9 * most:
                await asyncio.sleep(0.1)
                waiting = await pool.fetchval(WAITING)
                most = max(most, waiting)

    refusal = senders.refusals[0]
    assert refusal["path"] == ["trackEvents"]
    assert refusal["extensions"] | {"retryAfter": 0} == {"code": "UNAVAILABLE", "retryAfter": 0, "retryable": True}
    assert {0.5 <= error["extensions"]["retryAfter"] <= 0.5 + SPREAD_SECONDS for error in senders.refusals} == {True}

    async with aggregating(impatient.settings) as aggregator:
        await aggregator.drain()
    assert await pool.fetchval("SELECT sum(views) FROM content_totals") == len(senders.stored)
    assert await pool.fetchval("SELECT count(*) FROM events") == len(set(senders.stored)) == len(senders.stored)


async def test_without_an_aggregator_tracking_continues_however_long_events_wait(impatient: Api, pool: Pool) -> None:
    senders = Senders(impatient)
    async with asyncio.timeout(60), senders.sending(3):
        while (await pool.fetchval(LAG) or 0) < 5 * MAX_LAG:  # noqa: ASYNC110 - time passes
            await asyncio.sleep(0.1)
    assert senders.refusals == []
    assert await pool.fetchval(WAITING) == len(senders.stored)
