"""The pots that all processes share, in Redis and by its clock.

A request waits for one round trip. Requests that come while one is under way share the next, so under load a round trip
costs each of them little. The algorithm and its alternatives: docs/adr/0060-rate-limits.md.
"""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Any, TypeAlias

import structlog
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from server.limits.pots import WINDOW, Draw, Drawn
from server.storage.redis_servers import AWAY, RedisServers, realm_of, reason_of

KEYS = "{viewpulse}:limits"
"""What all keys begin with; the part in braces puts them on one node of a cluster, where one script can reach them."""
RETRY_SECONDS = 1.0
"""Pause between two attempts to reach Redis again."""
CONNECT_SECONDS = 2.0
"""Maximum time of such an attempt, for which no request waits."""
PROBE = [Draw("probe", 0.001)]
"""What is taken to find out whether Redis works again: one that answers may yet be full, or a replica, and refuse to
write."""
MAX_TOGETHER = 200
"""Requests in one round trip; it keeps other users of Redis waiting for less than a millisecond."""
MICROSECONDS = 1_000_000

_SCRIPT = (files("server.limits") / "take.lua").read_bytes()
"""Sent each time: a kilobyte costs less than handling a server that does not know it."""

_Waiting: TypeAlias = tuple[Sequence[Draw], "asyncio.Future[Drawn | None]"]

_log = structlog.get_logger(__name__)


class SharedPots:
    """Takes from the pots in Redis.

    Args:
        redis_url: One server, or nodes of a cluster.
        database_url: The database that the processes work for: one Redis may serve several.
        seconds: Maximum time for Redis.

    Attributes:
        prefix: What the names of all keys of this set-up begin with.
    """

    def __init__(self, redis_url: str, database_url: str, seconds: float) -> None:
        self._servers = RedisServers(redis_url, socket_connect_timeout=CONNECT_SECONDS, retry=Retry(NoBackoff(), 0))
        self.prefix = f"{KEYS}:{sha256(realm_of(database_url).encode()).hexdigest()[:16]}:"
        self._seconds = seconds
        self._waiting: list[_Waiting] = []
        self._asking: asyncio.Task[None] | None = None
        self._seeking: asyncio.Task[None] | None = None

    @property
    def available(self) -> bool:
        """Whether Redis answered last, or was not asked yet."""
        return self._seeking is None

    async def take(self, draws: Sequence[Draw]) -> Drawn | None:
        """Takes from all pots, or from none; None if Redis is unavailable."""
        if not self.available:
            return None
        answer: asyncio.Future[Drawn | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((draws, answer))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_for_all(), name="limits")
        return await answer

    async def call(self, *command: str | bytes | int) -> Any:
        """The answer to one command about a key that begins with ``prefix``; None if Redis is unavailable."""
        if not self.available:
            return None
        try:
            return await self._call(*command)
        except AWAY as error:
            self._note_away(error)
            return None

    async def close(self) -> None:
        """Closes the connections; requests that wait are answered as if Redis were unavailable."""
        tasks = [task for task in (self._asking, self._seeking) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._servers.aclose()

    async def _ask_for_all(self) -> None:
        together: list[_Waiting] = []
        try:
            while self._waiting:
                together, self._waiting = self._waiting[:MAX_TOGETHER], self._waiting[MAX_TOGETHER:]
                answers = await self._ask([draws for draws, _ in together])
                for drawn, (_, answer) in zip(answers, together, strict=True):
                    if not answer.done():  # else its client has left
                        answer.set_result(drawn)
        except AWAY as error:
            self._note_away(error)
        finally:
            self._asking = None
            for _, answer in (*together, *self._waiting):
                if not answer.done():
                    answer.set_result(None)
            self._waiting = []

    async def _ask(self, requests: Sequence[Sequence[Draw]], seconds: float | None = None) -> Sequence[Drawn]:
        pots: list[str] = []
        numbers = [round(WINDOW * MICROSECONDS)]
        for draws in requests:
            numbers.append(len(draws))
            for pot, part in draws:
                pots.append(self.prefix + pot)
                numbers.append(round(part * MICROSECONDS))
        told = await self._call("EVAL", _SCRIPT, len(pots), *pots, *numbers, seconds=seconds)
        answers = iter(told)
        return [
            Drawn(next(answers) / MICROSECONDS, [next(answers) / MICROSECONDS for _ in draws]) for draws in requests
        ]

    async def _call(self, *command: str | bytes | int, seconds: float | None = None) -> Any:
        async with asyncio.timeout(self._seconds if seconds is None else seconds):
            layout = await self._servers.find()
            return await layout.server_of(KEYS).execute_command(*command)  # type: ignore[no-untyped-call]

    def _note_away(self, error: BaseException) -> None:
        if self._seeking is None:
            _log.warning("Redis is unavailable; each process limits by itself until it is back", error=reason_of(error))
            self._seeking = asyncio.create_task(self._seek(), name="limits-redis")

    async def _seek(self) -> None:
        """Connects again; a request would not wait long enough for that."""
        try:
            await asyncio.sleep(RETRY_SECONDS)
            while not await self._reached():  # noqa: ASYNC110 - it waits for time to pass
                await asyncio.sleep(RETRY_SECONDS)
            _log.info("Redis is back; limits are shared again")
        finally:
            self._seeking = None

    async def _reached(self) -> bool:
        try:
            await self._servers.forget()
            await self._ask([PROBE], CONNECT_SECONDS)
        except AWAY:
            return False
        return True
