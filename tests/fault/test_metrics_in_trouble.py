"""What /metrics shows of real faults, and that /health/ready and platformStats say the same."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from server.access import Role
from server.monitoring.instruments import (
    BATCHES_WAITING,
    CELLS_FAILING,
    DATABASE_BYTES,
    DATABASE_CAPACITY,
    DATABASE_UP,
    EVENTS_WAITING,
    INGEST_UP,
    LAG,
    LEADERS,
    REDIS_UP,
    WAL_BYTES,
    WORKERS_UP,
)
from server.rollup.aggregator import Aggregator
from server.rollup.state import StateReader
from server.settings import Settings
from server.storage.cell_directory import Cell
from server.storage.database import Pool, open_pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.databases import drop, name_of, run_sql
from tests.fault.alerts import ALERTS, Fault, look, not_as_expected
from tests.fault.outage import Outage
from tests.integration.cells.conftest import (
    Viewpulse,
    cell,
    database_url,
    other_postgres_url,
    viewpulse,
    with_schema,
    with_server,
)
from tests.integration.monitoring.scraping import Scrape, monitored, scrape
from tests.integration.transport.api import Api

__all__ = ["cell", "database_url", "other_postgres_url", "viewpulse", "with_schema", "with_server"]

TRACK = 'mutation { trackEvent(event: {type: VIEW_START, contentId: "c1"}) { accepted } }'
STATS = "{ platformStats { pendingBatches pendingEvents } }"


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


async def assert_agreement(api: Api, url: str, *, project: int = 1) -> dict[str, Any]:
    """What /metrics, /health/ready and platformStats of a project say is the same; what /health/ready said."""
    first = (await api.client.get("/health/ready")).json()
    found = await scrape(url)
    second: dict[str, Any] = (await api.client.get("/health/ready")).json()
    parts = {"database": DATABASE_UP, "ingest": INGEST_UP, "redis": REDIS_UP, "worker": WORKERS_UP}
    for part, instrument in parts.items():
        assert first[part]["ok"] == found[instrument.name] == second[part]["ok"], part
    assert len(first["cells"]["failing"]) == found[CELLS_FAILING.name] == len(second["cells"]["failing"])
    if (seconds := first["aggregator"]["seconds"]) is None:
        assert found.get(LAG.name) is None
    else:
        assert seconds <= found[LAG.name] <= second["aggregator"]["seconds"]
    if not second["cells"]["failing"]:  # else nothing is known of all together
        answer = await api.ask(STATS, authorization=api.token("admin", Role.ADMIN, project=project))
        assert answer["data"]["platformStats"] == {
            "pendingBatches": found[BATCHES_WAITING.name],
            "pendingEvents": found[EVENTS_WAITING.name],
        }
    return second


@pytest.fixture
async def write_key(pool: Pool) -> str:
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key := new_write_key(), "test")
    return key


async def test_redis_that_is_killed_and_comes_back_is_seen(settings: Settings, write_key: str, tmp_path: Path) -> None:
    redis = Outage(tmp_path)
    redis.start()
    chosen = settings.model_copy(update={"redis_url": redis.url})
    try:
        async with monitored(chosen) as (api, url):
            api.write_key = write_key
            await scraped_until(url, REDIS_UP.name, some)
            redis.stop()
            await api.ask(TRACK)
            found = await scraped_until(url, REDIS_UP.name, none)
            assert found[DATABASE_UP.name] == 1
            ready = await assert_agreement(api, url)
            assert (ready["status"], ready["redis"]["ok"], ready["worker"]["ok"]) == ("ready", False, False)
            redis.start()
            await scraped_until(url, REDIS_UP.name, some)
            assert (await assert_agreement(api, url))["redis"]["ok"]
    finally:
        redis.stop()


async def test_without_postgresql_a_scrape_says_so_and_leaves_out_what_it_cannot_know(redis_url: str) -> None:
    away = Settings(database_url="postgresql://viewpulse@127.0.0.1:1/none", redis_url=redis_url)

    async with monitored(away) as (api, url):
        found = await scrape(url)
        assert (await api.client.get("/health/ready")).status_code == 503

    assert found[DATABASE_UP.name] == 0
    assert found.names.isdisjoint({LAG.name, LEADERS.name, DATABASE_BYTES.name, DATABASE_CAPACITY.name})


async def test_an_aggregator_that_stops_leaves_no_leader_and_the_lag_grows(settings: Settings, write_key: str) -> None:
    async def nowhere(_revisions: object, _subjects: object) -> None:
        pass

    async with monitored(settings.model_copy(update={"aggregation_max_lag": 0.5})) as (api, url):
        api.write_key = write_key
        await api.ask(TRACK)
        await scraped_until(url, LEADERS.name, none)
        stop = asyncio.Event()
        running = asyncio.create_task(Aggregator(settings, publish=nowhere).run_forever(stop))
        await scraped_until(url, LEADERS.name, some)
        lag = (await scraped_until(url, LAG.name, lambda lag: lag >= 0))[LAG.name]
        stop.set()
        await running
        await api.ask(TRACK)
        await scraped_until(url, LEADERS.name, none)
        found = await scraped_until(url, LAG.name, lambda later: later > lag + 0.5)
        assert found[BATCHES_WAITING.name] == found[EVENTS_WAITING.name] == 1
        ready = await assert_agreement(api, url)
        assert (ready["status"], ready["aggregator"]["ok"]) == ("ready", False)


@pytest.mark.parametrize("cell", ["two servers"], indirect=True)
async def test_a_cell_that_does_not_work_is_seen_and_fires_the_alert_of_its_database(
    settings: Settings, cell: Cell, viewpulse: Viewpulse, other_postgres_url: str, tmp_path: Path
) -> None:
    key = viewpulse("key", "create", "--project", "2")
    async with monitored(settings) as (api, url):
        api.write_key = key
        await api.ask(TRACK)
        targets = {"viewpulse-api": urlsplit(url).netloc}
        assert (await assert_agreement(api, url, project=2))["cells"]["ok"]
        before = await look(targets), await look(targets)
        await run_sql(other_postgres_url, drop(name_of(cell.database_url)))
        await api.post(TRACK)
        found = await scraped_until(url, CELLS_FAILING.name, some)
        assert found[DATABASE_UP.name] == 1
        assert found.get(BATCHES_WAITING.name) is None
        ready = await assert_agreement(api, url)
        assert (ready["status"], ready["cells"]["failing"]) == ("ready", ["eu"])
        during = await look(targets), await look(targets)
    others = ALERTS - {"ViewpulseDatabaseDown"}
    fault = Fault("a cell is unavailable", before, during, frozenset({"ViewpulseDatabaseDown"}), 5, possible=others)
    assert not_as_expected([fault], tmp_path) == ""


async def test_the_sizes_of_the_database_and_of_its_log_are_those_of_postgresql(settings: Settings, pool: Pool) -> None:
    size = await pool.fetchval("SELECT pg_database_size(current_database())")
    chosen = settings.model_copy(update={"database_capacity_bytes": int(size / 0.81)})

    async with monitored(chosen) as (_, url):
        found = await scraped_until(url, DATABASE_BYTES.name, some)
        log = await pool.fetchval("SELECT sum(size)::bigint FROM pg_ls_waldir()")

    assert 0.8 < found[DATABASE_BYTES.name] / found[DATABASE_CAPACITY.name] < 0.9
    assert found[WAL_BYTES.name] % 2**20 == log % 2**20 == 0
    assert found[WAL_BYTES.name] > 0


async def test_the_log_is_not_shown_to_a_user_who_may_not_see_it(settings: Settings, pool: Pool) -> None:
    role, parts = f"plain_{name_of(settings.database_url)}", urlsplit(settings.database_url)
    schema = await pool.fetchval("SELECT current_schema()")
    await pool.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{parts.password}'")
    await pool.execute(
        f"GRANT USAGE ON SCHEMA {schema} TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}"
    )
    url = parts._replace(netloc=parts.netloc.replace(f"{parts.username}:", f"{role}:")).geturl()
    theirs = await open_pool(settings.model_copy(update={"database_url": url}), application="plain")
    try:
        found = {one.name for one in await StateReader(lambda: {url: theirs}).read()}
    finally:
        await theirs.close()
        await pool.execute(f"DROP OWNED BY {role}")
        await pool.execute(f"DROP ROLE {role}")

    assert DATABASE_BYTES.name in found
    assert WAL_BYTES.name not in found
