"""Processes whose clocks are an hour wrong, or jump by an hour: PostgreSQL's clock decides what is counted when.

API processes take the time of arrival from their own clock, so an event without a time of its own, sent to a wrong one,
occurs in another hour: it is stored and counted once all the same. Claims, revisions and `asOf` are by PostgreSQL's
clock.
"""

from contextlib import AsyncExitStack

from tests.fault.deployment import WrongClock
from tests.fault.scenarios.playing import Run, scenario

HOUR = 3600.0
FAST = "SELECT count(*) FROM events WHERE received_at > now() + interval '50 minutes'"
SLOW = "SELECT count(*) FROM events WHERE received_at < now() - interval '50 minutes'"


@scenario("an API an hour fast, one almost an hour slow, and an aggregator that jumps by an hour", rounds=4, seconds=12)
async def wrong_clocks(run: Run) -> None:
    """Each attempt goes to any of the APIs, so a retry often comes with another time of arrival."""
    deployment = run.deployment
    async with AsyncExitStack() as stack:
        urls = [deployment.api.url]
        for seconds in (HOUR, 60.0 - HOUR):  # an event of now would be IN_FUTURE by a clock more than an hour slow
            service = WrongClock.from_service(deployment.command("serve"), seconds)
            urls.append((await stack.enter_async_context(deployment.another(service))).url)
        target = run.target().at(*urls)
        async with run.load(target) as load:
            for number in run.rounds():
                await load.progress(100)
                app = run.app(target)
                batch = app.batch(50)
                async with app.connected() as http:
                    for url in urls:
                        await run.app(target.at(url)).deliver(http, batch)
                right = deployment.aggregator
                right.kill()
                wrong = WrongClock.from_service(right, HOUR if number % 2 == 0 else -HOUR)
                wrong.launch()
                try:
                    await run.heal(target)
                    await load.progress(100)
                finally:
                    wrong.kill()
                    right.launch()
                await run.heal(target)
    async with run.sql() as connection:
        assert await connection.fetchval(FAST), "no API was fast"
        assert await connection.fetchval(SLOW), "no API was slow"
