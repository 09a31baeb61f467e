"""The secret key under which addresses of clients are hashed: the same in all processes, for a day, and then gone."""

import asyncio
from secrets import token_bytes

from server.limits.shared_pots import SharedPots

KEY_BYTES = 16
DAY_SECONDS = 86_400
LOOK_SECONDS = 60.0
"""Seconds between two looks: so long may processes differ after a new Redis, which has none of the old keys."""


class AddressKey:
    """The key, kept in Redis only, where it expires; without Redis, this process has one of its own.

    Args:
        pots: Where Redis is.

    Attributes:
        current: The key.
    """

    def __init__(self, pots: SharedPots | None = None) -> None:
        self._pots = pots
        self.current = token_bytes(KEY_BYTES)

    async def keep(self) -> None:
        """Follows the shared key until it is cancelled."""
        while True:  # noqa: ASYNC110 - it waits for time to pass
            await asyncio.sleep(await self.look())

    async def look(self) -> float:
        """Reads the shared key, or makes the next one.

        Returns:
            Seconds after which to look again.
        """
        assert self._pots is not None
        name = f"{self._pots.prefix}address-key"
        await self._pots.call("SET", name, token_bytes(KEY_BYTES), "NX", "EX", DAY_SECONDS)
        found = await self._pots.call("GET", name)
        left = await self._pots.call("PTTL", name)
        if found is None or left is None:
            return LOOK_SECONDS
        self.current = found
        return min(LOOK_SECONDS, max(int(left), 0) / 1000 + 0.01)
