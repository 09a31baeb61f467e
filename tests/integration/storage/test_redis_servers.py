"""The servers of Redis, asked by many tasks while one of them forgets what it knew."""

import asyncio

from server.storage.redis_servers import Layout, RedisServers
from tests.proxy import proxy_to_url

DELAY = 0.02
"""Seconds that each answer takes; a connection greets with several of them."""
STEPS = 200
"""Of the event loop: enough for a connection and some commands."""
PATIENCE = 10.0


async def test_forgetting_does_not_disturb_those_who_are_connecting(redis_url: str) -> None:
    async with proxy_to_url(redis_url) as (proxy, through):
        proxy.delay = DELAY
        for step in range(12):
            servers = RedisServers(through)
            asking = [asyncio.create_task(servers.find()) for _ in range(3)]
            await asyncio.sleep(step * DELAY)
            await servers.forget()
            found = await asyncio.gather(*asking, return_exceptions=True)
            assert [type(layout) for layout in found] == [Layout] * 3, found
            await servers.aclose()


async def test_a_task_ends_when_it_is_cancelled_at_whichever_step_of_a_command(redis_url: str) -> None:
    servers = RedisServers(redis_url)

    async def ask_forever() -> None:
        while True:
            layout = await servers.find()
            await layout.server_of("key").execute_command("GET", "key")  # type: ignore[no-untyped-call]

    for steps in range(STEPS):
        asking = asyncio.create_task(ask_forever())
        for _ in range(steps):
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait([asking], timeout=PATIENCE)
        assert asking.cancelled(), f"it continues when it is cancelled after {steps} steps"
    await servers.aclose()
