"""Public lists are computed a few at a time: clients with only the write key cannot block all others."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import metadata
from typing import cast

import pytest

from server.analytics.rankings import shared_lists as public
from server.analytics.rankings.shared_lists import MAX_CONCURRENT, read_cached_list
from server.errors import ErrorCode, ViewpulseError
from server.storage.shared_cache import SharedCache


class Slow:
    """Computations that go on until they are let go."""

    def __init__(self) -> None:
        self.running = 0
        self.most = 0
        self.go = asyncio.Event()

    async def __call__(self) -> int:
        self.running += 1
        self.most = max(self.most, self.running)
        await self.go.wait()
        self.running -= 1
        return 1


async def read(slots: asyncio.Semaphore, slow: Slow, number: int, *, live: bool = False) -> int:
    return await read_cached_list(None, slots, ("list", number), int, slow, live=live)


async def test_only_a_few_are_computed_at_once_and_the_others_wait() -> None:
    slots, slow = asyncio.Semaphore(MAX_CONCURRENT), Slow()
    reading = [asyncio.create_task(read(slots, slow, number)) for number in range(5)]
    await asyncio.sleep(0.05)
    assert slow.running == MAX_CONCURRENT
    slow.go.set()
    assert await asyncio.gather(*reading) == [1] * 5
    assert slow.most == MAX_CONCURRENT


@pytest.mark.parametrize("live", [False, True])
async def test_a_request_that_waits_too_long_may_be_retried(monkeypatch: pytest.MonkeyPatch, live: bool) -> None:
    monkeypatch.setattr(public, "PATIENCE_SECONDS", 0.05)
    slots, slow = asyncio.Semaphore(MAX_CONCURRENT), Slow()
    reading = [asyncio.create_task(read(slots, slow, number, live=live)) for number in range(MAX_CONCURRENT)]
    await asyncio.sleep(0)
    with pytest.raises(ViewpulseError) as caught:
        await read(slots, slow, 9, live=live)
    assert (caught.value.code, caught.value.retry_after) == (ErrorCode.UNAVAILABLE, 1.0)
    slow.go.set()
    assert await asyncio.gather(*reading) == [1] * MAX_CONCURRENT
    assert await read(slots, slow, 9, live=live) == 1


async def test_the_metadata_of_the_package_are_not_read_for_each_list(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_distribution(name: str) -> metadata.Distribution:
        raise AssertionError(f"the metadata of {name} were read")

    monkeypatch.setattr(metadata, "distribution", no_distribution)
    monkeypatch.setattr(metadata, "version", no_distribution)

    async def one() -> int:
        return 1

    class Kept:
        async def get(self, _name: str, compute: Callable[[], Awaitable[bytes]]) -> bytes:
            return await compute()

    cache = cast("SharedCache", Kept())
    assert await read_cached_list(cache, asyncio.Semaphore(MAX_CONCURRENT), ("list",), int, one) == 1
