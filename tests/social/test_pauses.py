"""Pauses that networks ask for: the longest one counts, for all workers, and Redis is never waited for for long."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from server.demo.networks.pinterest import LocalPinterest, Pinner
from server.demo.networks.x import LocalX, Member
from server.settings import Settings
from server.social.failures import QuotaExhausted, Scope, Throttled
from server.social.model import AccountState, Network
from server.social.pauses import MAX_PAUSE_SECONDS, Pauses
from tests.social import serving
from tests.social.collection import Bench
from tests.social.test_pinterest import ida
from tests.social.test_x import eve

__all__ = ["eve", "ida"]

AWAY = "redis://127.0.0.1:1/0"


@pytest.mark.parametrize("address", [None, AWAY])
async def test_a_pause_is_never_shortened(social: Settings, address: str | None) -> None:
    pauses = Pauses(address or social.redis_url, social.database_url)
    other = Pauses(address or social.redis_url, social.database_url)
    now = datetime.now(UTC)
    long = QuotaExhausted("until midnight", now + timedelta(hours=8), Scope.APP)
    await pauses.pause("x", "a", long)
    await (pauses if address else other).pause("x", "b", Throttled("nearly", now + timedelta(seconds=1), Scope.APP))
    for one in [pauses] if address else [pauses, other]:
        with pytest.raises(QuotaExhausted) as raised:
            await one.raise_if_paused("x", "c")
        assert (raised.value.until, raised.value.scope) == (long.until, Scope.APP)
    await pauses.pause("x", "a", Throttled("later", now + timedelta(hours=9), Scope.APP))
    with pytest.raises(Throttled) as later:
        await pauses.raise_if_paused("x", "c")
    assert later.value.until == now + timedelta(hours=9)
    await pauses.aclose()
    await other.aclose()


async def test_a_short_pause_of_an_account_does_not_hide_a_long_one_of_the_app(
    bench: Bench, x: LocalX, eve: Member
) -> None:
    account = await bench.connect(Network.X, eve.token)
    now = datetime.now(UTC)
    pauses, account_id = bench.client.pauses, account.account_id
    await pauses.pause("x", account_id, Throttled("short", now + timedelta(seconds=8), Scope.ACCOUNT))
    await pauses.pause("x", account_id, QuotaExhausted("all", now + timedelta(days=10), Scope.APP))
    x.seen.clear()
    outcome = await bench.collect(account)
    assert (outcome.code, outcome.calls, x.seen) == ("quota_exhausted", 0, [])
    assert outcome.due_at == now + timedelta(days=10)


async def test_a_call_that_waited_looks_again(
    bench: Bench, x: LocalX, eve: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await bench.connect(Network.X, eve.token)
    now = datetime.now(UTC)
    pauses, account_id, nap = bench.client.pauses, account.account_id, bench.client.sleep
    await pauses.pause("x", account_id, Throttled("short", now + timedelta(seconds=8), Scope.ACCOUNT))

    async def napping(seconds: float) -> None:
        await pauses.pause("x", "another", QuotaExhausted("all", now + timedelta(days=10), Scope.APP))
        await nap(seconds)

    monkeypatch.setattr(bench.client, "sleep", napping)
    x.seen.clear()
    outcome = await bench.collect(account)
    assert (outcome.code, x.seen) == ("quota_exhausted", [])
    assert len(bench.naps) == 1


@pytest.mark.parametrize("reset", ["99999999999", "1900000000000", "9" * 30])
async def test_no_pause_is_longer_than_is_believed(bench: Bench, x: LocalX, eve: Member, reset: str) -> None:
    account = await bench.connect(Network.X, eve.token)
    x.fail(serving.answering(429, {"title": "Too Many Requests"}, x_rate_limit_reset=reset))
    outcome = await bench.collect(account)
    assert outcome.code == "throttled"
    assert outcome.due_at <= datetime.now(UTC) + timedelta(seconds=MAX_PAUSE_SECONDS)


async def test_a_pause_of_too_many_seconds_is_of_another_form(
    bench: Bench, pinterest: LocalPinterest, ida: Pinner
) -> None:
    account = await bench.connect(Network.PINTEREST, ida.token)
    pinterest.fail(serving.answering(429, {"message": "Slow down"}, x_ratelimit_reset="9" * 30))
    with capture_logs():
        outcome = await bench.collect(account)
    assert outcome.code == "contract_changed"
    assert (await bench.account(account)).state is AccountState.CONNECTED


@pytest.fixture
async def frozen() -> AsyncIterator[str]:
    """The address of a Redis that takes connections, and never answers."""

    async def never(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await ended.wait()
        finally:
            writer.close()

    ended = asyncio.Event()
    async with await asyncio.start_server(never, "127.0.0.1", 0) as server:
        yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0"
        ended.set()


async def test_a_frozen_redis_is_not_waited_for_at_each_call(social: Settings, frozen: str) -> None:
    pauses = Pauses(frozen, social.database_url)
    began = time.monotonic()
    await pauses.pause("x", "a", Throttled("later", datetime.now(UTC) + timedelta(hours=1), Scope.ACCOUNT))
    for _ in range(100):
        with pytest.raises(Throttled):
            await pauses.raise_if_paused("x", "a")
        assert await pauses.refusals_of("x", "post", ["likes"]) == {}
    assert time.monotonic() - began < 2
    await pauses.aclose()
