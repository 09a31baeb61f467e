"""The application on a database of the test's own, and what erases in it."""

from collections.abc import AsyncIterator

import pytest

from server.app import create_app
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.conftest import aggregator, database, one_schema, published
from tests.integration.transport.api import Api, served

__all__ = ["aggregator", "database", "one_schema", "published"]


@pytest.fixture
async def api(settings: Settings, pool: Pool) -> AsyncIterator[Api]:
    """The real application, served."""
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    async with served(create_app(settings), settings) as api:
        api.write_key = key
        yield api
