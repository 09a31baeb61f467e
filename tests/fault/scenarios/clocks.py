"""Clocks of processes that jump by an hour while they work: PostgreSQL's clock decides what is counted when.

API processes take the time of arrival from their own clock, so an event without a time of its own, sent to a wrong one,
occurs in another hour: it is stored and counted once all the same. Claims, revisions and `asOf` are by PostgreSQL's
clock.
"""

import asyncio

from tests.fault.apps import Target
from tests.fault.deployment import WrongClock
from tests.fault.scenarios.playing import Run, scenario
from tests.products import PATIENCE

HOUR = 3600.0
JUMPS = ((HOUR, -HOUR), (0.0, 0.0), (-HOUR, HOUR), (HOUR, -HOUR), (0.0, 0.0))
"""How many seconds the clocks of the API and of the aggregator are fast, one after another: they jump by an hour and by
two, forward and back. An API that is more than an hour slow would reject the events of now."""
FAST = "SELECT count(*) FROM events WHERE received_at > now() + interval '50 minutes'"
SLOW = "SELECT count(*) FROM events WHERE received_at < now() - interval '50 minutes'"


@scenario("clocks of an API and of the aggregator that jump an hour, forward and back", rounds=50, seconds=2.5, quick=5)
async def wrong_clocks(run: Run) -> None:
    """Each attempt goes to either API, so a retry often comes with another time of arrival."""
    deployment = run.deployment
    right = deployment.aggregator
    aggregator = WrongClock.from_service(right)
    api = WrongClock.from_service(deployment.command("serve"))
    target = run.target().at(deployment.api.url, api.url)
    right.kill()
    try:
        async with deployment.another(aggregator), deployment.another(api), run.load(target) as load:
            pids = aggregator.pid, api.pid
            await load.progress(10)
            await _saw(1, aggregator, api)
            for number in run.rounds():
                api.clock.put(JUMPS[number % len(JUMPS)][0])
                aggregator.clock.put(JUMPS[number % len(JUMPS)][1])
                await _send_twice(run, target)
                await _saw(number + 2, aggregator, api)
                await load.progress(100)
                await run.heal(target)
            assert (aggregator.pid, api.pid) == pids
            assert aggregator.returncode is api.returncode is None
    finally:
        right.launch()
    await run.heal()
    for service, which in ((api, 0), (aggregator, 1)):
        made = [JUMPS[number % len(JUMPS)][which] for number in range(run.played)]
        assert service.clock.seen == [0.0, *made], f"{service.arguments} has not seen every jump"
    async with run.sql() as connection:
        assert await connection.fetchval(FAST), "no API was fast"
        assert run.played < len(JUMPS) or await connection.fetchval(SLOW), "no API was slow"


async def _send_twice(run: Run, target: Target) -> None:
    """The same batch to both APIs: the second one knows it, whatever its clock says."""
    app = run.app(target)
    batch = app.batch(50)
    async with app.connected() as http:
        first, second = [await run.app(target.at(url)).deliver(http, batch) for url in target.urls]
    assert set(first) <= {"ACCEPTED", "DUPLICATE"}  # the latter if an answer came too late
    assert set(second) == {"DUPLICATE"}


async def _saw(times: int, *services: WrongClock) -> None:
    """Returns when each process has asked for the time since its clock was moved last."""
    async with asyncio.timeout(PATIENCE):
        while any(len(service.clock.seen) < times for service in services):  # noqa: ASYNC110 - of other processes
            await asyncio.sleep(0.05)
