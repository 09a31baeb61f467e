"""The workers that execute shared subscriptions that are out of date."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeAlias

import structlog

from server.errors import ErrorCode, ViewpulseError, unavailable
from server.live.operation import Executed
from server.live.shared_subscription import SharedSubscription
from server.live.subjects import kind_of
from server.monitoring import traces

FIRST_RETRY_SECONDS, MAX_RETRY_SECONDS = 0.1, 5.0
FIRST_ATTEMPTS = 3
"""Internal errors after which a shared subscription that never had a payload is ended."""

_TRANSIENT = frozenset({ErrorCode.UNAVAILABLE, ErrorCode.INTERNAL, ErrorCode.RATE_LIMITED})

Book: TypeAlias = Callable[[Iterable[tuple[int, str]], int], tuple[float, tuple[int, str] | None]]
"""Charges an execution of a cost to one of some users; returns after how many seconds it may begin, and who pays."""

_log = structlog.get_logger(__name__)


def book_nothing(_users: Iterable[tuple[int, str]], _cost: int) -> tuple[float, None]:
    """Charges nobody, where executions are not limited."""
    return 0.0, None


class Runner:
    """Executes marked shared subscriptions, a few at a time, and sends their payloads to all subscribers.

    One whose subscribers all rest is executed when the most impatient of them may be sent something again; one whose
    users have all used up their executions, when the first of them has one again.

    Operations that are open to guests have workers of their own, and so have those that take long, so that others never
    wait behind them.

    Args:
        concurrency: Executions for signed-in users that may run at the same time, and as many of operations that take
            long; half as many run for operations that are open to guests.
        timeout: Seconds that one execution may take.
        known_revision: The newest revision of a project that is certainly committed.
        book: Charges an execution to one of the users who share it; see ``Hub``.
    """

    def __init__(
        self,
        concurrency: int,
        timeout: float,
        known_revision: Callable[[int], int],
        *,
        book: Book = book_nothing,
    ) -> None:
        self._book = book
        self._timeout = timeout
        self._known_revision = known_revision
        self._concurrency = {"users": concurrency, "guests": max(1, concurrency // 2), "long": concurrency}
        self._queues: dict[str, asyncio.Queue[SharedSubscription]] = {
            name: asyncio.Queue() for name in self._concurrency
        }
        self._workers: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Starts the workers."""
        self._workers = [
            asyncio.create_task(self._work(queue), name=f"live-{name}-{number}")
            for name, queue in self._queues.items()
            for number in range(self._concurrency[name])
        ]

    async def stop(self) -> None:
        """Stops the workers, even in the middle of an execution."""
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    def mark(self, shared_subscriptions: Iterable[SharedSubscription]) -> None:
        """Queues subscriptions for execution, now or once one of their subscribers no longer rests.

        All marks before an execution starts lead to one execution.
        """
        for shared in shared_subscriptions:
            if shared.executing:
                shared.dirty = True
            elif not shared.queued and not self._rests(shared):
                shared.queued = True
                self._queue_of(shared).put_nowait(shared)

    def hurry(self, shared: SharedSubscription) -> None:
        """Queues a subscription that someone new waits for, even if all its other subscribers rest."""
        shared.stop_resting()
        self.mark([shared])

    def _rests(self, shared: SharedSubscription) -> bool:
        if shared.resting is None and (pause := shared.pause):
            loop = asyncio.get_running_loop()
            if loop.time() < shared.sent_at + pause:
                shared.resting = loop.call_at(shared.sent_at + pause, self.hurry, shared)
                shared.hinted_at = None  # its subscribers wanted to wait
        return shared.resting is not None

    def _must_wait(self, shared: SharedSubscription) -> bool:
        """Charges an execution; lets the subscription rest if its users have to wait for it. They pay in turn.

        The first one is paid by opening it. Guests pay nothing: what they see is the same for all of them.
        """
        if shared.is_paid or not shared.started:
            shared.is_paid = False
            return False
        if None in shared.users:
            return False
        wait, payer = self._book((user for user in shared.users if user is not None), shared.operation.cost)
        if payer is not None:
            shared.users[payer] = shared.users.pop(payer)
        if not wait:
            return False
        shared.is_paid = True
        shared.resting = asyncio.get_running_loop().call_later(wait, self.hurry, shared)
        shared.hinted_at = None  # its subscribers wait for more than the server
        return True

    def _queue_of(self, shared: SharedSubscription) -> asyncio.Queue[SharedSubscription]:
        operation = shared.operation
        return self._queues["long" if operation.takes_long else "guests" if operation.open_to_guests else "users"]

    async def _work(self, queue: asyncio.Queue[SharedSubscription]) -> None:
        while True:
            shared = await queue.get()
            shared.queued = False
            if not shared.subscriptions or self._must_wait(shared):
                continue
            shared.executing, shared.dirty = True, False
            traced, shared.traces = shared.traces, ()
            try:
                with traces.span("execution", traced, operation=shared.operation.name):
                    await self._execute(shared)
            except ViewpulseError as error:
                self._on_error(shared, error)
            except Exception:  # noqa: BLE001 - a bug of one shared subscription; the others need this worker
                _log.exception("a live operation failed", follows=kind_of(shared.operation.subjects[0]))
                self._on_error(shared, ViewpulseError(ErrorCode.INTERNAL, "Internal error."))
            finally:
                shared.executing = False
            if shared.dirty:
                self.mark([shared])

    async def _execute(self, shared: SharedSubscription) -> None:
        shared.begin(self._known_revision(shared.project))
        shared.counts.executions += 1
        hinted_at, shared.hinted_at = shared.hinted_at, None
        try:
            async with asyncio.timeout(self._timeout):
                executed = await self._executed(shared)
        except TimeoutError as error:
            raise unavailable("The operation took too long.") from error
        if executed is None:
            return
        passing = not executed.failed.isdisjoint(_TRANSIENT)
        shared.failures = shared.failures + 1 if passing else 0
        shared.take(executed)
        with traces.span("push", subscribers=len(shared.subscriptions), bytes=len(executed.payload)):
            if await shared.fan_out():  # else nobody rests for it
                shared.sent_at = asyncio.get_running_loop().time()
                if hinted_at is not None:
                    shared.counts.push_seconds.observe(shared.sent_at - hinted_at)
        if passing:
            self._try_again(shared)

    async def _executed(self, shared: SharedSubscription) -> Executed | None:
        """The answer; None if all subscribers have left before it was there."""
        if not shared.operation.takes_long:
            return await shared.operation.execute()
        execution = shared.execution = asyncio.ensure_future(shared.operation.execute())
        try:
            await asyncio.wait((execution,))
            return None if execution.cancelled() else execution.result()
        finally:
            shared.execution = None
            execution.cancel()

    def _on_error(self, shared: SharedSubscription, error: ViewpulseError) -> None:
        shared.failures += 1
        shared.counts.failed.add(error.code.value)
        hopeless = error.code is ErrorCode.INTERNAL and not shared.has_payload and shared.failures >= FIRST_ATTEMPTS
        if error.code not in _TRANSIENT or hopeless:
            shared.dirty = False
            shared.fail(error)
            return
        self._try_again(shared)

    def _try_again(self, shared: SharedSubscription) -> None:
        """Queues a subscription after a pause that grows with its failures; marks until then change nothing."""
        shared.dirty, shared.queued = False, True
        delay = min(FIRST_RETRY_SECONDS * 2 ** min(shared.failures - 1, 10), MAX_RETRY_SECONDS)
        asyncio.get_running_loop().call_later(delay, self._queue_of(shared).put_nowait, shared)
