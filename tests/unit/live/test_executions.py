"""Executions of live subscriptions are charged to the users who share them, and to nobody else."""

import asyncio

from server.limits.limiter import Limiter
from server.limits.pots import LocalPots
from server.limits.shared_pots import SharedPots
from server.live.shares import Subscriber
from server.settings import Settings
from tests.unit.live.stage import READ, Stage, Watch, now, timers, virtually

ANN, BOB, GUEST = Subscriber(1, "ann"), Subscriber(1, "bob"), Subscriber(1)
PER_MINUTE = 60


def limited(per_minute: int = PER_MINUTE) -> Stage:
    settings = Settings(limit_executions_per_user=per_minute)
    limiter = Limiter(settings, SharedPots("redis://127.0.0.1:1", settings.database_url, 0.1))
    limiter._executions = LocalPots(clock=now)
    return Stage(limiter.book)


async def changes(stage: Stage, seconds: float, pause: float = 0.1) -> None:
    ends = now() + seconds
    while now() < ends:
        await asyncio.sleep(pause)
        stage.change()


def pushes(watch: Watch, since: float) -> int:
    return sum(time > since for time in watch.times)


@virtually
async def test_a_user_gets_what_the_pot_holds_and_then_what_comes_back_in_turn() -> None:
    stage = limited()
    watches = [stage.watch(key=f"key-{number}", subscriber=ANN) for number in range(5)]
    await changes(stage, 120.0)
    assert 2 * PER_MINUTE <= len(stage.executed) - len(watches) <= 3 * PER_MINUTE, "the first ones were paid by opening"
    began = now()
    await changes(stage, 60.0)
    counts = [pushes(watch, began) for watch in watches]
    assert sum(counts) <= PER_MINUTE + len(watches)
    assert max(counts) - min(counts) <= 1, "none waits for the others more than they for it"
    await asyncio.sleep(10.0)
    assert [watch.last for watch in watches] == [stage.revision] * 5, "the newest one comes in the end"
    assert timers() == 0


@virtually
async def test_nobody_waits_for_a_user_who_has_nothing_left() -> None:
    stage = limited()
    greedy = [stage.watch(key=f"key-{number}", subscriber=ANN) for number in range(20)]
    shared = stage.watch(key="key-0", subscriber=BOB)
    own = stage.watch(key="of bob", subscriber=BOB)
    guest, with_guest = stage.watch(key="public", subscriber=GUEST), stage.watch(key="public", subscriber=ANN)
    await stage.change_each_second(20)
    await asyncio.sleep(0.9)
    began = now()
    await stage.change_each_second(20)
    await asyncio.sleep(0.9)
    assert [pushes(watch, began) for watch in (guest, with_guest)] == [20, 20], "what guests see costs nobody anything"
    assert [pushes(watch, began) for watch in (greedy[0], shared, own)] == [20] * 3, "bob pays for what they share"
    assert all(pushes(watch, began) <= 3 for watch in greedy[1:])


@virtually
async def test_who_joins_is_answered_at_once_and_who_leaves_leaves_no_timer() -> None:
    stage = limited(1)
    first = stage.watch(subscriber=ANN)
    await changes(stage, 2.0)
    waiting = first.last
    assert waiting is not None and waiting < stage.revision  # noqa: PT018 - one fact
    late = stage.watch(subscriber=BOB)
    await asyncio.sleep(2 * READ)
    assert late.last == first.last == stage.revision
    stage.change()
    await asyncio.sleep(2 * READ)
    stage.change()
    await asyncio.sleep(2 * READ)
    for watch in (first, late):
        watch.subscription.close()
    assert timers() == 0
