from collections.abc import AsyncIterator

import pytest

from server.settings import Settings
from server.storage.database import Pool
from tests.integration.analytics.conftest import publish_nothing, stacked
from tests.integration.analytics.stack import Stack
from tests.integration.rollup.feed import aggregating
from tests.integration.transport.conftest import api, write_key

__all__ = ["api", "write_key"]


@pytest.fixture
async def stack(settings: Settings, pool: Pool) -> AsyncIterator[Stack]:
    async with aggregating(settings, publish_nothing) as aggregator, stacked(settings, pool, aggregator) as stack:
        yield stack
