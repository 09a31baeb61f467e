"""Processes of ours that are killed -9 at random points, and several aggregators at once."""

import asyncio
import time
from contextlib import AsyncExitStack
from typing import Any

import httpx

from tests.fault.apps import Refused
from tests.fault.scenarios.playing import Run, scenario

FOLDING = """
SELECT count(*) FROM pg_stat_activity WHERE application_name = 'viewpulse-aggregator' AND xact_start IS NOT NULL
"""
FUNNEL = """
query ($content: ID!, $name: ID!) {
  viewers: funnel(steps: [{types: [VIEW_START], contentId: $content}]) { started }
  none: funnel(steps: [{contentId: $name}]) { started }
}
"""
VIEWERS = """
SELECT count(DISTINCT session_id) FROM events WHERE project_id = 1 AND type = 'view_start' AND content_id = $1
"""


@scenario("kill -9 of the API", rounds=50, seconds=4)
async def kill_api(run: Run) -> None:
    async with run.load() as load:
        for _ in run.rounds():
            await load.progress(run.random.randint(20, 300))
            await run.pause(0.05)
            run.deployment.api.restart()
            await run.heal()


@scenario("kill -9 of the aggregator, half of them in the middle of a run", rounds=50, seconds=4)
async def kill_aggregator(run: Run) -> None:
    async with run.load() as load:
        for number in run.rounds():
            await load.progress(run.random.randint(20, 300))
            if number % 2 == 0:
                await _until_folding(run)
            await run.pause(0.05)
            run.deployment.aggregator.restart()
            await run.heal()


async def _until_folding(run: Run) -> None:
    """Returns when the aggregator is in a transaction."""
    async with run.sql() as connection, asyncio.timeout(60):
        while not await connection.fetchval(FOLDING):  # noqa: ASYNC110 - a state of PostgreSQL
            await asyncio.sleep(0.001)


@scenario("kill -9 of the worker while it is asked for funnels", rounds=50, seconds=3, quick=0)
async def kill_worker(run: Run) -> None:
    async with run.load() as load, httpx.AsyncClient(timeout=60, verify=False) as http:
        for number in run.rounds():
            await load.progress(run.random.randint(10, 100))
            asking = asyncio.create_task(ask_funnel(run, http, f"{run.name}-{number}"))
            await run.pause(0.1)
            run.deployment.worker.restart()
            killed = time.monotonic()
            await asking
            while await ask_funnel(run, http, f"{run.name}-{number}-again") is None:  # noqa: ASYNC110 - of a process
                await asyncio.sleep(0.05)
            run.healed.append(time.monotonic() - killed)
        await load.progress(1)
        await run.heal()
    await _compare_funnel(run)


async def _compare_funnel(run: Run) -> None:
    """The funnel of a content has every viewer once, as soon as all events are counted."""
    async with run.sql() as connection, httpx.AsyncClient(timeout=60, verify=False) as http, asyncio.timeout(60):
        viewers = await connection.fetchval(VIEWERS, f"{run.name}-c0")
        while (found := await ask_funnel(run, http, f"{run.name}-compared")) != viewers:
            assert found is None or found < viewers, f"a funnel has {found} of {viewers} viewers"
            await asyncio.sleep(0.2)


async def ask_funnel(run: Run, http: httpx.AsyncClient, name: str, url: str = "") -> int | None:
    """Viewers in a funnel, asked with another one that no worker has answered; None if there is no worker now."""
    body: dict[str, Any] = {"query": FUNNEL, "variables": {"content": f"{run.name}-c0", "name": name}}
    headers = {"Authorization": f"Bearer {run.deployment.tokens[1]}"}
    answer = (await http.post(f"{url or run.deployment.api.url}/graphql", json=body, headers=headers)).json()
    if errors := answer.get("errors"):
        if any(error["extensions"]["code"] != "UNAVAILABLE" for error in errors):
            raise Refused(errors)
        return None
    started: int = answer["data"]["viewers"]["started"]
    return started


@scenario("two and five aggregators at once, any of them killed -9", rounds=10, seconds=6)
async def several_aggregators(run: Run) -> None:
    async with run.load() as load:
        for number in run.rounds():
            async with AsyncExitStack() as stack:
                others = 4 if run.is_long and number % 2 == 0 else 1
                running = [run.deployment.aggregator]
                for _ in range(others):
                    service = run.deployment.command("aggregate")
                    running.append(await stack.enter_async_context(run.deployment.another(service)))
                await load.progress(run.random.randint(50, 500))
                for victim in run.random.sample(running, 2):
                    await run.pause(1.0)
                    victim.restart()
                    await load.progress(100)
                await run.heal()
