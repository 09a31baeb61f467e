"""The volume of PostgreSQL fills up, and gets room again."""

import asyncio
import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from tests.fault.deployment import Database
from tests.fault.ledger import read_ledger
from tests.fault.scenarios.playing import Run, run_program, scenario
from tests.products import PATIENCE

VOLUME = "700m"
ROOM = 2**20
"""Most bytes that are left on the full volume."""
SMALL = {"max_wal_size": "64MB", "min_wal_size": "32MB", "shared_buffers": "64MB"}


@scenario("a full disk under PostgreSQL; needs root, to mount a small one", rounds=8, seconds=15, quick=0)
async def fill_the_disk(run: Run) -> None:
    volume = await _small_volume(run)
    async with run.load() as load:
        for _ in run.rounds():
            await load.progress(run.random.randint(100, 1000))
            failed = read_ledger(run.deployment.ledger).failures.total()
            ballast = volume / "ballast"
            with ballast.open("wb") as file, suppress(OSError):
                os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(volume).free - run.random.randint(0, ROOM))
            async with asyncio.timeout(PATIENCE):
                while read_ledger(run.deployment.ledger).failures.total() == failed:  # noqa: ASYNC110 - apps move it
                    await asyncio.sleep(0.2)
            await run.pause(3.0)
            ballast.unlink()
            if not run.deployment.database.is_running:  # it can't even recover on a full disk
                await run.deployment.database.start_again()
            await run.heal()


async def _small_volume(run: Run) -> Path:
    """Moves the database to a volume of its own."""
    before = run.deployment.database
    volume = run.deployment.folder / "volume"
    volume.mkdir()
    await run_program("mount", "-t", "tmpfs", "-o", f"size={VOLUME}", "tmpfs", str(volume))
    run.deployment.cleanup.callback(subprocess.run, ["umount", "--lazy", str(volume)], check=True)
    before.stop()
    await run_program("cp", "--archive", str(before.folder), str(volume / "postgres"))
    run.deployment.database = Database(volume / "postgres", before.port, **SMALL)
    await run.deployment.database.start_again()
    return volume
