"""The application with its port for /metrics."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.monitoring.scraping import monitored
from tests.integration.transport.api import Api
from tests.integration.warm import connection, database_url, in_one_loop, pool

__all__ = ["connection", "database_url", "pool"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_one_loop(items, Path(__file__).parent)


@pytest_asyncio.fixture(loop_scope="session")
async def served_api(settings: Settings, pool: Pool) -> AsyncIterator[tuple[Api, str]]:
    """The application, with a write key, and the address of its /metrics."""
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    async with monitored(settings) as (api, url):
        api.write_key = key
        yield api, url
