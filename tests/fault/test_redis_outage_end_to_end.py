"""Redis stops while a dashboard is subscribed to the whole product: every number that it receives is right."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from server.app import create_app
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.fault.outage import Outage
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import Client, socket

TRACK = "mutation($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
LIVE = 'subscription { contentAnalytics(contentId: "c1") { revision views { total unique } } }'
POLL = 2.0


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Outage]:
    redis = Outage(tmp_path / "redis")
    redis.start()
    yield redis
    redis.stop()


@pytest.fixture
async def api(settings: Settings, redis: Outage, pool: Pool, within_a_quarter_hour: None) -> AsyncIterator[Api]:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    chosen = settings.model_copy(update={"redis_url": redis.url, "live_poll_interval": POLL})
    async with served(create_app(chosen), chosen) as api:
        api.write_key = key
        yield api


@pytest.fixture
async def aggregator(api: Api) -> AsyncIterator[Aggregator]:
    publisher = Publisher(api.settings.redis_url, api.settings)
    aggregator = Aggregator(api.settings, publish=publisher.publish)
    yield aggregator
    await aggregator.close()
    await publisher.close()


class Dashboard:
    """Checks every message: one view per session was tracked, and each run folded exactly one."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.revision = -1

    async def hear_until(self, revision: int) -> None:
        async with asyncio.timeout(60):
            while self.revision < revision:
                shown: dict[str, Any] = (await self._client.hear())["payload"]["data"]["contentAnalytics"]
                assert shown["revision"] > self.revision
                self.revision = shown["revision"]
                assert shown["views"] == {"total": self.revision, "unique": self.revision}


async def track_and_fold(api: Api, aggregator: Aggregator, number: int) -> None:
    event = {"type": "VIEW_START", "contentId": "c1", "sessionId": f"s{number}", "creatorId": "creator-1"}
    answer = await api.ask(TRACK, {"events": [event]})
    assert answer["data"]["trackEvents"]["accepted"] == 1
    await aggregator.run_once()


@pytest.mark.parametrize("seconds", [0.2, 8.0, None])
async def test_every_number_is_right_and_updates_go_on(
    api: Api, aggregator: Aggregator, redis: Outage, seconds: float | None
) -> None:
    async with socket(api.url) as client:
        await track_and_fold(api, aggregator, 1)
        await client.initialise(authorization=api.token("creator-1"))
        await client.subscribe(LIVE)
        dashboard = Dashboard(client)
        await dashboard.hear_until(1)
        loop = asyncio.get_running_loop()
        redis.stop()
        back_at = loop.time() + (2.0 if seconds is None else seconds)
        number = 1
        while loop.time() < back_at:
            number += 1
            await track_and_fold(api, aggregator, number)
            await dashboard.hear_until(number)
        if seconds is None:
            return
        redis.start()
        quick = 0
        while quick < 5:  # five updates in a row, faster than polling: they were pushed
            number += 1
            await track_and_fold(api, aggregator, number)
            folded = loop.time()
            await dashboard.hear_until(number)
            quick = quick + 1 if loop.time() - folded < POLL / 2 else 0
