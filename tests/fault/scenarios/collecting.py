"""Social accounts: a worker that is killed while it collects, many workspaces at once, and what a push takes."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from pydantic import SecretStr

from server.demo.addresses import ADDRESSES
from server.settings import Settings
from server.social.accounts import account_id_of
from server.social.client import SocialClient
from server.social.model import Network
from server.social.pauses import Pauses
from server.social.vault import Vault, new_key
from server.storage.database import Pool, close_pool, open_pool
from tests.fault.deployment import Service
from tests.fault.scenarios.playing import Run, scenario
from tests.integration.transport.socket_client import socket
from tests.products import PATIENCE
from tests.social.load import SLACK, Load, followers_of
from tests.social.serving import serving

POSTS = 50
FEW, MANY = 5, 200
"""Workspaces, with an account on each of seven networks."""
COLLECT_SECONDS = 1200.0
FOLLOWERS = """subscription ($id: ID!) {
    socialAccount(accountId: $id) { metrics { followers { value collectedAt } } }
}"""
UNDER_WAY = "SELECT EXISTS (SELECT 1 FROM social_collections WHERE ended_at IS NULL)"
NOW = "UPDATE social_accounts SET due_at = now(), wanted_at = now()"
"""Collections at once: those that a person requests keep `VIEWPULSE_SOCIAL_SPACING`."""


@dataclass(frozen=True, slots=True)
class Connected:
    """Workspaces whose accounts are connected.

    Attributes:
        load: The workspaces, and their networks.
        pool: The database.
        worker: Collects them, once it is launched.
    """

    load: Load
    pool: Pool
    worker: Service


@asynccontextmanager
async def _connected(run: Run, workspaces: int) -> AsyncIterator[Connected]:
    load = Load(workspaces, POSTS)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(serving(*(load.networks[network] for network in Network)))
        urls = {name: load.networks[network].url for name, network in ADDRESSES.items()}
        keys, servers = new_key(), run.deployment
        own = Settings(database_url=servers.database.url, redis_url=servers.redis.url, social_keys=SecretStr(keys))
        settings = own.model_copy(update=urls)
        pool = await open_pool(settings, application="test")
        stack.push_async_callback(close_pool, pool)
        pauses = Pauses(settings.redis_url, settings.database_url)
        stack.push_async_callback(pauses.aclose)
        client = await stack.enter_async_context(SocialClient(pauses))
        await load.connect(settings, pool, client, Vault.of_settings(settings))
        environment = {f"VIEWPULSE_{name.upper()}": url for name, url in urls.items()}
        yield Connected(
            load,
            pool,
            servers.command("worker", VIEWPULSE_SOCIAL_KEYS=keys, VIEWPULSE_SOCIAL_LEASE="2", **environment),
        )


@scenario("kill -9 of the worker while it collects social accounts", rounds=20, seconds=8, quick=0)
async def kill_collector(run: Run) -> None:
    """Nothing is lost and nothing doubled, at whatever moment."""
    async with _connected(run, FEW) as connected:
        load, pool = connected.load, connected.pool
        async with run.deployment.another(connected.worker) as worker:
            for _ in run.rounds():
                seen = sum(load.calls().values())
                wanted = seen + run.random.randrange(1, 200)
                while sum(load.calls().values()) < wanted:
                    await run.pause(0.02)
                worker.restart()
                load.move(timedelta(minutes=run.random.randrange(1, 20)))
                await pool.execute(NOW)
            last = datetime.now(UTC)
            await pool.execute(NOW)
            await load.until_collected(pool, last, COLLECT_SECONDS)
        assert await load.wrong(pool) == []
        assert load.refused() == []
        counts = "SELECT outcome || ': ' || count(*) FROM social_collections GROUP BY outcome ORDER BY outcome"
        run.notes += [row[0] for row in await pool.fetch(counts)]


@scenario(
    f"{MANY} workspaces with {len(Network)} accounts of {POSTS} posts are collected", rounds=1, seconds=400, quick=0
)
async def collect_workspaces(run: Run) -> None:
    """Calls are hardly more than batches need, no limit is exceeded, and each number is that of its network."""
    for _ in run.rounds():
        async with _connected(run, MANY) as connected:
            load, began, started = connected.load, datetime.now(UTC), time.monotonic()
            async with run.deployment.another(connected.worker):
                await load.until_collected(connected.pool, began, COLLECT_SECONDS)
            seconds = time.monotonic() - started
            calls, least = sum(load.calls().values()), sum(load.least().values())
            run.notes.append(
                f"{load.accounts:,} accounts in {seconds:.0f} s: {calls:,} calls, {calls / least:.3f} of the least"
            )
            assert calls <= SLACK * least
            assert load.exceeded() == []
            assert load.refused() == []
            assert await load.wrong(connected.pool) == []


@scenario(
    "a changed follower count reaches a subscription after its collection",
    rounds=30,
    seconds=3,
    quick=0,
    heals_within=2.0,
)
async def push_followers(run: Run) -> None:
    """The seconds to serve are those from a collection, by the clock of the worker, until a socket has its number."""
    async with _connected(run, 1) as connected, AsyncExitStack() as stack:
        load, network = connected.load, Network.INSTAGRAM
        account = account_id_of(network, load.brands[0].id_on(network))
        token = f"Bearer {run.deployment.tokens[1]}"
        client = await stack.enter_async_context(socket(run.deployment.api.url))
        await stack.enter_async_context(run.deployment.another(connected.worker))
        await client.initialise(authorization=token)
        await client.subscribe(FOLLOWERS, {"id": account})
        for _ in run.rounds():
            async with asyncio.timeout(PATIENCE):
                while await connected.pool.fetchval(UNDER_WAY):  # noqa: ASYNC110  # its end says when the next is due
                    await asyncio.sleep(0.05)
            load.move(timedelta(hours=1))
            await connected.pool.execute(NOW)
            wanted = followers_of(load.brands[0], network)
            async with asyncio.timeout(PATIENCE):
                while (shown := _followers_in(await client.hear()))["value"] != wanted:
                    pass
            run.healed.append((datetime.now(UTC) - datetime.fromisoformat(shown["collectedAt"])).total_seconds())
            await run.pause(1.0)
        run.notes.append(f"median {median(run.healed):.2f} s, longest {max(run.healed):.2f} s")


def _followers_in(message: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = message["payload"]["data"]["socialAccount"]["metrics"]["followers"]
    return found
