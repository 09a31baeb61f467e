from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from server.access import Caller
from server.events.contents import ContentCatalogue
from server.events.ingest import Ingest
from server.events.model import decode_event
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.warm import connection, database_url, in_one_loop, pool

__all__ = ["connection", "database_url", "pool"]

APP = Caller(may_track=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_one_loop(items, Path(__file__).parent)


def items(*events: object) -> list[Any]:
    """Events as the transport hands them on."""
    return [decode_event(event) for event in events]


def view(event_id: str | None = None, **fields: Any) -> dict[str, Any]:
    """A small event as a client sends it."""
    event = {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1", **fields}
    return event if event_id is None else {"id": event_id, **event}


@pytest_asyncio.fixture(loop_scope="session")
async def catalogue(pool: Pool) -> ContentCatalogue:
    return ContentCatalogue(pool)


@pytest_asyncio.fixture(loop_scope="session")
async def ingest(pool: Pool, settings: Settings) -> AsyncIterator[Ingest]:
    ingest = Ingest(pool, settings)
    await ingest.start()
    yield ingest
    await ingest.stop()
