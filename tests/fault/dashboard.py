"""The whole product with a Redis of the test's, and a dashboard that checks every number it receives."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from server.app import create_app
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import Client, socket

TRACK = "mutation($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
LIVE = 'subscription { contentAnalytics(contentId: "c1") { revision views { total unique } } }'
POLL = 2.0


class Dashboard:
    """Subscribed to one content: each view is of another session, and each run of the aggregator folds one."""

    def __init__(self, api: Api, aggregator: Aggregator, client: Client) -> None:
        self.api = api
        self._aggregator = aggregator
        self._client = client
        self._views = 0
        self._revision = -1

    async def subscribe(self) -> None:
        await self._track_and_fold()
        await self._client.initialise(authorization=self.api.token("creator-1"))
        await self._client.subscribe(LIVE)
        await self._hear()

    async def update(self) -> float:
        """Tracks one view and waits until it is shown; returns the seconds from the fold to the number."""
        loop = asyncio.get_running_loop()
        await self._track_and_fold()
        folded = loop.time()
        await self._hear()
        return loop.time() - folded

    async def update_by_push(self) -> None:
        """Returns after five updates in a row, faster than polling."""
        quick = 0
        while quick < 5:
            quick = quick + 1 if await self.update() < POLL / 2 else 0

    async def _track_and_fold(self) -> None:
        self._views += 1
        event = {"type": "VIEW_START", "contentId": "c1", "sessionId": f"s{self._views}", "creatorId": "creator-1"}
        answer = await self.api.ask(TRACK, {"events": [event]})
        assert answer["data"]["trackEvents"]["accepted"] == 1
        await self._aggregator.run_once()

    async def _hear(self) -> None:
        async with asyncio.timeout(60):
            while self._revision < self._views:
                shown: dict[str, Any] = (await self._client.hear())["payload"]["data"]["contentAnalytics"]
                assert shown["revision"] > self._revision
                self._revision = shown["revision"]
                assert shown["views"] == {"total": self._revision, "unique": self._revision}


@asynccontextmanager
async def dashboard(settings: Settings, pool: Pool, redis_url: str) -> AsyncIterator[Dashboard]:
    """A subscribed dashboard of an API and an aggregator that share nothing but PostgreSQL and this Redis."""
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    chosen = settings.model_copy(update={"redis_url": redis_url, "live_poll_interval": POLL})
    publisher = Publisher(redis_url, chosen)
    aggregator = Aggregator(chosen, publish=publisher.publish)
    async with served(create_app(chosen), chosen) as api:
        api.write_key = key
        async with socket(api.url) as client:
            dashboard = Dashboard(api, aggregator, client)
            await dashboard.subscribe()
            yield dashboard
    await aggregator.close()
    await publisher.close()
