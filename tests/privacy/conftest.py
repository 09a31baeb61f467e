"""The application on a database of the test's own, and what erases in it."""

import os
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from server.app import create_app
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.conftest import aggregator, database, one_schema, published
from tests.integration.transport.api import Api, served
from tests.unit.forked_command import run_forked

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


@pytest.fixture
def viewpulse(settings: Settings) -> Callable[..., Any]:
    """Runs a command on the test's database; what it printed, and its exit code."""
    assert settings.privacy_secret is not None
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VIEWPULSE_")}
    environment = {
        **inherited,
        "VIEWPULSE_DATABASE_URL": settings.database_url,
        "VIEWPULSE_REDIS_URL": settings.redis_url,
        "VIEWPULSE_DATA_DIR": str(settings.data_dir),
        "VIEWPULSE_PRIVACY_SECRET": settings.privacy_secret.get_secret_value(),
    }
    return lambda *arguments: run_forked(arguments, environment)
