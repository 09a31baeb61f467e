"""Redis is killed for a moment, for seconds, for a minute, or freezes: tracking and counting continue."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from tests.fault.scenarios.playing import Run, scenario

Fault = Callable[[Run], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def killed(run: Run) -> AsyncIterator[None]:
    server = run.deployment.redis.server
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)
    run.deployment.redis.stop()
    yield
    run.deployment.redis.start()


@asynccontextmanager
async def frozen(run: Run) -> AsyncIterator[None]:
    server = run.deployment.redis.server
    assert server is not None
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)


async def _during(run: Run, fault: Fault, seconds: float) -> None:
    """Events are acknowledged and counted while Redis is not there, and afterwards."""
    async with run.deployment.all_stay_up(), run.load() as load:
        for _ in run.rounds():
            await load.progress(run.random.randint(20, 300))
            await run.pause(0.05)
            async with fault(run):
                until = asyncio.get_running_loop().time() + seconds
                await load.progress(1)
                while asyncio.get_running_loop().time() < until:
                    await run.heal()
            await run.heal()


@scenario("Redis killed -9 for 0.2 s", rounds=20, seconds=1.5, heals_within=5.0)
async def kill_redis_briefly(run: Run) -> None:
    await _during(run, killed, 0.2)


@scenario("Redis killed -9 for 8 s", rounds=2, seconds=11, quick=0, heals_within=5.0)
async def kill_redis(run: Run) -> None:
    await _during(run, killed, 8.0)


@scenario("Redis killed -9 for a minute", rounds=1, seconds=66, quick=0, heals_within=5.0)
async def kill_redis_for_a_minute(run: Run) -> None:
    await _during(run, killed, 60.0)


@scenario("Redis frozen for 8 s", rounds=3, seconds=12, quick=0, heals_within=5.0)
async def freeze_redis(run: Run) -> None:
    await _during(run, frozen, 8.0)
