import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest

from server.errors import ErrorCode, ViewpulseError
from server.events.ingest import ItemResult, Status
from server.events.model import Event, Rejection, decode_event
from server.importing.items import Batch
from server.importing.pipeline import patiently, run_pipeline

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def batch(first: int, *ids: str) -> Batch:
    items = [decode_event({"type": "SESSION_START", "id": one}) for one in ids]
    return Batch(first, items, lines=[1] * len(items))


async def given(*batches: Batch) -> AsyncIterator[Batch]:
    for one in batches:
        yield one


def answers(items: Sequence[Event | Rejection]) -> list[ItemResult]:
    return [ItemResult(Status.ACCEPTED, None, NOW) for _ in items]


class Recorder:
    """Keeps what was tracked when, and what was settled."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.open = 0
        self.most_open = 0

    async def track(self, items: Sequence[Event | Rejection]) -> list[ItemResult]:
        (item,) = items
        assert isinstance(item, Event)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        self.events.append(f"start {item.id}")
        await asyncio.sleep(0 if item.id == "quick" else 0.01)
        self.events.append(f"end {item.id}")
        self.open -= 1
        return answers(items)

    async def settled(self, batch: Batch, results: list[ItemResult]) -> None:
        self.events.append(f"settled {batch.first}")


async def test_answers_are_handled_in_the_order_of_the_file() -> None:
    recorder = Recorder()
    await run_pipeline(given(batch(0, "slow"), batch(1, "quick")), recorder.track, recorder.settled)
    assert recorder.events.index("end quick") < recorder.events.index("end slow")
    assert [event for event in recorder.events if event.startswith("settled")] == ["settled 0", "settled 1"]


async def test_batches_in_flight_are_bounded() -> None:
    recorder = Recorder()
    batches = [batch(number, f"id-{number}") for number in range(12)]
    await run_pipeline(given(*batches), recorder.track, recorder.settled, in_flight=3)
    assert recorder.most_open == 3


async def test_batches_that_share_an_id_follow_each_other() -> None:
    recorder = Recorder()
    await run_pipeline(given(batch(0, "a"), batch(1, "b"), batch(2, "A")), recorder.track, recorder.settled)
    assert recorder.events.index("start A") > recorder.events.index("end a")
    assert recorder.events.index("start b") < recorder.events.index("end a")


async def test_a_failure_keeps_completed_batches_and_cancels_the_following_ones() -> None:
    settled: list[int] = []
    cancelled: list[int] = []

    async def track(items: Sequence[Event | Rejection]) -> list[ItemResult]:
        (item,) = items
        assert isinstance(item, Event)
        if item.id == "1":
            raise ViewpulseError(ErrorCode.INTERNAL, "broken")
        try:
            await asyncio.sleep(0 if item.id == "0" else 60)
        except asyncio.CancelledError:
            cancelled.append(int(item.id or ""))
            raise
        return answers(items)

    async def settle(batch: Batch, results: list[ItemResult]) -> None:
        settled.append(batch.first)

    with pytest.raises(ViewpulseError, match="broken"):
        await run_pipeline(given(*(batch(number, str(number)) for number in range(4))), track, settle)
    assert (settled, cancelled) == ([0], [2, 3])


class Unsteady:
    """Unavailable a few times, then well."""

    def __init__(self, failures: int, retry_after: float | None = 0.0, code: ErrorCode = ErrorCode.UNAVAILABLE) -> None:
        self.failures = failures
        self.error = ViewpulseError(code, "not now", retry_after=retry_after)
        self.calls = 0

    async def track(self, items: Sequence[Event | Rejection]) -> list[ItemResult]:
        self.calls += 1
        if self.calls <= self.failures:
            raise self.error
        return answers(items)


async def test_unavailable_is_waited_out() -> None:
    unsteady, notices = Unsteady(2), list[str]()
    track = patiently(unsteady.track, asyncio.Event(), notice=notices.append)
    assert len(await track(batch(0, "a").items)) == 1
    assert unsteady.calls == 3
    assert len(notices) == 2


async def test_the_pause_is_as_long_as_the_server_asks() -> None:
    notices: list[str] = []
    track = patiently(Unsteady(1, retry_after=1.5).track, asyncio.Event(), notice=notices.append)
    await track(batch(0, "a").items)
    assert notices == ["The database cannot accept more at the moment; trying again in 1.5 s."]


async def test_other_errors_are_not_retried() -> None:
    unsteady = Unsteady(1, code=ErrorCode.INTERNAL)
    with pytest.raises(ViewpulseError):
        await patiently(unsteady.track, asyncio.Event(), notice=print)(batch(0, "a").items)
    assert unsteady.calls == 1


async def test_retries_end_with_the_patience() -> None:
    unsteady = Unsteady(1000)
    with pytest.raises(ViewpulseError, match="not now"):
        await patiently(unsteady.track, asyncio.Event(), patience=0.05, notice=lambda _: None)(batch(0, "a").items)
    assert 1 < unsteady.calls < 1000


async def test_stopping_ends_the_waiting_at_once() -> None:
    stop = asyncio.Event()
    waiting = asyncio.ensure_future(
        patiently(Unsteady(1000, retry_after=60).track, stop, notice=lambda _: None)(batch(0, "a").items)
    )
    await asyncio.sleep(0.02)
    stop.set()
    with pytest.raises(ViewpulseError, match="not now"):
        await asyncio.wait_for(waiting, 30)
