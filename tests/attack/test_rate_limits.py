"""Many callers at once, in several processes, get as much as one limit allows; and what becomes of it without Redis."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from uuid import uuid4

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from server.access import Caller, Role
from server.app import create_app
from server.errors import ErrorCode, ViewpulseError
from server.limits.address_key import AddressKey
from server.limits.limiter import Allowance, Kind, Limiter, Subject
from server.limits.pots import WINDOW, Draw, LocalPots
from server.limits.shared_pots import SharedPots
from server.settings import Settings
from tests.fault.outage import Outage
from tests.integration.live.stand_ins import until
from tests.integration.transport.api import served

DATABASE = "postgresql://viewpulse@127.0.0.1:1/none"
PATIENT = 30.0  # this machine may be busy
PER_MINUTE = 60
ALL_AT_ONCE = """
import asyncio, sys, time

real = time.time
time.time = lambda: real() + float(sys.argv[4])  # the clock of this process is wrong

from server.limits.pots import Draw
from server.limits.shared_pots import SharedPots

async def main():
    pots = SharedPots(sys.argv[1], sys.argv[2], 30.0)
    async def caller():
        return sum([(await pots.take([Draw(sys.argv[3], 1.0)])).wait == 0 for _ in range(20)])
    began = await pots.call("TIME")
    taken = sum(await asyncio.gather(*(caller() for _ in range(17))))
    ended = await pots.call("TIME")
    await pots.close()
    seconds = [int(at[0]) + int(at[1]) / 1e6 for at in (began, ended)]
    print(taken, *seconds)

