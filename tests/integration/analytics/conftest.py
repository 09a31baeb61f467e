import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from itertools import count

import pytest
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

SCHEMA = build_schema()
SCHEMA.extensions = (ParserCache, ValidationCache)  # the transport has caches of its own; here a document is sent often


async def publish_nothing(_revisions: object, _subjects: object) -> None:
    return


@pytest.fixture
async def stack(settings: Settings, pool: Pool) -> AsyncIterator[Stack]:
    contents = ContentCatalogue(pool)
    arrivals = count()
    ingest = Ingest(pool, settings, now=lambda: NOW + timedelta(microseconds=next(arrivals)))
    aggregator = Aggregator(settings, publish=publish_nothing)
    await ingest.start()
    yield Stack(SCHEMA, Services(settings, pool, ingest, contents, now=lambda: NOW), aggregator)
    await ingest.stop()
    await aggregator.close()


@pytest.fixture(scope="session")
def many_rows_settings(postgres_url: str, template: str) -> Iterator[Settings]:
    """Settings of a database with rows in realistic numbers; for reading only."""
    with database_copy(postgres_url, f"{template}_many_rows", template) as url:
        settings = Settings(database_url=url, database_timeout=300.0)  # filling it takes seconds, under load a minute
        asyncio.run(fill(settings))
        yield settings


@pytest.fixture
async def many_rows(many_rows_settings: Settings) -> AsyncIterator[Pool]:
    """A pool on the database with rows in realistic numbers; for reading only."""
    pool = await open_pool(many_rows_settings, application="test")
    yield pool
    await pool.close()
