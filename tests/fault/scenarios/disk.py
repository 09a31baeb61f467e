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
"""Bytes that may be left on the full volume."""
SMALL = {"max_wal_size": "64MB", "min_wal_size": "32MB", "shared_buffers": "64MB"}


@scenario("a full disk under PostgreSQL; needs root, to mount a small one", rounds=5, seconds=10, quick=0)
async def fill_the_disk(run: Run) -> None:
    volume = await _small_volume(run)
    async with run.deployment.all_stay_up(), run.load() as load:
        for _ in run.rounds():
            await load.progress(run.random.randint(100, 1000))
            failed = read_ledger(run.deployment.ledger).failures.total()
            ballast = volume / "ballast"
            async with asyncio.timeout(PATIENCE):
                while read_ledger(run.deployment.ledger).failures.total() == failed:
                    _fill(ballast)  # again and again: PostgreSQL gives room back
                    await asyncio.sleep(0.2)
            await run.pause(3.0)
            ballast.unlink()
            await asyncio.sleep(1.0)  # what could not even recover on a full disk ends
            if not run.deployment.database.is_running:
                await run.deployment.database.start_again()
            await run.heal()


def _fill(ballast: Path) -> None:
    """Takes all room of a volume but a little."""
    with ballast.open("ab") as file, suppress(OSError):  # another took it meanwhile
        while (free := shutil.disk_usage(ballast.parent).free) > ROOM:
            os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), max(free // 2, ROOM // 2))


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
