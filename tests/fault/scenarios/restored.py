"""Another cluster takes the place of the database: a restored dump, or the replica of a dead primary."""

import asyncio
import shutil
from pathlib import Path

from server.embedded import free_port, postgres_binaries
from server.storage.reader import READER
from server.unprivileged import unprivileged_account
from tests.fault.deployment import Database
from tests.fault.scenarios.playing import Run, run_program, scenario
from tests.products import PATIENCE

IN_STEP = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"


@scenario("pg_dump, restored into a new cluster, while events wait to be counted", rounds=4, seconds=8)
async def restore_a_dump(run: Run) -> None:
    sender = run.app()
    for _ in run.rounds():
        async with run.load() as load:
            await load.progress(200)
            run.deployment.aggregator.kill()  # what is stored from now on waits
            await load.progress(200)
        batch = sender.batch(50)
        async with sender.connected() as http:
            assert set(await sender.deliver(http, batch)) == {"ACCEPTED"}
            await _take_over(run, await _restored(run))
            run.deployment.aggregator.launch()
            await run.heal()
            assert set(await sender.deliver(http, batch)) == {"DUPLICATE"}
        async with run.load() as load:
            await load.progress(100)


async def _restored(run: Run) -> Database:
    """Another cluster with a dump of the database."""
    dump = run.deployment.folder / "dump"
    await run_program(
        postgres_binaries() / "pg_dump", "--format=custom", f"--file={dump}", f"--dbname={run.deployment.database.url}"
    )
    restored = Database(_folder_for(run, "restored"), free_port())
    await restored.start_again()
    role = f"--command=CREATE ROLE {READER} NOLOGIN"  # roles are no part of a dump
    await run_program(postgres_binaries() / "psql", f"--dbname={restored.url}", role)
    await run_program(postgres_binaries() / "pg_restore", "--exit-on-error", f"--dbname={restored.url}", str(dump))
    return restored


@scenario("the primary killed -9, and its synchronous replica promoted", rounds=4, seconds=6, quick=0)
async def promote_the_replica(run: Run) -> None:
    """An acknowledged event is on the replica already; one that is only on the primary was not acknowledged."""
    for _ in run.rounds():
        replica = await _replica(run)
        async with run.load() as load:
            await load.progress(200)
            await run.pause(0.5)
            run.deployment.database.kill_all()
            await _promote(run, replica)
            await _take_over(run, replica)
            await run.heal()
            await load.progress(100)


async def _replica(run: Run) -> Database:
    """A replica that every commit waits for."""
    folder = _folder_for(run, "replica")
    url = run.deployment.database.url
    await run_program(
        postgres_binaries() / "pg_basebackup",
        f"--dbname={url}",
        f"--pgdata={folder / 'data'}",
        "--write-recovery-conf",
        "--checkpoint=fast",  # others are spread over minutes
    )
    account = unprivileged_account()
    for path in ((folder / "data"), *(folder / "data").rglob("*")):
        account.take(path)
    replica = Database(folder, free_port())
    await replica.start_again()
    async with run.sql() as connection, asyncio.timeout(PATIENCE):
        await connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        await connection.execute("SELECT pg_reload_conf()")
        while not await connection.fetchval(IN_STEP):  # noqa: ASYNC110 - a state of PostgreSQL
            await asyncio.sleep(0.02)
    return replica


async def _promote(run: Run, replica: Database) -> None:
    primary, run.deployment.database = run.deployment.database, replica
    try:
        async with run.sql() as connection:
            assert await connection.fetchval("SELECT pg_promote()")
    finally:
        run.deployment.database = primary


async def _take_over(run: Run, successor: Database) -> None:
    """Another cluster gets the address of the database."""
    before = run.deployment.database
    successor.stop()
    before.stop()
    run.deployment.database = Database(successor.folder, before.port)
    await run.deployment.database.start_again()
    shutil.rmtree(before.folder)


def _folder_for(run: Run, what: str) -> Path:
    """An empty folder for another cluster with the same password."""
    before = run.deployment.database.folder
    folder = run.deployment.folder / f"{what}-{run.played}"
    folder.mkdir()
    shutil.copy(before / "password", folder)
    return folder
