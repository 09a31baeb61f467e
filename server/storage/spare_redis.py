"""Redis where it only saves work: it is not waited for, and not asked while it is unavailable."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from server.storage.redis_servers import AWAY, RedisServers, reason_of

RETRY_SECONDS = 2.0
"""Pause after a failure of Redis, during which it is not used."""

_log = structlog.get_logger(__name__)


class SpareRedis:
    """One server, or a cluster.

    Args:
        redis_url: The server, or nodes of the cluster.
        seconds: Maximum time for an answer, and for a connection.
        message: What the log says when it is unavailable.
    """

    def __init__(self, redis_url: str, seconds: float, message: str) -> None:
        self._servers = RedisServers(redis_url, socket_connect_timeout=seconds, retry=Retry(NoBackoff(), 1))
        self._seconds = seconds
        self._message = message
        self._unavailable_until = 0.0

    @property
    def is_unavailable(self) -> bool:
        """Whether it failed lately."""
        return time.monotonic() < self._unavailable_until

    async def ask(self, key: str, command: Callable[[Redis], Awaitable[object]]) -> object:
        """The answer of the server that has a key; None while Redis is unavailable."""
        if self.is_unavailable:
            return None
        try:
            async with asyncio.timeout(self._seconds * 2):
                layout = await self._servers.find()
                return await command(layout.server_of(key))
        except AWAY as error:
            _log.warning(self._message, error=reason_of(error))
            self._unavailable_until = time.monotonic() + RETRY_SECONDS
            await self._servers.forget()
            return None

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._servers.aclose()
