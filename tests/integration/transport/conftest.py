"""A served API for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from server.app import create_app
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.conftest import JWT_SECRET
from tests.integration.transport.api import Api, served
from tests.integration.warm import connection, database_url, in_one_loop, pool

__all__ = ["connection", "database_url", "pool"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_one_loop(items, Path(__file__).parent)


@pytest_asyncio.fixture(loop_scope="session")
async def write_key(pool: Pool) -> str:
    """A good write key of project 1."""
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    return key


@pytest_asyncio.fixture(loop_scope="session")
async def api(settings: Settings, write_key: str) -> AsyncIterator[Api]:
    """The real application, with a write key."""
    async with served(create_app(settings), settings) as api:
        api.write_key = write_key
        yield api


@pytest.fixture
def bare_settings(redis_url: str) -> Settings:
    """Settings of a process whose database is unavailable: enough for requests that read nothing."""
    return Settings(
        database_url="postgresql://viewpulse@127.0.0.1:1/none",
        redis_url=redis_url,
        jwt_secret=SecretStr(JWT_SECRET),
        development=True,
    )


@pytest_asyncio.fixture(loop_scope="session")
async def bare_api(bare_settings: Settings) -> AsyncIterator[Api]:
    """The real application, served without a database."""
    async with served(create_app(bare_settings), bare_settings) as api:
        yield api
