"""Look-ups of credentials in the database: cached, and gathered, so that invented ones cost next to nothing."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping
from typing import Any, Generic, TypeVar

KEPT = 10_000
"""Answers of each kind that are kept; the least recently used are dropped first."""
UNKNOWN_SECONDS = 5.0
"""How long it is kept that something is unknown: a new key may be tried before it is created."""
PAUSE = 0.05
"""Least seconds from one statement to the next, whatever is asked for."""
MAX_TOGETHER = 1_000
"""Most keys in one statement."""

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class LookUps(Generic[Key, Found]):
    """Finds things by keys that clients send.

    Keys that come while a statement runs, or shortly after it, share the next one. What is unknown is kept apart, so
    that it never displaces what is known.

    Args:
        look_up: Finds those of some keys that there are.
        seconds: How long what was found is kept.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        look_up: Callable[[set[Key]], Awaitable[Mapping[Key, Found]]],
        seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self._look_up = look_up
        self._seconds = seconds
        self._clock = clock
        self._found: OrderedDict[Key, tuple[Found, float]] = OrderedDict()
        self._unknown: OrderedDict[Key, float] = OrderedDict()
        self._waiting: dict[Key, asyncio.Future[Found | None]] = {}
        self._asking: asyncio.Task[None] | None = None
        self._asked_at = float("-inf")

    async def get(self, key: Key) -> Found | None:
        """What the key names; None if it is unknown. Fails as the database does."""
        now = self._clock()
        found, until = self._found.get(key, (None, now))
        if until > now:
            return found
        if self._unknown.get(key, now) > now:
            return None
        if key not in self._waiting:
            self._waiting[key] = asyncio.get_running_loop().create_future()
        answer = self._waiting[key]
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_for_all(), name="look-ups")
        return await asyncio.shield(answer)  # others may wait for the same

    def forget(self, key: Key) -> None:
        """Looks the key up again when it is asked for next."""
        self._found.pop(key, None)

    async def _ask_for_all(self) -> None:
        loop = asyncio.get_running_loop()
        together: dict[Key, asyncio.Future[Found | None]] = {}
        try:
            while self._waiting:
                await asyncio.sleep(max(0.0, self._asked_at + PAUSE - loop.time()))
                self._asked_at = loop.time()
                together = {key: self._waiting.pop(key) for key in list(self._waiting)[:MAX_TOGETHER]}
                await self._ask(together)
        finally:
            self._asking = None
            for answer in (*together.values(), *self._waiting.values()):
                answer.cancel()  # only if the process stops: else all are done
            self._waiting.clear()

    async def _ask(self, together: "dict[Key, asyncio.Future[Found | None]]") -> None:
        try:
            found = await self._look_up(set(together))
        except Exception as error:  # noqa: BLE001 - for those who wait
            for answer in together.values():
                answer.set_exception(error)
                answer.exception()  # they may have left
            return
        now = self._clock()
        for key, answer in together.items():
            self._keep(key, found.get(key), now)
            answer.set_result(found.get(key))

    def _keep(self, key: Key, found: Found | None, now: float) -> None:
        if found is None:
            self._found.pop(key, None)
            self._unknown[key] = now + min(UNKNOWN_SECONDS, self._seconds)
            _bound(self._unknown, key)
        else:
            self._unknown.pop(key, None)
            self._found[key] = found, now + self._seconds
            _bound(self._found, key)


def _bound(kept: "OrderedDict[Key, Any]", newest: Key) -> None:
    """Moves the newest entry to the end, and drops the oldest beyond ``KEPT``."""
    kept.move_to_end(newest)
    if len(kept) > KEPT:
        kept.popitem(last=False)
