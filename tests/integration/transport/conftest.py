"""A served API for each test."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from server.app import create_app
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.conftest import JWT_SECRET
from tests.integration.transport.api import Api, served


@pytest.fixture
async def write_key(pool: Pool) -> str:
    """A good write key of project 1."""
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    return key


@pytest.fixture
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


@pytest.fixture
async def bare_api(bare_settings: Settings) -> AsyncIterator[Api]:
    """The real application, served without a database."""
    async with served(create_app(bare_settings), bare_settings) as api:
        yield api
