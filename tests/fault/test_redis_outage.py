"""Redis stops for a moment, for seconds, for ever: no number is wrong, updates continue, and push resumes."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from server.embedded import free_port
from server.live.publish import Publisher
from server.settings import Settings
from tests.fault.outage import Outage, assert_pushed, running
from tests.integration.live.stand_ins import SUBJECT, Numbers, Reader, until


@pytest.mark.parametrize("seconds", [0.2, 5.0])
async def test_updates_continue_by_poll_during_an_outage_of_redis_and_by_push_afterwards(
    redis: Outage, seconds: float
) -> None:
    numbers, reader = Numbers(), Reader()
    async with running(redis.url, numbers, poll=0.2) as (hub, publisher):
        hub.subscribe(numbers.operation(), reader)
        await until(lambda: reader.payloads and hub.pushed)
        await assert_pushed(numbers, publisher, reader)
        redis.stop()
        deadline = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < deadline:
            assert not await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
            await until(lambda: reader.revisions[-1] == numbers.revision)
        redis.start()
        await until(lambda: hub.pushed)
        await assert_pushed(numbers, publisher, reader)
        assert reader.revisions == sorted(set(reader.revisions))
        assert reader.errors == []


async def test_changes_during_the_outage_are_repaired_by_the_reconnection_alone(redis: Outage) -> None:
    numbers, reader, late = Numbers(), Reader(), Reader()
    async with running(redis.url, numbers, poll=60) as (hub, _):
        hub.subscribe(numbers.operation(), reader)
        await until(lambda: reader.payloads and hub.pushed)
        numbers.poll_blind = True
        redis.stop()
        await until(lambda: hub._backend.away)
        numbers.commit(SUBJECT, "content:1:late")
        hub.subscribe(numbers.operation("content:1:late"), late)
        await until(lambda: late.revisions == [1])
        numbers.commit("content:1:late")
        redis.start()
        await until(lambda: reader.revisions == [0, 1] and late.revisions == [1, 2])


async def test_everything_but_push_works_without_redis(tmp_path: Path) -> None:
    numbers, reader = Numbers(), Reader()
    async with running(Outage(tmp_path).url, numbers, poll=0.05) as (hub, publisher):
        hub.subscribe(numbers.operation(), reader)
        await until(lambda: reader.payloads)
        for _ in range(5):
            assert not await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
            await until(lambda: reader.revisions[-1] == numbers.revision)
        assert not hub.pushed


async def test_redis_that_starts_later_is_used(tmp_path: Path) -> None:
    numbers, reader, redis = Numbers(), Reader(), Outage(tmp_path)
    async with running(redis.url, numbers, poll=60) as (hub, publisher):
        hub.subscribe(numbers.operation(), reader)
        await until(lambda: reader.payloads)
        redis.start()
        await until(lambda: hub.pushed and hub._backend.is_confirmed(next(iter(hub._by_channel))))
        await assert_pushed(numbers, publisher, reader)
    redis.stop()


async def test_a_publisher_cut_off_from_redis_leaves_a_gap_that_is_noticed(redis: Outage, tmp_path: Path) -> None:
    numbers, reader = Numbers(), Reader()
    async with running(redis.url, numbers, poll=60) as (hub, publisher):
        hub.subscribe(numbers.operation(), reader)
        await until(lambda: reader.payloads and hub.pushed)
        await assert_pushed(numbers, publisher, reader)
        cut_off = Publisher(f"redis://127.0.0.1:{free_port()}/0", Settings())
        assert not await cut_off.publish(numbers.commit(SUBJECT), [SUBJECT])
        await cut_off.close()
        assert await publisher.publish(numbers.commit("content:1:other"), ["content:1:other"])
        await until(lambda: reader.revisions == [0, 1, 2])


async def test_a_publisher_does_not_wait_for_a_redis_that_hangs(redis: Outage) -> None:
    assert redis.server is not None
    async with running(redis.url, Numbers(), poll=60) as (_, publisher):
        assert await publisher.publish({1: 1}, [SUBJECT])
        os.kill(redis.server.pid, signal.SIGSTOP)
        try:
            async with asyncio.timeout(30):
                assert not await publisher.publish({1: 2}, [SUBJECT])
        finally:
            os.kill(redis.server.pid, signal.SIGCONT)
        assert await publisher.publish({1: 3}, [SUBJECT])


async def test_a_redis_that_hangs_is_noticed_and_polled_around(redis: Outage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.live.backend.HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr("server.live.backend.SILENCE_SECONDS", 1.0)
    assert redis.server is not None
    numbers, reader = Numbers(), Reader()
    async with running(redis.url, numbers, poll=60) as (hub, publisher):
        hub.subscribe(numbers.operation(), reader)
        await until(lambda: reader.payloads and hub.pushed)
        await asyncio.sleep(1.2)  # longer than the silence that counts as hanging
        assert hub.pushed
        os.kill(redis.server.pid, signal.SIGSTOP)
        try:
            await until(lambda: hub._backend.away)
            numbers.commit(SUBJECT)
            hub._poll_now.set()
            await until(lambda: reader.revisions == [0, 1])
        finally:
            os.kill(redis.server.pid, signal.SIGCONT)
        await until(lambda: hub.pushed)
        await assert_pushed(numbers, publisher, reader)
