"""Answers that all processes share for some seconds: one computation for all callers; and Redis may be unavailable."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis

from server.embedded import free_port
from server.errors import ErrorCode, ViewpulseError
from server.storage.redis_servers import RedisServers
from server.storage.shared_cache import SharedCache


class Clock:
    def __init__(self) -> None:
        self.time = time.time()

    def __call__(self) -> float:
        return self.time


class Work:
    """Counts how often it was done; can take its time, or fail."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.done = 0
        self.seconds = seconds
        self.error: Exception | None = None

    async def __call__(self) -> bytes:
        self.done += 1
        number = self.done
        await asyncio.sleep(self.seconds)
        if self.error is not None:
            raise self.error
        return str(number).encode()


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis may be slow here, and waiting for another computation would show: no test waits half a minute."""
    monkeypatch.setattr("server.storage.shared_cache.REDIS_SECONDS", 60.0)
    monkeypatch.setattr("server.storage.shared_cache.WAITING_SECONDS", 60.0)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    redis = Redis.from_url(redis_url)
    await redis.flushdb()
    yield redis
    await redis.aclose()


@asynccontextmanager
async def caching(
    url: str, clock: Clock | None = None, database: str = "postgresql://me:secret@host:5432/one"
) -> AsyncIterator[SharedCache]:
    """The cache of one process."""
    cache = SharedCache(url, database, 30.0, clock or time.time)
    yield cache
    await cache.close()


@pytest.fixture
def away() -> str:
    """An address where no server listens."""
    return f"redis://127.0.0.1:{free_port()}/0"


async def test_processes_share_one_answer_until_it_is_too_old(redis: Redis, redis_url: str) -> None:
    clock, work = Clock(), Work()
    async with caching(redis_url, clock) as one, caching(redis_url, clock) as two:
        assert [await cache.get("q", work) for cache in (one, two, one)] == [b"1"] * 3
        clock.time += 29.9
        assert await two.get("q", work) == b"1"
        clock.time += 0.2
        assert [await cache.get("q", work) for cache in (one, two)] == [b"2"] * 2
    assert work.done == 2


async def test_each_key_has_its_own_answer(redis: Redis, redis_url: str) -> None:
    work = Work()
    async with caching(redis_url) as cache:
        assert [await cache.get(name, work) for name in ("a", "b", "a")] == [b"1", b"2", b"1"]


async def test_databases_that_share_a_redis_do_not_share_answers(redis: Redis, redis_url: str) -> None:
    work = Work()
    two, same = "postgresql://me:secret@host:5432/two", "postgresql://other:password@host:5432/one"
    async with (
        caching(redis_url) as cache,
        caching(redis_url, None, two) as other,
        caching(redis_url, None, same) as third,
    ):
        assert [await one.get("q", work) for one in (cache, other, third)] == [b"1", b"2", b"1"]


async def test_concurrent_callers_wait_for_the_same_computation(redis: Redis, redis_url: str) -> None:
    work = Work(seconds=0.3)
    async with caching(redis_url) as one, caching(redis_url) as two:
        answers = await asyncio.gather(*(cache.get("q", work) for cache in (one, two) for _ in range(20)))
    assert set(answers) == {b"1"}
    assert work.done == 1


async def test_a_failure_is_raised_and_not_kept(redis: Redis, redis_url: str) -> None:
    work = Work()
    work.error = ValueError("no")
    async with caching(redis_url) as cache:
        with pytest.raises(ValueError, match="no"):
            await cache.get("q", work)
        work.error = None
        async with asyncio.timeout(30):  # no caller waits for a computation that has failed
            assert await cache.get("q", work) == b"2"


async def test_a_computation_continues_for_the_others_when_the_first_leaves(redis: Redis, redis_url: str) -> None:
    work = Work(seconds=0.2)
    async with caching(redis_url) as cache:
        first = asyncio.create_task(cache.get("q", work))
        while not work.done:  # noqa: ASYNC110 - the first computation moves it
            await asyncio.sleep(0.01)
        second = asyncio.create_task(cache.get("q", work))
        first.cancel()
        assert await second == b"1"
        assert work.done == 1


async def test_a_failure_is_raised_to_all_waiting_callers_and_none_waits_again(redis: Redis, redis_url: str) -> None:
    work = Work(seconds=0.1)
    work.error = ValueError("no")
    async with caching(redis_url) as cache:
        answers = await asyncio.gather(*(cache.get("q", work) for _ in range(20)), return_exceptions=True)
    assert {str(answer) for answer in answers} == {"no"}
    assert work.done == 1


async def test_waiting_for_a_computation_is_bounded(
    redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.storage.shared_cache.COMPUTING_SECONDS", 0.2)
    work = Work(seconds=60.0)
    async with caching(redis_url) as cache:
        answers = await asyncio.gather(*(cache.get("q", work) for _ in range(5)), return_exceptions=True)
        assert all(isinstance(answer, ViewpulseError) for answer in answers)
        assert {getattr(answer, "code", None) for answer in answers} == {ErrorCode.UNAVAILABLE}
    assert cache._computing == {}


async def test_a_lock_of_a_dead_process_is_waited_for_two_seconds_only(
    redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.storage.shared_cache.WAITING_SECONDS", 0.3)
    work = Work()
    async with caching(redis_url) as cache:
        await cache.get("q", work)
        [key] = [key async for key in redis.scan_iter("viewpulse:public:*")]
        await redis.delete(key)
        await redis.set(key + b":computing", b"")
    async with caching(redis_url) as other:
        assert await other.get("q", work) == b"2"


async def test_without_redis_each_process_keeps_its_own_and_loses_no_time(away: str) -> None:
    clock, work = Clock(), Work()
    async with asyncio.timeout(30), caching(away, clock) as one, caching(away, clock) as two:
        answers = await asyncio.gather(*(cache.get("q", work) for cache in (one, two) for _ in range(10)))
        assert sorted(set(answers)) == [b"1", b"2"]
        clock.time += 31
        assert await one.get("q", work) == b"3"


async def test_redis_is_used_again_when_it_is_back(
    redis: Redis, redis_url: str, away: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.storage.spare_redis.RETRY_SECONDS", 0.05)
    work = Work()
    async with caching(redis_url) as one, caching(redis_url) as two:
        there, one._redis._servers = one._redis._servers, RedisServers(away)
        assert await one.get("a", work) == b"1"
        await one._redis._servers.aclose()
        one._redis._servers = there
        await asyncio.sleep(0.1)
        assert [await cache.get("b", work) for cache in (one, two)] == [b"2", b"2"]


async def test_unreadable_cache_entries_are_computed_again(redis: Redis, redis_url: str) -> None:
    work = Work()
    async with caching(redis_url) as cache:
        await cache.get("q", work)
        [key] = [key async for key in redis.scan_iter("viewpulse:public:*")]
        await redis.set(key, b"\xc1 nonsense")
    async with caching(redis_url) as other:
        assert await other.get("q", work) == b"2"


async def test_the_cache_keeps_a_bounded_number_of_answers_and_no_tasks(redis: Redis, redis_url: str) -> None:
    work = Work()
    async with caching(redis_url) as cache:
        for number in range(300):
            await cache.get(str(number), work)
        assert len(cache._kept) == 256
        assert cache._computing == {}
