"""A PostgreSQL whose processes are killed, that stops, freezes, or holds a transaction open."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from tests.fault.scenarios.playing import Run, scenario
from tests.integration.rollup.feed import event, feed

OURS = "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'viewpulse-%'"
WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE application_name = 'viewpulse-ingest' AND wait_event_type = 'Lock'
"""
SHORT = {"VIEWPULSE_INGEST_TIMEOUT": "2", "VIEWPULSE_DATABASE_TIMEOUT": "2"}
PATIENT = {"VIEWPULSE_INGEST_TIMEOUT": "60", "VIEWPULSE_DATABASE_TIMEOUT": "60"}


@scenario("one backend of PostgreSQL ended, or killed -9", rounds=50, seconds=2, quick=2, heals_within=5.0)
async def kill_backend(run: Run) -> None:
    async with run.deployment.all_stay_up(), run.load() as load:
        for number in run.rounds():
            await load.progress(run.random.randint(20, 300))
            async with run.sql() as connection:
                pid = run.random.choice([row["pid"] for row in await connection.fetch(OURS)])
                if number % 2 == 0:
                    await connection.execute("SELECT pg_terminate_backend($1)", pid)
                else:
                    os.kill(pid, signal.SIGKILL)  # the server then restarts all of its processes
            await run.heal()


@scenario("PostgreSQL stopped immediately and started again", rounds=50, seconds=4, heals_within=5.0)
async def stop_database(run: Run) -> None:
    async with run.deployment.all_stay_up(), run.load() as load:
        for number in run.rounds():
            await load.progress(run.random.randint(20, 300))
            await run.pause(0.05)
            run.deployment.database.stop_immediately()
            await run.pause(run.lasts(30.0, 3.0) if number % 10 == 9 else 3.0)
            await run.deployment.database.start_again()
            await run.heal()


@scenario("PostgreSQL frozen; then it continues, or is killed -9", rounds=4, seconds=14, heals_within=5.0)
async def freeze_database(run: Run) -> None:
    """An acknowledgement while it is frozen would be of an event that the killed one never stored."""
    async with run.deployment.another(run.deployment.command("serve", **SHORT)) as api:
        target = run.target().at(api.url)
        async with run.deployment.all_stay_up(), run.load(target) as load:
            for number in run.rounds():
                await load.progress(run.random.randint(20, 300))
                await run.pause(0.05)
                run.deployment.database.signal_all(signal.SIGSTOP)
                await asyncio.sleep(run.lasts(10.0, 4.0))
                if number % 2 == 0:
                    run.deployment.database.kill_all()
                    await run.deployment.database.start_again()
                else:
                    run.deployment.database.signal_all(signal.SIGCONT)
                await run.heal(target)


@scenario("a group commit open for 10 s while others commit and are counted", rounds=3, seconds=13, quick=0)
async def hold_a_transaction(run: Run) -> None:
    """Another transaction has inserted an id of the batch, and gives up in the end: the batch waits for that."""
    async with run.deployment.another(run.deployment.command("serve", **PATIENT)) as api:
        app = run.app(run.target().at(api.url))
        async with run.load() as load, app.connected() as http:
            for _ in run.rounds():
                batch = app.batch(20)
                async with held(run, batch[-1]["id"]):
                    delivered = asyncio.create_task(app.deliver(http, batch))
                    async with run.sql() as connection, asyncio.timeout(60):
                        while not await connection.fetchval(WAITING):  # noqa: ASYNC110 - a state of PostgreSQL
                            await asyncio.sleep(0.01)
                    await asyncio.sleep(run.lasts(10.0, 1.0))
                    await load.progress(100)
                    await run.heal()
                    assert not delivered.done()
                assert set(await delivered) == {"ACCEPTED"}


@asynccontextmanager
async def held(run: Run, id_: str) -> AsyncIterator[None]:
    """Nobody can store this id as long as the block lasts, and nobody knows yet whether it will exist."""
    async with run.sql() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await feed(connection, [event("view_start", datetime.now(UTC), id=id_, content_id="held", session_id="held")])
        yield
        await transaction.rollback()
