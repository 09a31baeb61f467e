"""A hub on a clock that jumps, without Redis, and readers that note when they were sent something."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterable
from functools import wraps
from itertools import pairwise
from typing import Any

from broadcaster import Event

from server.errors import unavailable
from server.live.hints import encode_hints
from server.live.hub import Hub
from server.live.operation import Delivery, Executed, LiveOperation
from server.live.runner import Book, book_nothing
from server.live.shared_subscription import Subscription
from server.live.shares import Subscriber
from server.settings import Settings
from tests.integration.live.stand_ins import ADA, SUBJECT, Numbers, Reader
from tests.virtual_time import run_virtually

READ = 0.05
"""Seconds that an execution takes."""
DAY = 86_400.0
ROUNDING = 1e-6


def now() -> float:
    return asyncio.get_running_loop().time()


def timers() -> int:
    """Those that would wake the loop."""
    return sum(not timer.cancelled() for timer in asyncio.get_running_loop()._scheduled)  # type: ignore[attr-defined]


def virtually(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @wraps(test)
    def run(*arguments: Any, **named: Any) -> None:
        run_virtually(test(*arguments, **named))

    return run


class Watch(Reader):
    """A reader that notes when it was sent something."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__()
        self.delivery = delivery
        self.times: list[float] = []
        self.subscription: Subscription

    def send(self, payload: bytes) -> bool:
        taken = super().send(payload)
        self.times += [now()] * taken
        return taken

    def go_on(self) -> None:
        """Reads again."""
        self.slow = False
        self.subscription.drained()

    @property
    def last(self) -> int | None:
        """The newest revision that it knows."""
        return self.revisions[-1] if self.revisions else self.delivery.after


class Stage:
    """A hub of one subject. Nothing of it needs Redis: hints are handed to it.

    Args:
        book: That of the hub.
    """

    def __init__(self, book: Book = book_nothing) -> None:
        settings = Settings(redis_url="redis://127.0.0.1:1")
        self.hub = Hub(settings, Numbers().progress, now=Numbers().now, book=book)
        self.hub._runner.start()
        self.revision = 0
        self.failures = 0
        self.executed: list[float] = []

    async def _execute(self) -> Executed:
        self.executed.append(now())
        revision = self.revision
        await asyncio.sleep(READ)
        if self.failures:
            self.failures -= 1
            raise unavailable()
        payload = json.dumps({"data": {"revision": revision}}).encode()
        return Executed(payload, revision, payload)

    def watch(
        self,
        every: float = 0.0,
        after: int | None = None,
        *,
        moves: bool = False,
        key: str = "key",
        subscriber: Subscriber = ADA,
    ) -> Watch:
        watch = Watch(Delivery(after, every))
        operation = LiveOperation(key, (SUBJECT,), self._execute, subscriber, moves=moves)
        watch.subscription = self.hub.subscribe(operation, watch, watch.delivery)
        return watch

    def change(self) -> None:
        """A run of the aggregator, and its hint."""
        self.revision += 1
        for channel, message in encode_hints({1: self.revision}, [SUBJECT], self.hub._settings.live_channels):
            self.hub._on_message(Event(channel, message.decode()))

    def look(self) -> None:
        """Something else than a change, such as a quarter-hour, makes the hub read again."""
        self.hub._runner.mark(self.hub._shared.values())

    async def change_each_second(self, times: int) -> None:
        for _ in range(times):
            await asyncio.sleep(1.0)
            self.change()


def closest(times: Iterable[float]) -> float:
    """The shortest time between two of them."""
    return min((later - earlier for earlier, later in pairwise(times)), default=DAY) + ROUNDING
