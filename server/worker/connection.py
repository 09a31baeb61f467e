"""The connection of an asker or a worker to the one node of Redis that carries questions."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from server.storage.redis_servers import RedisServers
from server.worker.messages import KEYS, REDIS_SECONDS

Result = TypeVar("Result")

AWAY = (RedisError, OSError, TimeoutError)
"""What a command raises if Redis is unavailable."""


class QuestionServer:
    """The node that carries questions, found again after each failure.

    Args:
        redis_url: One server, or nodes of a cluster.
    """

    def __init__(self, redis_url: str) -> None:
        self._servers = RedisServers(
            redis_url,
            socket_timeout=2 * REDIS_SECONDS,
            socket_connect_timeout=REDIS_SECONDS,
            retry=Retry(NoBackoff(), 1),
        )

    async def ask(self, command: Callable[[Redis], Awaitable[Result]], *, wait: float = 0.0) -> Result:
        """The result of a command.

        Args:
            command: What to ask.
            wait: Seconds that the command itself may wait.

        Raises:
            RedisError, OSError, TimeoutError: Redis is unavailable.
        """
        try:
            async with asyncio.timeout(REDIS_SECONDS + wait):
                layout = await self._servers.find()
                return await command(layout.server_of(KEYS))
        except AWAY:
            await self._servers.forget()
            raise

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._servers.aclose()
