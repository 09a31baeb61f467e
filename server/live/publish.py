"""Publishes the subjects that a run of the aggregator changed to the live processes, after its commit."""

import asyncio
from collections.abc import Iterable

import structlog
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from server.live.hints import encode_hints, encode_revisions
from server.live.subjects import CHANNELS, REVISIONS
from server.monitoring import traces
from server.settings import Settings
from server.storage.redis_servers import AWAY, RedisServers, reason_of

PUBLISH_SECONDS = 1.0

_log = structlog.get_logger(__name__)


class Publisher:
    """Publishes hints. If a hint is lost, subscribers catch up from PostgreSQL.

    Args:
        redis_url: URL of Redis, or of a node of a cluster.
        settings: ``live_channels``.
    """

    def __init__(self, redis_url: str, settings: Settings) -> None:
        # One retry, at once: the first command after a Redis restart always meets a dead connection.
        self._servers = RedisServers(
            redis_url,
            socket_connect_timeout=PUBLISH_SECONDS,
            retry=Retry(NoBackoff(), 1),
        )
        self._channels = settings.live_channels
        self._away = False

    async def publish(self, revisions: dict[int, int], subjects: Iterable[str]) -> bool:
        """Publishes one run: its subjects, then its revisions.

        Args:
            revisions: The new revision of each project that the run changed.
            subjects: Every subject that the run changed; their projects are in ``revisions``.

        Returns:
            False if Redis did not accept the messages within a second; never raises for that.
        """
        if not revisions:
            return True
        try:
            with traces.span("publish", projects=len(revisions)):
                await self._send(revisions, subjects)
        except AWAY as error:
            if not self._away:
                _log.warning("publishing failed; subscribers poll until Redis is back", error=reason_of(error))
            self._away = True
            await self._servers.forget()
            return False
        if self._away:
            _log.info("publishing works again")
        self._away = False
        return True

    async def _send(self, revisions: dict[int, int], subjects: Iterable[str]) -> None:
        hints = encode_hints(revisions, subjects, self._channels, traces.current.get())
        messages = [*hints, (REVISIONS, encode_revisions(revisions))]
        async with asyncio.timeout(PUBLISH_SECONDS):
            layout = await self._servers.find()
            pipeline = layout.server_of(CHANNELS).pipeline(transaction=False)
            for channel, message in messages:
                pipeline.execute_command(layout.publish, channel, message)
            await pipeline.execute()

    async def close(self) -> None:
        """Closes the connections."""
        await self._servers.aclose()
