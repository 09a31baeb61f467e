"""A dump is restored into a new cluster, and the product continues with that one."""

import asyncio
import shutil
import subprocess

from server.embedded import _postgres_binaries, free_port
from tests.fault.deployment import Database
from tests.fault.scenarios.playing import Run, scenario


@scenario("pg_dump, restored into a new cluster, while events wait to be counted", rounds=4, seconds=15)
async def restore_a_dump(run: Run) -> None:
    for _ in run.rounds():
        async with run.load() as load:
            await load.progress(500)
            run.deployment.aggregator.kill()  # what is stored from now on waits
            await load.progress(200)
        sent = run.app()
        batch = sent.batch(50)
        async with sent.connected() as http:
            assert set(await sent.deliver(http, batch)) == {"ACCEPTED"}
            await _move(run)
            run.deployment.aggregator.launch()
            await run.heal()
            assert set(await sent.deliver(http, batch)) == {"DUPLICATE"}
        async with run.load() as load:
            await load.progress(300)


async def _move(run: Run) -> None:
    """Dumps the database and restores it into another cluster, which takes the place of the first at its address."""
    before = run.deployment.database
    dump = run.deployment.folder / "dump"
    await _program("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={before.url}")
    folder = before.folder.with_name(f"{before.folder.name}-restored")
    folder.mkdir()
    shutil.copy(before.folder / "password", folder)
    restored = Database(folder, free_port())
    await restored.start_again()
    await _program("pg_restore", "--exit-on-error", f"--dbname={restored.url}", str(dump))
    restored.stop()
    before.stop()
    run.deployment.database = Database(folder, before.server.port)
    await run.deployment.database.start_again()
    shutil.rmtree(before.folder)


async def _program(name: str, *arguments: str) -> None:
    """Runs a program of PostgreSQL."""
    process = await asyncio.create_subprocess_exec(
        str(_postgres_binaries() / name), *arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode(errors="replace")
