"""The connection of an asker or a worker to the one node of Redis that carries questions."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from server.storage.redis_servers import AWAY, RedisServers
from server.worker.messages import KEYS, REDIS_SECONDS

Command = tuple[str | bytes | int, ...]
"""A command of Redis and its arguments."""
Result = TypeVar("Result")


class QuestionServer:
    """The node that carries questions, found again after each failure.

    Args:
        redis_url: One server, or nodes of a cluster.
    """

    def __init__(self, redis_url: str) -> None:
        self._servers = RedisServers(
            redis_url,
            socket_connect_timeout=REDIS_SECONDS,
            retry=Retry(NoBackoff(), 1),
        )

    async def run(self, *commands: Command) -> list[Any]:
        """The results of some commands, sent at once.

        Raises:
            RedisError, OSError, TimeoutError: Redis is unavailable.
        """

        async def together(redis: Redis) -> list[Any]:
            pipeline = redis.pipeline(transaction=False)
            for command in commands:
                pipeline.execute_command(*command)
            return await pipeline.execute()

        return await self._in_time(together, REDIS_SECONDS)

    async def wait_for(self, key: str, seconds: float) -> bytes | None:
        """Takes the first item of a list; None if it stays empty for so long.

        Raises:
            RedisError, OSError, TimeoutError: Redis is unavailable.
        """

        async def take(redis: Redis) -> bytes | None:
            found = await redis.execute_command("BLPOP", key, seconds)  # type: ignore[no-untyped-call]
            return None if found is None else found[1]

        return await self._in_time(take, REDIS_SECONDS + seconds)

    async def _in_time(self, send: Callable[[Redis], Awaitable[Result]], seconds: float) -> Result:
        try:
            async with asyncio.timeout(seconds):
                layout = await self._servers.find()
                return await send(layout.server_of(KEYS))
        except AWAY:
            await self._servers.forget()
            raise

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._servers.aclose()
