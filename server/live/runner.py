"""The workers that execute cohorts which went out of date."""

import asyncio
from collections.abc import Callable, Iterable

import structlog

from server.errors import ErrorCode, ViewpulseError, unavailable
from server.live.cohort import Cohort

FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 0.1, 5.0
FIRST_ATTEMPTS = 3
"""Internal errors after which a cohort that never had a payload is given up."""

_TRANSIENT = frozenset({ErrorCode.UNAVAILABLE, ErrorCode.INTERNAL, ErrorCode.RATE_LIMITED})

_log = structlog.get_logger(__name__)


class Runner:
    """Executes marked cohorts, a few at a time, and fans their payloads out.

    What guests may have, too, is executed by workers of its own: others never wait behind it.

    Args:
        concurrency: Executions for signed-in users that may run at the same time; half as many of what guests may have
            run beside them.
        timeout: Seconds that one execution may take.
        known_revision: The newest revision of a project that is certainly committed.
    """

    def __init__(self, concurrency: int, timeout: float, known_revision: Callable[[int], int]) -> None:
        self._timeout = timeout
        self._known_revision = known_revision
        self._queues: dict[bool, asyncio.Queue[Cohort]] = {False: asyncio.Queue(), True: asyncio.Queue()}
        self._concurrency = {False: concurrency, True: max(1, concurrency // 2)}
        self._workers: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Starts the workers."""
        self._workers = [
            asyncio.create_task(self._work(queue), name=f"live-{'guests' if open_to_guests else 'users'}-{number}")
            for open_to_guests, queue in self._queues.items()
            for number in range(self._concurrency[open_to_guests])
        ]

    async def stop(self) -> None:
        """Stops the workers, whatever they are at."""
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    def mark(self, cohorts: Iterable[Cohort]) -> None:
        """Has cohorts executed soon. Any number of marks before the execution starts make one execution."""
        for cohort in cohorts:
            if cohort.executing:
                cohort.dirty = True
            elif not cohort.queued:
                cohort.queued = True
                self._queue_of(cohort).put_nowait(cohort)

    def _queue_of(self, cohort: Cohort) -> asyncio.Queue[Cohort]:
        return self._queues[cohort.operation.open_to_guests]

    async def _work(self, queue: asyncio.Queue[Cohort]) -> None:
        while True:
            cohort = await queue.get()
            cohort.queued = False
            if not cohort.subscriptions:
                continue
            cohort.executing, cohort.dirty = True, False
            try:
                await self._execute(cohort)
            except ViewpulseError as error:
                self._on_error(cohort, error)
            except Exception:  # noqa: BLE001 - a bug of one cohort; the others need this worker
                _log.exception("a live operation failed", subject=cohort.operation.subjects[0])
                self._on_error(cohort, ViewpulseError(ErrorCode.INTERNAL, "Internal error."))
            finally:
                cohort.executing = False
            if cohort.dirty:
                self.mark([cohort])

    async def _execute(self, cohort: Cohort) -> None:
        cohort.begin(self._known_revision(cohort.project))
        try:
            async with asyncio.timeout(self._timeout):
                executed = await cohort.operation.execute()
        except TimeoutError as error:
            raise unavailable("The operation took too long.") from error
        cohort.failures = 0
        cohort.take(executed)
        await cohort.fan_out()

    def _on_error(self, cohort: Cohort, error: ViewpulseError) -> None:
        cohort.failures += 1
        hopeless = error.code is ErrorCode.INTERNAL and not cohort.has_payload and cohort.failures >= FIRST_ATTEMPTS
        if error.code not in _TRANSIENT or hopeless:
            cohort.dirty = False
            cohort.fail(error)
            return
        cohort.dirty, cohort.queued = False, True
        delay = min(FIRST_RETRY_SECONDS * 2 ** min(cohort.failures - 1, 10), LONGEST_RETRY_SECONDS)
        asyncio.get_running_loop().call_later(delay, self._queue_of(cohort).put_nowait, cohort)
