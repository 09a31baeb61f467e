from collections.abc import AsyncIterator

import pytest

from resolvers.context import Services
from resolvers.schema import build_schema
from server.events.contents import ContentCatalogue
from server.events.ingest import Ingest
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.analytics.stack import NOW, Stack

SCHEMA = build_schema()


async def publish_nothing(_revisions: object, _subjects: object) -> None:
    return


@pytest.fixture
async def stack(settings: Settings, pool: Pool) -> AsyncIterator[Stack]:
    contents = ContentCatalogue(pool)
    ingest = Ingest(pool, settings, contents, now=lambda: NOW)
    aggregator = Aggregator(settings, publish=publish_nothing)
    await ingest.start()
    yield Stack(SCHEMA, Services(settings, pool, ingest, contents, now=lambda: NOW), aggregator)
    await ingest.stop()
    await aggregator.close()
