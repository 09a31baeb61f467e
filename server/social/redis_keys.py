"""What processes share in Redis about social networks: the keys, and the commands about them."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from server.storage.redis_servers import AWAY, RedisServers, realm_of

KEYS = "{viewpulse}:social"
"""What all keys begin with; the part in braces puts them on one node of a cluster."""
REDIS_SECONDS = 1.0


def prefix_of(database_url: str) -> str:
    """What the names of all keys begin with, of processes that work for a database: one Redis may serve several."""
    return f"{KEYS}:{sha256(realm_of(database_url).encode()).hexdigest()[:16]}:"


class SocialKeys:
    """The keys of one set-up.

    Args:
        redis_url: One server, or nodes of a cluster.
        database_url: The database that the processes work for: one Redis may serve several.

    Attributes:
        prefix: What the names of all keys begin with.
    """

    def __init__(self, redis_url: str, database_url: str) -> None:
        self._servers = RedisServers(redis_url, socket_connect_timeout=REDIS_SECONDS, retry=Retry(NoBackoff(), 1))
        self.prefix = prefix_of(database_url)

    async def run(self, *commands: Sequence[str | float | bytes], together: bool = False) -> list[Any]:
        """The answers to some commands, in one round trip.

        Args:
            commands: The commands; names of keys have the prefix.
            together: Whether no other command comes between them.

        Raises:
            RedisError, OSError, TimeoutError: Redis is unavailable; see ``AWAY``.
        """
        try:
            async with asyncio.timeout(2 * REDIS_SECONDS):
                layout = await self._servers.find()
                pipeline = layout.server_of(KEYS).pipeline(transaction=together)
                for command in commands:
                    pipeline.execute_command(*command)
                found: list[Any] = await pipeline.execute()
        except AWAY:
            await self._servers.forget()
            raise
        return found

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._servers.aclose()
