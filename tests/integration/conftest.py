"""An aggregator that records its hints, a connection to inspect its results, and one schema for all applications."""

from collections.abc import AsyncIterator, Iterator
from functools import cache

import pytest

from resolvers.schema import build_schema
from server import app
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Connection, Pool
from tests.integration.rollup.feed import Published, aggregating


@pytest.fixture(autouse=True, scope="session")
def one_schema() -> Iterator[None]:
    """Applications that a process makes one after another share a schema: making it takes as long as a small test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "build_schema", cache(build_schema))
        yield


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
