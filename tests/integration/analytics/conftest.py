import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from strawberry.extensions import ParserCache, ValidationCache

from resolvers.context import Services
from resolvers.schema import build_schema
from server.events.contents import ContentCatalogue
from server.events.ingest import Ingest
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Connection, Pool, open_pool
from tests.conftest import database_copy
from tests.integration.analytics.many_rows import fill
from tests.integration.analytics.stack import NOW, Stack
from tests.integration.rollup.feed import Published
from tests.integration.warm import Warm, in_one_loop

SCHEMA = build_schema()
SCHEMA.extensions = (ParserCache, ValidationCache)  # the transport has caches of its own; here a document is sent often


async def publish_nothing(_revisions: object, _subjects: object) -> None:
    return


@asynccontextmanager
async def stacked(settings: Settings, pool: Pool, aggregator: Aggregator) -> AsyncIterator[Stack]:
    """Ingest, schema and aggregator together, at a fixed clock."""
    contents = ContentCatalogue(pool)
    arrivals = count()
    ingest = Ingest(pool, settings, now=lambda: NOW + timedelta(microseconds=next(arrivals)))
    await ingest.start()
    yield Stack(SCHEMA, Services(settings, pool, ingest, contents, now=lambda: NOW), aggregator)
    await ingest.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests share connections, and with them a loop."""
    in_one_loop([item for item in items if item.path.is_relative_to(Path(__file__).parent)])


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def warm(postgres_url: str, template: str) -> AsyncIterator[Warm]:
    warm = Warm(postgres_url, template)
    yield warm
    await warm.drop()


@pytest_asyncio.fixture(loop_scope="session")
async def database_url(warm: Warm) -> str:
    """An empty, migrated database, the same for all tests."""
    return await warm.restored_url()


@pytest_asyncio.fixture(loop_scope="session")
async def pool(warm: Warm, settings: Settings) -> AsyncIterator[Pool]:
    async with warm.pool(settings) as pool:
        yield pool


@pytest_asyncio.fixture(loop_scope="session")
async def database(pool: Pool) -> AsyncIterator[Connection]:
    async with pool.acquire() as connection:
        yield connection


@pytest_asyncio.fixture(loop_scope="session")
async def aggregator(warm: Warm, settings: Settings, published: Published) -> AsyncIterator[Aggregator]:
    async with warm.aggregator(settings, published) as aggregator:
        yield aggregator


@pytest_asyncio.fixture(loop_scope="session")
async def stack(warm: Warm, settings: Settings, pool: Pool) -> AsyncIterator[Stack]:
    with warm.writers(settings):
        async with (
            warm.aggregator(settings, publish_nothing) as aggregator,
            stacked(settings, pool, aggregator) as stack,
        ):
            yield stack


@pytest.fixture(scope="session")
def many_rows_settings(postgres_url: str, template: str) -> Iterator[Settings]:
    """Settings of a database with rows in realistic numbers; for reading only."""
    with database_copy(postgres_url, f"{template}_many_rows", template) as url:
        settings = Settings(database_url=url, database_timeout=300.0)  # filling it takes seconds, under load a minute
        asyncio.run(fill(settings))
        yield settings


@pytest_asyncio.fixture(loop_scope="session")
async def many_rows(many_rows_settings: Settings) -> AsyncIterator[Pool]:
    """A pool on the database with rows in realistic numbers; for reading only."""
    pool = await open_pool(many_rows_settings, application="test")
    yield pool
    await pool.close()
