"""The servers of Redis, asked by many tasks while one of them forgets what it knew."""

import asyncio

from server.storage.redis_servers import Layout, RedisServers
from tests.proxy import proxy_to_url

DELAY = 0.02
"""Seconds that each answer takes; a connection greets with several of them."""


async def test_forgetting_does_not_disturb_those_who_are_connecting(redis_url: str) -> None:
    async with proxy_to_url(redis_url) as (proxy, through):
        proxy.delay = DELAY
        for step in range(12):
            servers = RedisServers(through, socket_timeout=5.0)
            asking = [asyncio.create_task(servers.find()) for _ in range(3)]
            await asyncio.sleep(step * DELAY)
            await servers.forget()
            found = await asyncio.gather(*asking, return_exceptions=True)
            assert [type(layout) for layout in found] == [Layout] * 3, found
            await servers.aclose()
