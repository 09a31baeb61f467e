"""A network between client and API, and between API and PostgreSQL, that delays, slices, resets and half-opens."""

import asyncio
from collections.abc import Callable

from tests.fault.apps import Target
from tests.fault.ledger import read_ledger
from tests.fault.scenarios.playing import Run, scenario
from tests.products import PATIENCE
from tests.proxy import AT_ONCE, Proxy, proxy_to, proxy_to_url

DELAY = 0.05
DEAF_SECONDS = 3.0


def _delay(proxy: Proxy) -> None:
    proxy.delay = DELAY


def _slice(proxy: Proxy) -> None:
    proxy.piece = 7


FAULTS: tuple[Callable[[Proxy], None], ...] = (_delay, _slice, Proxy.reset, Proxy.half_open, Proxy.go_deaf)


async def _disturb_rounds(run: Run, proxy: Proxy, target: Target) -> None:
    """One fault a round, while apps send to the target."""
    async with run.deployment.all_stay_up(), run.load(target) as load:
        for number in run.rounds():
            await load.progress(run.random.randint(20, 200))
            await run.pause(0.05)
            await _disturb(run, proxy, number)
            await run.heal(target)


async def _disturb(run: Run, proxy: Proxy, number: int) -> None:
    """Every fault in turn, for a random time."""
    FAULTS[number % len(FAULTS)](proxy)
    await run.pause(DEAF_SECONDS if number % len(FAULTS) == len(FAULTS) - 1 else 1.0)
    proxy.delay, proxy.piece = 0.0, AT_ONCE
    proxy.hear_again()


@scenario("a network to clients that delays, slices, resets, half-opens and is silent", rounds=50, seconds=1.5, quick=5)
async def disturb_clients(run: Run) -> None:
    async with proxy_to("127.0.0.1", run.deployment.api.port) as proxy:
        target = run.target().at(f"http://127.0.0.1:{proxy.port}", patience=3.0)
        await _disturb_rounds(run, proxy, target)


@scenario("a network to PostgreSQL that does the same", rounds=50, seconds=2, quick=5)
async def disturb_database(run: Run) -> None:
    async with proxy_to_url(run.deployment.database.url) as (proxy, through):
        environment = {"VIEWPULSE_DATABASE_URL": through, "VIEWPULSE_INGEST_TIMEOUT": "3"}
        service = run.deployment.command("serve", **environment, VIEWPULSE_DATABASE_TIMEOUT="3")
        async with run.deployment.another(service) as api:
            await _disturb_rounds(run, proxy, run.target().at(api.url))


@scenario("the commit is done and its answer lost, then the client tries again", rounds=50, seconds=0.8, quick=2)
async def lose_answers(run: Run) -> None:
    async with proxy_to("127.0.0.1", run.deployment.api.port) as proxy:
        target = run.target().at(f"http://127.0.0.1:{proxy.port}")
        async with run.load(target) as load:
            for _ in run.rounds():
                await load.progress(run.random.randint(20, 200))
                before = proxy.lost
                proxy.loses_answers = True
                async with asyncio.timeout(PATIENCE):
                    while proxy.lost == before:  # noqa: ASYNC110 - apps move it
                        await asyncio.sleep(0.002)
                await run.pause(0.2)
                proxy.loses_answers = False
                await run.heal(target)
    statuses = read_ledger(run.deployment.ledger).statuses.values()
    assert any(found == ["DUPLICATE"] for found in statuses), "no answer was lost after a commit"
