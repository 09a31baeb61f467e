"""Answers that may be some seconds old, shared by all processes through Redis and computed by one of them at a time.

If Redis is unavailable, every process has its own cache.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from functools import partial
from hashlib import sha256

import msgspec

from server.errors import unavailable
from server.storage.redis_servers import realm_of
from server.storage.spare_redis import SpareRedis

REDIS_SECONDS = 0.25
"""Maximum time for Redis: a cache must not be slower than what it saves."""
COMPUTING_SECONDS = 10.0
"""After this long, a process that claimed to compute an answer is considered gone, and nobody waits for it."""
WAITING_SECONDS = 2.0
"""How long to wait for another process's answer."""
LOOK_SECONDS = 0.02
MAX_KEPT = 256


class _Kept(msgspec.Struct):
    """A value, and its expiry (seconds since 1970)."""

    until: float
    value: bytes


class SharedCache:
    """A cache of bytes by name.

    Args:
        redis_url: The Redis that shares it, or a node of a cluster.
        database_url: The database of the answers, and its schema: one Redis may serve several.
        seconds: Maximum age of a value.
        clock: Seconds since 1970.
    """

    def __init__(
        self, redis_url: str, database_url: str, seconds: float, clock: Callable[[], float] = time.time
    ) -> None:
        message = "the shared cache is unavailable; each process uses its own"
        self._redis = SpareRedis(redis_url, REDIS_SECONDS, message)
        self._realm = realm_of(database_url)
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._computing: dict[str, asyncio.Task[bytes]] = {}

    async def get(self, name: str, compute: Callable[[], Awaitable[bytes]]) -> bytes:
        """The value with that name, computed unless a fresh one exists.

        Concurrent callers in all processes wait for one computation, in a task that continues when they leave; if it
        takes longer than two seconds, other processes start their own. Exceptions of ``compute`` are raised to all
        callers in this process, and nothing is cached.

        Args:
            name: Identifies the query, with everything that its answer depends on.
            compute: Computes the answer. It must not need what a caller may hold, because other callers wait for it,
                too.

        Raises:
            ViewpulseError: UNAVAILABLE if there is no answer within ten seconds.
        """
        key = f"viewpulse:public:{{{sha256(f'{self._realm} {name}'.encode()).hexdigest()}}}"
        if (known := self._known(key)) is not None:
            return known
        computing = self._computing.get(key)
        if computing is None:
            computing = self._computing[key] = asyncio.create_task(self._shared(key, compute))
            computing.add_done_callback(partial(self._finish, key))
        try:
            async with asyncio.timeout(COMPUTING_SECONDS) as limit:
                return await asyncio.shield(computing)
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise unavailable("Computing this list takes too long; try again soon.") from error

    async def close(self) -> None:
        """Cancels computations, and closes the connections."""
        computing = tuple(self._computing.values())
        for task in computing:
            task.cancel()
        await asyncio.gather(*computing, return_exceptions=True)
        await self._redis.aclose()

    def _finish(self, key: str, computing: asyncio.Task[bytes]) -> None:
        del self._computing[key]
        if not computing.cancelled():
            computing.exception()  # its callers raise it; they may all have left

    def _known(self, key: str) -> bytes | None:
        kept = self._kept.get(key)
        return kept.value if kept is not None and kept.until > self._clock() else None

    async def _shared(self, key: str, compute: Callable[[], Awaitable[bytes]]) -> bytes:
        mine = True
        give_up = time.monotonic() + WAITING_SECONDS
        while time.monotonic() < give_up:
            if (found := await self._fetch(key)) is not None:
                self._keep(key, found)
                return found.value
            mine = await self._claim(key)
            if mine:
                break
            await asyncio.sleep(LOOK_SECONDS)
        try:
            # another process may have stored its answer between the look and the claim
            if mine and (found := await self._fetch(key)) is not None:
                self._keep(key, found)
                return found.value
            made = _Kept(self._clock() + self._seconds, await compute())
            self._keep(key, made)
            await self._store(key, made)
        finally:
            if mine:
                await self._redis.ask(key, lambda redis: redis.delete(f"{key}:computing"))
        return made.value

    async def _fetch(self, key: str) -> _Kept | None:
        found = await self._redis.ask(key, lambda redis: redis.get(key))
        if not isinstance(found, bytes):
            return None
        try:
            kept = msgspec.msgpack.decode(found, type=_Kept)
        except msgspec.MsgspecError:
            return None
        return kept if kept.until > self._clock() else None

    async def _claim(self, key: str) -> bool:
        """Claims the computation for this process; returns whether it may compute. Without Redis every process may."""
        milliseconds = int(COMPUTING_SECONDS * 1000)
        claimed = await self._redis.ask(key, lambda redis: redis.set(f"{key}:computing", b"", nx=True, px=milliseconds))
        return bool(claimed) or self._redis.is_unavailable

    async def _store(self, key: str, kept: _Kept) -> None:
        packed, milliseconds = msgspec.msgpack.encode(kept), int(self._seconds * 1000)
        await self._redis.ask(key, lambda redis: redis.set(key, packed, px=milliseconds))

    def _keep(self, key: str, kept: _Kept) -> None:
        self._kept[key] = kept
        self._kept.move_to_end(key)
        if len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)
