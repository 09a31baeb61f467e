"""PostgreSQL accepts connections and statements and answers none: reads time out as writes do, and both recover."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from server.access import Role
from server.app import create_app
from server.settings import Settings
from server.storage.database import CLEAN_UP_SECONDS, Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.transport.api import Api, served
from tests.proxy import Proxy, proxy_to_url

TIMEOUT = 5.0
LATEST = TIMEOUT + CLEAN_UP_SECONDS + 3.0
"""Earlier than two statements could have waited, one after the other."""
QUERIES = [
    "{ platformStats { contents } }",
    '{ a: contentAnalytics(contentId: "c1") { views { total } } b: contentAnalytics(contentId: "c2") { plays } }',
    '{ platformAnalytics { views { total } } myDashboard(creatorId: "k1") { overview { plays } } }',
    "{ trending { asOf } topContents { asOf } platformStats { contents } }",
    '{ content(contentId: "c1") { id } }',
    'mutation { upsertContents(contents: [{ id: "c1" }]) { accepted } }',
    'mutation { trackEvents(events: [{ type: VIEW_START, contentId: "c1", userId: "root" }]) { accepted } }',
    "mutation { recomputeScores { contents } }",
]


@pytest.fixture
async def proxy(settings: Settings) -> AsyncIterator[tuple[Proxy, str]]:
    async with proxy_to_url(settings.database_url) as proxy:
        yield proxy


@pytest.fixture
async def api(settings: Settings, pool: Pool, proxy: tuple[Proxy, str]) -> AsyncIterator[Api]:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    chosen = settings.model_copy(
        update={"database_url": proxy[1], "database_timeout": TIMEOUT, "ingest_timeout": TIMEOUT}
    )
    async with served(create_app(chosen), chosen) as api:
        api.write_key = key
        yield api


async def timed(api: Api, query: str) -> tuple[str, float, set[str]]:
    """The query, the seconds that the answer took, and the codes of its errors."""
    started = time.monotonic()
    response = await api.post(query, authorization=api.token("root", Role.ADMIN))
    codes = {error["extensions"]["code"] for error in response.json().get("errors", ())}
    return query, time.monotonic() - started, codes


async def test_reads_give_up_as_soon_as_writes_and_come_back(api: Api, proxy: tuple[Proxy, str]) -> None:
    for _ in range(3):
        assert [codes for _, _, codes in await asyncio.gather(*(timed(api, query) for query in QUERIES))] == [set()] * 8
    proxy[0].go_deaf()
    for _ in range(2):
        answers = await asyncio.gather(*(timed(api, query) for query in QUERIES * 4))
        assert {codes == {"UNAVAILABLE"} for _, _, codes in answers} == {True}, answers
        late = [(query, seconds) for query, seconds, _ in answers if seconds > LATEST]
        assert late == []
    proxy[0].hear_again()
    async with asyncio.timeout(20):
        while any(codes for _, _, codes in await asyncio.gather(*(timed(api, query) for query in QUERIES))):
            pass
