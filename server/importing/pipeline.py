"""Sends several batches at the same time, and handles the answers in the order of the file."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TypeAlias

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_delay, stop_when_event_set
from tenacity import wait_exponential_jitter as exponential_jitter

from server.errors import ErrorCode, ViewpulseError
from server.events.ingest import ItemResult
from server.events.model import Event, Rejection
from server.importing.items import Batch

IN_FLIGHT = 16
PATIENCE_SECONDS = 300.0

Track: TypeAlias = Callable[[Sequence[Event | Rejection]], Awaitable[list[ItemResult]]]
Settled: TypeAlias = Callable[[Batch, list[ItemResult]], Awaitable[None]]


def patiently(
    track: Track, stop: asyncio.Event, *, patience: float = PATIENCE_SECONDS, notice: Callable[[str], None]
) -> Track:
    """A ``track`` that retries UNAVAILABLE after growing, jittered pauses.

    Args:
        track: The function that may fail.
        stop: Ends the retries.
        patience: Seconds after which UNAVAILABLE is raised.
        notice: Called with a message before each pause.
    """
    backoff = exponential_jitter(multiplier=0.1, max=10.0, jitter=0.5)

    def is_unavailable(error: BaseException) -> bool:
        return isinstance(error, ViewpulseError) and error.code is ErrorCode.UNAVAILABLE

    def pause(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, ViewpulseError) else None
        return max(asked or 0.0, backoff(state))

    def tell(state: RetryCallState) -> None:
        notice(f"The database cannot accept more at the moment; trying again in {state.upcoming_sleep:.1f} s.")

    async def sleep(seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await stop.wait()
        except TimeoutError:
            pass

    async def attempt(items: Sequence[Event | Rejection]) -> list[ItemResult]:
        return await track(items)  # tenacity awaits only functions that it recognizes as coroutine functions

    async def track_patiently(items: Sequence[Event | Rejection]) -> list[ItemResult]:
        retrying = AsyncRetrying(
            retry=retry_if_exception(is_unavailable),
            wait=pause,
            stop=stop_after_delay(patience) | stop_when_event_set(stop),  # type: ignore[arg-type]
            sleep=sleep,
            before_sleep=tell,
            reraise=True,
        )
        return await retrying(attempt, items)

    return track_patiently


async def run_pipeline(
    batches: AsyncIterator[Batch], track: Track, settled: Settled, *, in_flight: int = IN_FLIGHT
) -> None:
    """Tracks every batch, several at the same time.

    Batches that share an id are never in flight at the same time, so of two records with one id the first one in the
    file counts.

    Args:
        batches: The batches. If they end early, batches in flight are still completed.
        track: One call of ``Ingest.track``.
        settled: Called with each batch and its answers, in the order of the file.
        in_flight: Maximum number of batches at the same time.

    Raises:
        ViewpulseError: Tracking failed permanently. Batches before the failed one were completed.
    """
    waiting: deque[tuple[Batch, set[str], asyncio.Future[list[ItemResult]]]] = deque()

    async def settle_oldest() -> None:
        batch, _, answer = waiting[0]
        results = await answer
        waiting.popleft()
        await settled(batch, results)

    try:
        async for batch in batches:
            ids = batch.ids
            while len(waiting) >= in_flight or any(not ids.isdisjoint(others) for _, others, _ in waiting):
                await settle_oldest()
            waiting.append((batch, ids, asyncio.ensure_future(track(batch.items))))
        while waiting:
            await settle_oldest()
    finally:
        for _, _, answer in waiting:
            answer.cancel()
        await asyncio.gather(*(answer for _, _, answer in waiting), return_exceptions=True)