asyncio.run(main())
"""


def a_pot() -> str:
    return f"test:{uuid4()}"


async def now_of(pots: SharedPots) -> float:
    seconds, microseconds = await pots.call("TIME")
    return int(seconds) + int(microseconds) / 1e6


def limiter_on(url: str, *, wait: float = PATIENT, **limits: int) -> tuple[Limiter, SharedPots]:
    settings = Settings(**{f"limit_{name}": allowed for name, allowed in limits.items()})  # type: ignore[arg-type]
    pots = SharedPots(url, DATABASE, wait)
    return Limiter(settings, pots), pots


async def allowed(answers: Sequence[Allowance | None]) -> int:
    return sum(answer is not None and not answer.wait for answer in answers)


def test_three_processes_with_wrong_clocks_take_exactly_one_limit(redis_url: str) -> None:
    pot = a_pot()
    children = [
        subprocess.Popen(
            [sys.executable, "-c", ALL_AT_ONCE, redis_url, DATABASE, pot, str(clock)], stdout=subprocess.PIPE, text=True
        )
        for clock in (-600, 0, 600)
    ]
    told = [[float(word) for word in child.communicate()[0].split()] for child in children]
    taken, began, ended = sum(t for t, *_ in told), min(b for _, b, _ in told), max(e for *_, e in told)
    assert PER_MINUTE <= taken <= PER_MINUTE + (ended - began) + 1, "what a pot holds, and what came back meanwhile"
    assert taken < 3 * 17 * 20


async def test_a_request_succeeds_after_what_it_was_told_to_wait_and_not_before(redis_url: str) -> None:
    pots, pot = SharedPots(redis_url, DATABASE, PATIENT), a_pot()

    async def take() -> tuple[float, float, float]:
        """When it was at the earliest, and at the latest, by the clock of Redis; and what it must wait."""
        before = await now_of(pots)
        drawn = await pots.take([Draw(pot, 0.4)])
        assert drawn is not None
        return before, await now_of(pots), drawn.wait

    await pots.take([Draw(pot, WINDOW)])
    wait = 0.0
    while not wait:  # it is so slow that some of the pot is back
        before, after, wait = await take()
    earliest, latest = before + wait, after + wait
    again = wait
    while again:
        before, after, again = await take()
        assert again or after >= earliest, "not before"
        assert not again or before <= latest, "and not later"
        await asyncio.sleep(again / 2 if again > 0.02 else again)
    await pots.close()


async def test_a_request_takes_from_all_of_its_pots_or_from_none(redis_url: str) -> None:
    pots, full, empty = SharedPots(redis_url, DATABASE, PATIENT), a_pot(), a_pot()
    await pots.take([Draw(empty, WINDOW)])
    refused = await pots.take([Draw(full, 30), Draw(empty, 30)])
    assert refused is not None
    assert refused.wait > 0
    whole = await pots.take([Draw(full, WINDOW)])
    assert whole is not None
    assert whole.wait == 0, "nothing was taken before"
    await pots.close()


async def test_requests_that_share_a_round_trip_are_answered_each_for_itself(redis_url: str) -> None:
    pots, first, second = SharedPots(redis_url, DATABASE, PATIENT), a_pot(), a_pot()
    answers = await asyncio.gather(
        *(pots.take([Draw(pot, 20)]) for pot in (first, second, first, first, first, second))
    )
    assert [answer is not None and answer.wait > 0 for answer in answers] == [False, False, False, False, True, False]
    await pots.close()


async def test_a_clock_of_redis_that_is_set_back_costs_a_minute_at_most(redis_url: str) -> None:
    pots, pot = SharedPots(redis_url, DATABASE, PATIENT), a_pot()
    seconds, _ = await pots.call("TIME")
    await pots.call("SET", pots.prefix + pot, (int(seconds) + 3600) * 1_000_000, "PX", 60_000)
    answer = await pots.take([Draw(pot, 1)])
    assert answer is not None
    assert answer.wait == pytest.approx(1)
    await pots.close()


async def test_a_pot_is_in_redis_until_it_is_full_again(redis_url: str) -> None:
    pots, pot = SharedPots(redis_url, DATABASE, PATIENT), a_pot()
    await pots.take([Draw(pot, 40)])
    assert 0 < await pots.call("PTTL", pots.prefix + pot) <= 40_001
    await pots.close()


def caller(user: str | None = None, *, role: Role | None = None, **more: object) -> Caller:
    return Caller(may_track=True, user_id=user, role=role or (Role.USER if user else None), **more)  # type: ignore[arg-type]


async def test_subjects_do_not_share_a_limit(redis_url: str) -> None:
    limiter, pots = limiter_on(redis_url, tracking_per_user=2, batches_per_user=1, analytics_per_user=1)
    user, other, guest = uuid4().hex, uuid4().hex, uuid4().hex

    async def track(who: Caller, session_id: str | None = None, *, is_batch: bool = False) -> bool:
        answer = await limiter.track(who, 100, is_batch=is_batch, session_id=session_id)
        assert answer is not None
        return not answer.wait

    assert [await track(caller(user)) for _ in range(3)] == [True, True, False]
    assert [await track(caller(other)) for _ in range(3)] == [True, True, False]
    assert [await track(caller(), guest) for _ in range(3)] == [True, True, False]
    assert [await track(caller(user), is_batch=True) for _ in range(2)] == [True, False], "another kind"
    assert [await track(caller(user, project_id=2)) for _ in range(3)] == [True, True, False], "another project"
    assert await limiter.track(caller(), 100, is_batch=False, session_id=None) is None, "of several sessions"
    await pots.close()


async def test_of_several_limits_the_tightest_answers(redis_url: str) -> None:
    limiter, pots = limiter_on(redis_url, tracking_per_key=3, tracking_per_network=2, tracking_per_user=100)
    guest = caller(network=uuid4().int >> 64, key_id=uuid4().hex)
    answers = [await limiter.track(guest, 1, is_batch=False, session_id=uuid4().hex) for _ in range(3)]
    names = [(answer.limit.name, bool(answer.wait)) for answer in answers if answer]
    assert names == [("trackingPerNetwork", False), ("trackingPerNetwork", False), ("trackingPerNetwork", True)]
    elsewhere = caller(network=uuid4().int >> 64, key_id=guest.key_id)
    later = [await limiter.track(elsewhere, 1, is_batch=False, session_id=None) for _ in range(2)]
    assert [(answer.limit.name, bool(answer.wait)) for answer in later if answer] == [
        ("trackingPerKey", False),
        ("trackingPerKey", True),
    ]
    await pots.close()


@pytest.mark.parametrize(("events", "part"), [(100, 1.0), (50, 0.5), (10, 0.1), (1, 0.1)])
async def test_a_small_batch_counts_as_its_part(redis_url: str, events: int, part: float) -> None:
    limiter, pots = limiter_on(redis_url, batches_per_user=1)
    answer = await limiter.track(caller(uuid4().hex), events, is_batch=True, session_id=None)
    assert answer is not None
    assert answer.full_in == pytest.approx(part * WINDOW)
    assert answer.remaining == pytest.approx(1 - part)
    await pots.close()


async def test_what_costs_more_than_there_is_takes_all(redis_url: str) -> None:
    limiter, pots = limiter_on(redis_url, analytics_per_user=1)
    who = caller(uuid4().hex)
    answers = [await limiter.ask(who, 10_000) for _ in range(2)]
    assert [bool(answer.wait) for answer in answers if answer] == [False, True]
    await pots.close()


async def test_redis_that_is_killed_in_the_middle_changes_nobodys_limit_for_long(redis: Outage) -> None:
    limiter, pots = limiter_on(redis.url, tracking_per_user=2, admin_per_user=5)
    user, admin = caller(uuid4().hex), caller(uuid4().hex, role=Role.ADMIN)

    async def track() -> bool:
        answer = await limiter.track(user, 1, is_batch=False, session_id=None)
        return answer is not None and not answer.wait

    assert [await track() for _ in range(3)] == [True, True, False]
    redis.stop()
    with capture_logs() as logs:
        assert [await track() for _ in range(4)] == [True, True, False, False], "the process has a limit of its own"
        with pytest.raises(ViewpulseError) as caught:
            await limiter.mutate(admin, [], 1)
        assert caught.value.code is ErrorCode.UNAVAILABLE
        assert caught.value.retry_after is not None
        assert await limiter.mutate(user, [], 1) is not None, "only admins must wait"
        await asyncio.sleep(1.1)
        await track()
    assert [log["event"].partition(";")[0] for log in logs] == ["Redis is unavailable"], "said once"
    redis.start()
    with capture_logs() as logs:
        await until(lambda: pots.available)
        assert await pots.take([Draw(a_pot(), 1)]) is not None
    assert [log["event"].partition(";")[0] for log in logs] == ["Redis is back"]
    assert (await limiter.mutate(admin, [], 1)) is not None
    await pots.close()


async def test_a_frozen_redis_is_waited_for_once_and_briefly(redis: Outage) -> None:
    limiter, pots = limiter_on(redis.url, wait=0.1, tracking_per_user=1000)
    await limiter.track(caller("a"), 1, is_batch=False, session_id=None)
    asked_redis, call = 0, pots._call

    async def counted(*command: str | bytes | int, seconds: float | None = None) -> object:
        nonlocal asked_redis
        asked_redis += 1
        return await call(*command, seconds=seconds)

    pots._call = counted  # type: ignore[method-assign]
    assert redis.server is not None
    redis.server.process.send_signal(signal.SIGSTOP)
    try:
        asked = [limiter.track(caller(f"user-{n}"), 1, is_batch=False, session_id=None) for n in range(50)]
        answers = await asyncio.gather(*asked)
        for n in range(50):
            answers.append(await limiter.track(caller(f"user-{n}"), 1, is_batch=False, session_id=None))
        assert await allowed(answers) == 100
        assert asked_redis <= 1, "and for not longer than the setting says"
    finally:
        redis.server.process.send_signal(signal.SIGCONT)
    await pots.close()


def test_pots_of_a_process_are_forgotten_when_there_are_too_many() -> None:
    pots = LocalPots(most=100, clock=lambda: 0.0)
    for number in range(1000):
        pots.take([Draw(f"{number}", WINDOW)])
    assert len(pots._full_at) == 100
    assert pots.take([Draw("999", 1)]).wait == 1


async def test_processes_hash_addresses_with_one_key_that_expires(redis_url: str) -> None:
    pots = SharedPots(redis_url, f"{DATABASE}-{uuid4().hex}", PATIENT)
    one, other = AddressKey(pots), AddressKey(pots)
    assert one.current != other.current
    for key in (one, other):
        assert 0 < await key.look() <= 60
    assert one.current == other.current
    before = one.current
    await pots.call("PEXPIRE", f"{pots.prefix}address-key", 1)
    await asyncio.sleep(0.01)
    await one.look()
    assert one.current != before
    await pots.close()


async def test_no_key_is_older_than_a_day_also_without_redis(redis: Outage) -> None:
    hours = [0.0]
    pots = SharedPots(redis.url, f"{DATABASE}-{uuid4().hex}", PATIENT)
    alone, together = (AddressKey(where, clock=lambda: hours[0] * 3600) for where in (None, pots))
    changes: list[bytes] = []
    together.on_change(lambda: changes.append(together.current))
    await together.look()
    shared, own = together.current, alone.current
    assert changes == [shared]

    redis.stop()
    for hour in (6.0, 23.9):
        hours[0] = hour
        for key, before in ((alone, own), (together, shared)):
            assert 0 < await key.look() <= 60.01
            assert key.current == before
    hours[0] = 24.0
    for key, before in ((alone, own), (together, shared)):
        await key.look()
        assert key.current != before
    assert changes == [shared, together.current]
    await pots.close()


async def test_every_api_keeps_its_key_of_addresses(redis_url: str) -> None:
    """Also without a limit per network: failed log-ins are counted by network, too."""
    settings = Settings(database_url=f"{DATABASE}-{uuid4().hex}", redis_url=redis_url)
    pots = SharedPots(redis_url, settings.database_url, PATIENT)
    async with served(create_app(settings), settings):
        async with asyncio.timeout(20):
            while not await pots.call("EXISTS", f"{pots.prefix}address-key"):  # noqa: ASYNC110 - Redis says it
                await asyncio.sleep(0.01)
    await pots.close()


def test_every_setting_is_a_limit() -> None:
    named = {name for name in Settings.model_fields if name.startswith("limit_") and "_per_" in name}
    assert named >= {f"limit_{kind}_per_user" for kind in Kind if kind is not Kind.CALLBACKS}  # nobody's yet
    known = {f"limit_{kind}_per_{subject}" for kind in Kind for subject in Subject}
    assert named - known == {"limit_failed_logins_per_network"}


async def test_what_a_request_gives_back_may_be_taken_again(redis_url: str) -> None:
    limiter, pots = limiter_on(redis_url, analytics_per_user=2, analytics_per_key=100)
    who = caller(uuid4().hex, key_id=uuid4().hex)
    taken = await limiter.ask(who, 2000)
    assert taken is not None
    half = await limiter.give_back(taken, 0.5)
    assert half.limit.name == "analyticsPerUser"
    assert half.remaining == pytest.approx(1, abs=0.1)
    assert await allowed([await limiter.ask(who, 1000) for _ in range(2)]) == 1
    whole = await limiter.give_back(taken)
    assert whole.remaining == pytest.approx(2, abs=0.1), "never more than there is"
    assert await pots.call("EXISTS", *(pots.prefix + draw.pot for _, draw in taken.taken)) == 0, "a full pot has no key"
    await pots.close()


async def test_a_redis_that_answers_and_refuses_to_write_is_unavailable_until_it_writes_again(redis: Outage) -> None:
    limiter, pots = limiter_on(redis.url, tracking_per_user=100)
    who = caller(uuid4().hex)
    await pots.call("CONFIG", "SET", "min-replicas-to-write", 1)
    with capture_logs() as logs:
        for _ in range(3):
            assert await limiter.track(who, 1, is_batch=False, session_id=None) is not None
            await asyncio.sleep(1.0)
        assert not pots.available
    assert [log["event"].partition(";")[0] for log in logs] == ["Redis is unavailable"]
    async with Redis.from_url(redis.url) as client:
        await client.config_set("min-replicas-to-write", 0)
    await until(lambda: pots.available)
    await pots.close()


async def test_admins_wait_for_redis_only_if_they_are_limited() -> None:
    admin = caller(uuid4().hex, role=Role.ADMIN)
    for per_minute, is_refused in ((5, True), (0, False)):
        limiter, pots = limiter_on("redis://127.0.0.1:1", admin_per_user=per_minute)
        with pytest.raises(ViewpulseError) if is_refused else nullcontext():
            assert await limiter.mutate(admin, [], 1) is None
        await pots.close()
