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
from server.storage.database import Pool, open_pool
from tests.conftest import database_copy
from tests.integration.analytics.many_rows import fill
from tests.integration.analytics.stack import NOW, Stack
from tests.integration.resolvers.social_documents import connecting
from tests.integration.rollup.feed import aggregating
from tests.integration.warm import aggregator, connection, database_url, in_one_loop, pool
from tests.integration.worker.in_process import answering

__all__ = ["aggregator", "connection", "database_url", "pool"]

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
    connections = connecting(settings)
    async with answering(settings) as ask:
        services = Services(settings, pool, ingest, contents, now=lambda: NOW, ask_worker=ask, connections=connections)
        yield Stack(SCHEMA, services, aggregator)
    await connections.aclose()
    await ingest.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests share connections, and with them a loop."""
    in_one_loop(items, Path(__file__).parent)


@pytest_asyncio.fixture(loop_scope="session")
async def stack(settings: Settings, pool: Pool) -> AsyncIterator[Stack]:
    async with aggregating(settings, publish_nothing) as aggregator, stacked(settings, pool, aggregator) as stack:
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
