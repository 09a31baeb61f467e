"""What /metrics shows of real faults: what the alerts of `examples/monitoring` compare."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from server.monitoring.instruments import (
    DATABASE_BYTES,
    DATABASE_CAPACITY,
    DATABASE_UP,
    LAG,
    LEADERS,
    PARTITIONS_AHEAD,
    REDIS_UP,
    WORKERS_UP,
)
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Pool
from server.storage.partitions import daily_partitions, drop_partition, ensure_partitions
from server.storage.write_keys import new_write_key, register_write_key
from tests.fault.outage import Outage
from tests.integration.monitoring.scraping import Scrape, monitored, scrape


async def scraped_until(url: str, name: str, accepts: Callable[[float], bool]) -> Scrape:
    """The first scrape that shows a value which is accepted; a busy database may be too late for some."""
    async with asyncio.timeout(60):
        while (value := (found := await scrape(url)).get(name)) is None or not accepts(value):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return found


def none(value: float) -> bool:
    """Whether there is nothing."""
    return value == 0


def some(value: float) -> bool:
    """Whether there is something."""
    return value > 0


async def test_redis_that_is_killed_and_comes_back_is_seen(settings: Settings, tmp_path: Path) -> None:
    redis = Outage(tmp_path)
    redis.start()
    chosen = settings.model_copy(update={"redis_url": redis.url})
    try:
        async with monitored(chosen) as (_, url):
            await scraped_until(url, REDIS_UP.name, some)
            redis.stop()
            found = await scraped_until(url, REDIS_UP.name, none)
            assert found[WORKERS_UP.name] == 0
            assert found[DATABASE_UP.name] == 1
            redis.start()
            await scraped_until(url, REDIS_UP.name, some)
    finally:
        redis.stop()


async def test_without_postgresql_a_scrape_says_so_and_leaves_out_what_it_cannot_know(redis_url: str) -> None:
    away = Settings(database_url="postgresql://viewpulse@127.0.0.1:1/none", redis_url=redis_url)

    async with monitored(away) as (api, url):
        found = await scrape(url)
        assert (await api.client.get("/health/ready")).status_code == 503

    assert found[DATABASE_UP.name] == 0
    assert found.names.isdisjoint({LAG.name, LEADERS.name, DATABASE_BYTES.name, DATABASE_CAPACITY.name})


async def test_an_aggregator_that_stops_leaves_no_leader_and_the_lag_grows(settings: Settings, pool: Pool) -> None:
    async def nowhere(_revisions: object, _subjects: object) -> None:
        pass

    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key := new_write_key(), "test")
    async with monitored(settings) as (api, url):
        api.write_key = key
        await api.ask('mutation { trackEvent(event: {type: VIEW_START, contentId: "c1"}) { accepted } }')
        await scraped_until(url, LEADERS.name, none)
        stop = asyncio.Event()
        running = asyncio.create_task(Aggregator(settings, publish=nowhere).run_forever(stop))
        await scraped_until(url, LEADERS.name, some)
        lag = (await scraped_until(url, LAG.name, lambda lag: lag >= 0))[LAG.name]
        stop.set()
        await running
        await scraped_until(url, LEADERS.name, none)
        await scraped_until(url, LAG.name, lambda later: later > lag + 0.1)


async def test_a_missing_partition_for_tomorrow_is_seen(settings: Settings, pool: Pool) -> None:
    async with monitored(settings) as (_, url):
        async with pool.acquire() as connection:
            await ensure_partitions(connection, datetime.now(UTC), days_back=1)
            ahead = int((await scraped_until(url, PARTITIONS_AHEAD.name, some))[PARTITIONS_AHEAD.name])
            for name, _ in (await daily_partitions(connection))[-ahead:]:
                async with connection.transaction():
                    await drop_partition(connection, name)
        await scraped_until(url, PARTITIONS_AHEAD.name, none)


async def test_a_volume_that_is_81_percent_full_is_over_the_limit_of_the_alert(settings: Settings, pool: Pool) -> None:
    size = await pool.fetchval("SELECT pg_database_size(current_database())")
    chosen = settings.model_copy(update={"database_capacity_bytes": int(size / 0.81)})

    async with monitored(chosen) as (_, url):
        found = await scraped_until(url, DATABASE_BYTES.name, some)

    assert 0.8 < found[DATABASE_BYTES.name] / found[DATABASE_CAPACITY.name] < 0.9
