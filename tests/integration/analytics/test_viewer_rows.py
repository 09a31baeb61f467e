"""The rows of viewers arrive whole, in buckets of whole viewers, and PostgreSQL stops when nobody reads them."""

import asyncio
from typing import Any

import asyncpg
import pytest

from server.analytics import viewer_rows
from server.analytics.snapshot import read_snapshot
from server.analytics.viewer_rows import read_buckets
from server.storage.database import Pool
from server.storage.statement import Statement

GENERATED = Statement(
    "SELECT (number / 7 - 100)::bigint, '2026-11-10T10:00:00.0015Z'::timestamptz + number * interval '1 second', "
    "(number % 5)::integer FROM generate_series(0, :last::bigint) AS number"
)
SLEEPING = Statement("SELECT 1::bigint, now(), 1::integer FROM pg_sleep(:seconds::float8) AS slept")
ACTIVE = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY' || $1 AND state = 'active'"


async def read(pool: Pool, last: int) -> list[Any]:
    async with read_snapshot(pool, 1) as connection:
        return [bucket async for bucket in read_buckets(connection, GENERATED, {"last": last}, seconds=60)]


@pytest.mark.parametrize("size", [1, 7, 100, 1_000_000])
async def test_buckets_are_the_rows_and_never_divide_a_viewer(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(viewer_rows, "BUCKET_ROWS", size)
    found = await read(pool, 9_999)
    viewers, times, steps = ([value for bucket in found for value in bucket[part].tolist()] for part in range(3))
    assert viewers == [number // 7 - 100 for number in range(10_000)]
    assert times == [1_794_304_800_001 + number * 1000 for number in range(10_000)]
    assert steps == [number % 5 for number in range(10_000)]
    of_bucket = [set(bucket[0].tolist()) for bucket in found]
    assert sum(map(len, of_bucket)) == len(set().union(*of_bucket))
    assert (len(found) > 1) is (size < 10_000)


async def test_no_rows_are_no_bucket(pool: Pool) -> None:
    assert await read(pool, -1) == []


async def test_an_error_of_the_statement_is_raised(pool: Pool) -> None:
    broken = Statement("SELECT (1 / :zero::bigint)::bigint, now(), 1::integer")
    async with read_snapshot(pool, 1) as connection:
        with pytest.raises(asyncpg.DivisionByZeroError):
            async for _ in read_buckets(connection, broken, {"zero": 0}, seconds=60):
                pass


async def test_the_statement_is_cancelled_with_its_reader(pool: Pool) -> None:
    async def sleep() -> None:
        async with read_snapshot(pool, 1) as connection:
            async for _ in read_buckets(connection, SLEEPING, {"seconds": 60.0}, seconds=60):
                pass

    reading = asyncio.create_task(sleep())
    await active(pool, 1)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    await active(pool, 0)


async def test_the_statement_is_cancelled_when_the_reader_stops_in_the_middle(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewer_rows, "BUCKET_ROWS", 10)
    async with read_snapshot(pool, 1) as connection:
        buckets = read_buckets(connection, GENERATED, {"last": 50_000_000}, seconds=60)
        assert len((await anext(buckets))[0])
        async with asyncio.timeout(10):
            await buckets.aclose()
    await active(pool, 0, "%generate_series%")
    assert await pool.fetchval("SELECT 1") == 1


async def active(pool: Pool, number: int, what: str = "%pg_sleep%") -> None:
    """Returns when so many such statements run."""
    found = -1
    async with asyncio.timeout(10):
        while found != number:
            found = await pool.fetchval(ACTIVE, what)
            await asyncio.sleep(0.01)
