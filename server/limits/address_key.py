"""The secret key under which addresses of clients are hashed: the same in all processes, for a day, and then gone."""

import asyncio
import time
from collections.abc import Callable
from secrets import token_bytes

import structlog

from server.limits.shared_pots import SharedPots

KEY_BYTES = 16
DAY_SECONDS = 86_400
LOOK_SECONDS = 60.0
"""Seconds between two looks: so long may processes differ after a new Redis, which has none of the old keys."""
LATE_SECONDS = 0.01
"""Seconds after the end of a key before the next one is made."""

_log = structlog.get_logger(__name__)


class AddressKey:
    """The key, kept in Redis, where it expires; without Redis, this process has one of its own.

    No process uses a key for longer than a day, whether Redis answers or not.

    Args:
        pots: Where Redis is; None: nowhere.
        clock: Seconds that never jump.

    Attributes:
        current: The key.
    """

    def __init__(self, pots: SharedPots | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._pots = pots
        self._clock = clock
        self._forget: list[Callable[[], object]] = []
        self.current, self._ends_at = token_bytes(KEY_BYTES), clock() + DAY_SECONDS

    def on_change(self, forget: Callable[[], object]) -> None:
        """Has a function called when the key has changed, which forgets what the old one was used for."""
        self._forget.append(forget)

    async def keep(self) -> None:
        """Follows the shared key until it is cancelled."""
        while True:
            try:
                pause = await self.look()
            except Exception:  # noqa: BLE001 - a key that nobody changes any more would stay for good
                _log.exception("the key of addresses could not be looked up; trying again")
                self._end()
                pause = LOOK_SECONDS
            await asyncio.sleep(pause)

    async def look(self) -> float:
        """Reads the shared key, or makes the next one; if Redis is unavailable, this process's own when it is time.

        Returns:
            Seconds after which to look again.
        """
        found, seconds = await self._read()
        if found is None:
            self._end()
        else:
            self._use(found, seconds)
        return min(LOOK_SECONDS, max(self._ends_at - self._clock(), 0.0) + LATE_SECONDS)

    async def _read(self) -> tuple[bytes | None, float]:
        """The shared key, and for how many seconds it is good; None if Redis is unavailable, or it has just expired."""
        if self._pots is None:
            return None, 0.0
        name = f"{self._pots.prefix}address-key"
        await self._pots.call("SET", name, token_bytes(KEY_BYTES), "NX", "EX", DAY_SECONDS)
        found = await self._pots.call("GET", name)
        left = await self._pots.call("PTTL", name)
        return (None, 0.0) if found is None or left is None else (found, max(int(left), 0) / 1000)

    def _end(self) -> None:
        """Replaces the key by one of this process's own, if it is a day old."""
        if self._clock() >= self._ends_at:
            self._use(token_bytes(KEY_BYTES), DAY_SECONDS)

    def _use(self, key: bytes, seconds: float) -> None:
        before, self.current = self.current, key
        self._ends_at = self._clock() + seconds
        if before != key:
            for forget in self._forget:
                forget()
