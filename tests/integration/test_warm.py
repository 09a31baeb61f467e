"""What tests share must not show: rows, shapes, settings, answers."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from server import app
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.shared_cache import SharedCache
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.rollup.feed import Published
from tests.integration.warm import Warm


@pytest.fixture
async def shared(postgres_url: str, template: str) -> AsyncIterator[Warm]:
    warm = Warm(postgres_url, template)
    with warm.lending():
        yield warm
    await warm.drop()


async def opened(shared: Warm, settings: Settings) -> tuple[Settings, str]:
    url = await shared.restored_url()
    return settings.model_copy(update={"database_url": url}), url


async def pid(pool: asyncpg.Pool) -> int:
    found: int = await pool.fetchval("SELECT pg_backend_pid()")
    return found


def test_all_folders_share_one_database() -> None:
    """The patches of a second one would answer for the first: the shared cache would give answers of earlier tests."""
    tests = Path(__file__).parents[1]
    making = re.compile(r"\b(def warm\b|import\b.*\bwarm$)", re.MULTILINE)
    assert [file for file in tests.rglob("conftest.py") if making.search(file.read_text())] == [tests / "conftest.py"]


async def test_a_test_finds_the_connection_but_no_row_of_the_one_before(shared: Warm, bare: Settings) -> None:
    settings, url = await opened(shared, bare)
    pool = await shared.open_pool(settings, application="api", minimum=0)
    before = await pid(pool)
    async with pool.acquire() as connection:
        await register_write_key(connection, 7, new_write_key(), "test")
        batch = await connection.fetchval("SELECT nextval('ingest_batch_ids')")
        await connection.execute("SET statement_timeout = 77")
    await pool.close()
    with pytest.raises(asyncpg.InterfaceError, match="closed"):
        await pool.fetchval("SELECT 1")

    assert await opened(shared, bare) == (settings, url)
    again = await shared.open_pool(settings, application="api", minimum=0)
    assert await pid(again) == before
    assert await again.fetchval("SELECT count(*) FROM write_keys") == 0
    assert await again.fetchval("SELECT nextval('ingest_batch_ids')") == batch
    assert await again.fetchval("SELECT current_setting('statement_timeout')") == "0"
    other = await shared.open_pool(settings, application="api", minimum=0)
    assert await pid(other) != before  # two at a time have nothing in common
    await other.close()
    await again.close()


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE another ()",
        "ALTER TABLE contents ADD COLUMN another int",
        "ALTER TABLE content_totals ADD CONSTRAINT no_views CHECK (views = 0)",
        "CREATE FUNCTION another() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 50', current_database()); END $$",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 128', current_database()); END $$",
        "CREATE OR REPLACE FUNCTION sections_sum_ms(sections int8multirange) RETURNS bigint LANGUAGE sql RETURN 1",
    ],
)
async def test_a_changed_database_is_not_used_again(shared: Warm, bare: Settings, change: str) -> None:
    settings, url = await opened(shared, bare)
    pool = await shared.open_pool(settings, application="api", minimum=0)
    await pool.execute(change)
    await pool.close()
    assert (await opened(shared, bare))[1] != url


async def test_an_aggregator_leaves_its_connection_unless_it_leads(shared: Warm, bare: Settings) -> None:
    settings, _ = await opened(shared, bare)
    seen = []
    for leads in (False, True, False):
        aggregator = Aggregator(settings, publish=Published())
        await aggregator.run_once()
        assert aggregator._fold is not None
        seen.append(aggregator._fold.connection)
        aggregator._leading = leads
        await aggregator.close()
    assert seen[0] is seen[1]
    assert seen[1] is not seen[2]
    assert seen[1].is_closed()


async def test_answers_of_one_test_are_not_those_of_the_next(shared: Warm, bare: Settings) -> None:
    settings, url = await opened(shared, bare)
    for expected in (b"first", b"second"):

        async def compute(answer: bytes = expected) -> bytes:
            return answer

        cache: SharedCache = app.SharedCache(settings.redis_url, url, 60.0)  # type: ignore[attr-defined]
        assert await cache.get("list", compute) == expected
        await cache.close()
        await opened(shared, bare)


@pytest.fixture
def bare(redis_url: str) -> Settings:
    return Settings(redis_url=redis_url)
