"""SIGTERM while apps send and 200 sockets are subscribed."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from tests.fault.scenarios.database import WAITING, held
from tests.fault.scenarios.playing import Run, scenario
from tests.integration.transport.socket_client import Client, socket

SOCKETS = 200
LIVE = "subscription ($id: ID!) { contentAnalytics(contentId: $id) { revision views { total } } }"
RESTARTING = 1012


@scenario("SIGTERM under load with 200 sockets", rounds=6, seconds=8, heals_within=10.0)
async def stop_the_api(run: Run) -> None:
    """What is in flight finishes, sockets are closed with 1012, the process ends: that is what takes seconds here."""
    async with run.load() as load:
        for _ in run.rounds():
            async with subscribed(run) as sockets:
                closing = [asyncio.create_task(client.closed()) for client in sockets]
                await load.progress(100)
                await _stop_with_a_commit_in_flight(run)
                async with asyncio.timeout(60):
                    codes = {code for code, _ in await asyncio.gather(*closing)}
                assert codes == {RESTARTING}, codes
            run.deployment.api.launch()
            await run.deployment.api.until_ready()


@asynccontextmanager
async def subscribed(run: Run) -> AsyncIterator[list[Client]]:
    """Sockets that have the first answer of their subscription."""
    async with AsyncExitStack() as stack:
        clients = []
        for _ in range(SOCKETS):
            client = await stack.enter_async_context(socket(run.deployment.api.url))
            clients.append(client)
            await client.initialise(authorization=f"Bearer {run.deployment.tokens[1]}")
            await client.subscribe(LIVE, {"id": f"{run.name}-c0"})
        for client in clients:
            assert (await client.hear())["type"] == "next"
        yield clients


async def _stop_with_a_commit_in_flight(run: Run) -> None:
    """Stops the API while the commit of a batch waits for another transaction; the batch is acknowledged still."""
    app = run.app()
    batch = app.batch(20)
    async with app.connected() as http, run.sql() as connection:
        async with held(run, batch[-1]["id"]):
            delivered = asyncio.create_task(app.attempt(http, batch))
            async with asyncio.timeout(60):
                while not await connection.fetchval(WAITING):  # noqa: ASYNC110 - a state of PostgreSQL
                    await asyncio.sleep(0.01)
            signalled = time.monotonic()
            stopping = asyncio.create_task(asyncio.to_thread(run.deployment.api.stop, signal.SIGTERM))
            await asyncio.sleep(0.5)
        assert await delivered == ["ACCEPTED"] * len(batch)
        await stopping
        run.healed.append(time.monotonic() - signalled)
