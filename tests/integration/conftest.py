"""An aggregator whose hints are kept, and a connection to look at what it did."""

from collections.abc import AsyncIterator

import pytest

from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Connection, Pool
from tests.integration.rollup.feed import Published, aggregating


@pytest.fixture
def published() -> Published:
    return Published()


@pytest.fixture
async def aggregator(settings: Settings, published: Published) -> AsyncIterator[Aggregator]:
    async with aggregating(settings, published) as aggregator:
        yield aggregator


@pytest.fixture
async def database(pool: Pool) -> AsyncIterator[Connection]:
    async with pool.acquire() as connection:
        yield connection
