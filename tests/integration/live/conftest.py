"""A hub on a real Redis and the publisher that feeds it; the whole API, served."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from server.app import create_app
from server.live.hub import Hub
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.live.stand_ins import Numbers, until
from tests.integration.transport.api import Api, served
from tests.integration.transport.conftest import bare_api, bare_settings
from tests.integration.warm import connection, database_url, in_one_loop, pool

__all__ = ["bare_api", "bare_settings", "connection", "database_url", "pool"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_one_loop(items, Path(__file__).parent)


@pytest.fixture
def numbers() -> Numbers:
    return Numbers()


@pytest.fixture
def live_settings(redis_url: str) -> Settings:
    return Settings(redis_url=redis_url, live_poll_interval=30.0, live_max_shared=50)


@pytest_asyncio.fixture(loop_scope="session")
async def hub(live_settings: Settings, numbers: Numbers) -> AsyncIterator[Hub]:
    """A hub whose poll is too rare to help: what arrives was pushed."""
    hub = Hub(live_settings, numbers.progress, now=numbers.now)
    await hub.start()
    await until(lambda: hub.pushed)
    yield hub
    await hub.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def publisher(live_settings: Settings) -> AsyncIterator[Publisher]:
    publisher = Publisher(live_settings.redis_url, live_settings)
    yield publisher
    await publisher.close()


@pytest_asyncio.fixture(loop_scope="session")
async def api(settings: Settings, pool: Pool, within_a_quarter_hour: None) -> AsyncIterator[Api]:
    """The real application, served."""
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    async with served(create_app(settings), settings) as api:
        api.write_key = key
        yield api


@pytest_asyncio.fixture(loop_scope="session")
async def aggregator(api: Api, settings: Settings) -> AsyncIterator[Aggregator]:
    """An aggregator that tells the application what it did, when a test lets it run."""
    publisher = Publisher(settings.redis_url, settings)
    aggregator = Aggregator(settings, publish=publisher.publish)
    yield aggregator
    await aggregator.close()
    await publisher.close()
