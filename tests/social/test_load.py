"""Some workspaces with an account on each network: calls, limits, and a worker that is killed; `make soak` has 200."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from server.demo.addresses import ADDRESSES
from server.social.model import Network
from server.social.working import collect_cells
from tests.social.collection import Bench
from tests.social.load import SLACK, Load
from tests.social.serving import serving

WORKSPACES, POSTS, KILLS = 3, 50, 3
SECONDS = 120.0
"""How long a collection of all may take on a busy machine."""


@pytest.fixture
async def load(bench: Bench, environment: dict[str, str]) -> AsyncIterator[Load]:
    """Connected workspaces; the settings of the bench and of workers have the addresses of their networks."""
    load = Load(WORKSPACES, POSTS)
    async with serving(*(load.networks[network] for network in Network)):
        urls = {name: load.networks[network].url for name, network in ADDRESSES.items()}
        bench.settings = bench.settings.model_copy(update=urls)
        environment.update({f"VIEWPULSE_{name.upper()}": url for name, url in urls.items()})
        environment["VIEWPULSE_SOCIAL_LEASE"] = "1"
        await load.connect(bench.settings, bench.pool, bench.client, bench.vault)
        yield load
    assert load.refused() == []


async def test_all_are_collected_with_hardly_more_calls_than_batches_need(bench: Bench, load: Load) -> None:
    stop, began = asyncio.Event(), datetime.now(UTC)
    working = asyncio.create_task(collect_cells(bench.settings, stop))
    await load.until_collected(bench.pool, began, SECONDS)
    stop.set()
    await working
    calls, least = load.calls(), load.least()
    assert all(calls[network] >= least[network] for network in Network), "the least number is too large"
    assert sum(calls.values()) <= SLACK * sum(least.values()), (calls, least)
    assert load.exceeded() == []
    assert await load.wrong(bench.pool) == []


async def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(
    bench: Bench, load: Load, worker: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    dice = Random(20_261_201)
    for _ in range(KILLS):
        running, seen = worker(), sum(load.calls().values())
        wanted = seen + dice.randrange(1, 60)
        async with asyncio.timeout(SECONDS):
            while sum(load.calls().values()) < wanted:  # noqa: ASYNC110 - another process asks
                await asyncio.sleep(0.005)
        running.kill()
        running.wait()
        load.move(timedelta(minutes=dice.randrange(1, 20)))
        await bench.pool.execute("UPDATE social_accounts SET due_at = now()")
    last = datetime.now(UTC)
    await bench.pool.execute("UPDATE social_accounts SET due_at = now(), wanted_at = now()")
    worker()
    await load.until_collected(bench.pool, last, SECONDS)
    assert await load.wrong(bench.pool) == []
    abandoned = await bench.pool.fetchval("SELECT count(*) FROM social_collections WHERE outcome = 'abandoned'")
    assert abandoned > 0
