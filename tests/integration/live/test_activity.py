"""What arrives and what is open, of several processes together, by way of a real Redis."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio

from server.limits.shared_pots import SharedPots
from server.live import activity
from server.live.activity import MINUTE, MINUTES, Activity, Arrived, Open, open_of

NOON = 1_764_590_400
"""The beginning of a minute, in Unix time."""


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON + 15.0

    def __call__(self) -> float:
        return self.now


@pytest_asyncio.fixture(loop_scope="session")
async def pots(redis_url: str) -> AsyncIterator[SharedPots]:
    found = SharedPots(redis_url, f"postgresql://127.0.0.1/{uuid4().hex}", 5.0)
    yield found
    await found.close()


def processes(pots: SharedPots, clock: Clock, number: int = 2) -> list[Activity]:
    return [Activity(pots.call, pots.prefix, clock) for _ in range(number)]


async def test_what_processes_report_is_added_up_by_project_and_minute(pots: SharedPots) -> None:
    clock = Clock()
    one, two = processes(pots, clock)
    assert await one.read(1) is None, "nobody has reported: that is not nothing"
    clock.now -= MINUTE * 5
    await one.report({})
    clock.now += MINUTE * 4
    one.arrivals.note(1, 30, 2)
    two.arrivals.note(1, 30, 0)
    two.arrivals.note(2, 7, 0)
    clock.now += MINUTE
    one.arrivals.note(1, 45, 0)
    await one.report({1: Open(3, 10)})
    await two.report({1: Open(2, 5), 2: Open(1, 1)})
    found = await two.read(1)
    assert found is not None
    assert found.open == Open(5, 15)
    minutes = list(found.minutes.items())
    assert [at for at, _ in minutes] == [NOON - MINUTE * back for back in range(MINUTES - 1, -1, -1)]
    assert minutes[-2:] == [(NOON - MINUTE, Arrived(60, 2)), (NOON, Arrived(45, 0))]
    assert minutes[-5:-2] == [(NOON - MINUTE * back, Arrived(0, 0)) for back in (4, 3, 2)]
    assert {arrived for _, arrived in minutes[:-5]} == {None}, "before anybody reported, nothing is known"
    assert found.per_second == pytest.approx((60 * 0.75 + 45) / 60)
    other = await one.read(2)
    assert other is not None
    assert (other.open, list(other.minutes.values())[-2]) == (Open(1, 1), Arrived(7, 0))


async def test_what_is_closed_and_what_a_dead_process_had_open_is_not_shown(
    pots: SharedPots, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "TRUE_SECONDS", 1)
    one, dead = processes(pots, Clock())
    await dead.report({1: Open(100, 100)})
    await one.report({1: Open(1, 2)})
    await asyncio.sleep(2.5)
    await one.report({1: Open(1, 2)})
    found = await one.read(1)
    assert found is not None
    assert found.open == Open(1, 2)
    await one.report({})
    found = await one.read(1)
    assert found is not None
    assert found.open == Open(0, 0)


async def test_what_redis_does_not_take_is_reported_later_for_its_own_minute(pots: SharedPots) -> None:
    clock, away = Clock(), True

    async def call(*command: str | bytes | int) -> object:
        return None if away else await pots.call(*command)

    one = Activity(call, pots.prefix, clock)
    [two] = processes(pots, clock, 1)
    clock.now -= MINUTE * 2
    await two.report({})
    clock.now += MINUTE
    one.arrivals.note(1, 5, 1)
    await one.report({1: Open(1, 1)})
    assert await one.read(1) is None
    clock.now += MINUTE
    one.arrivals.note(1, 4, 0)
    away = False
    await one.report({1: Open(1, 1)})
    found = await one.read(1)
    assert found is not None
    assert list(found.minutes.values())[-2:] == [Arrived(5, 1), Arrived(4, 0)]


def test_of_what_waits_only_the_newest_minutes_are_kept() -> None:
    clock = Clock()
    arrivals = activity.Arrivals(clock)
    for _ in range(MINUTES * 3):
        arrivals.note(1, 1, 0)
        clock.now += MINUTE
    assert len(arrivals.take()[1]) == MINUTES
    assert arrivals.take() == {}


def test_sockets_without_a_subscription_are_open_too() -> None:
    assert open_of({1: 2}, {3: 4}) == {1: Open(2, 0), 3: Open(0, 4)}
