"""The writer of the archive is killed again and again, while events come, go and are read."""

import asyncio
import random
import signal
import sys
from pathlib import Path

from server.archive.archiver import ARCHIVE_LOCK, write_all
from server.archive.verifying import verify
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Connection, connected
from server.storage.locks import lock
from tests.integration.archive.test_archive import some
from tests.integration.rollup.feed import feed

KILLS = 20
WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from server.archive.archiver import Archiver
from server.settings import Settings
from server.storage.database import connected

async def write():
    async with connected(Settings()) as connection:
        archiver = Archiver(connection, Path(sys.argv[1]))
        while not await archiver.try_lead():
            await asyncio.sleep(0.02)
        await archiver.begin()
        print("ready", flush=True)
        while True:
            await archiver.run_once(datetime.now(UTC))
            print("run", flush=True)

asyncio.run(write())
"""


async def test_nothing_is_lost_or_doubled(
    settings: Settings, database: Connection, aggregator: Aggregator, tmp_path: Path
) -> None:
    dice, folder = random.Random(11), tmp_path / "archive"
    await feed(database, some(dice, 100))
    await aggregator.drain()
    environment = {"VIEWPULSE_DATABASE_URL": settings.database_url, "PYTHONPATH": ":".join(sys.path)}
    stop = asyncio.Event()
    looks = 0

    async def change() -> None:
        while not stop.is_set():
            await feed(database, some(dice, dice.randrange(1, 30)))
            await aggregator.drain()
            if dice.random() < 0.2:
                await database.execute("DELETE FROM events WHERE user_id = $1", f"v{dice.randrange(20)}")
            await asyncio.sleep(0.02)

    async def look() -> None:
        nonlocal looks
        async with connected(settings) as connection:
            while not stop.is_set():
                if await connection.fetchval("SELECT EXISTS (SELECT 1 FROM archive_state)"):
                    assert (await verify(connection, folder))[1] == []
                    looks += 1
                await asyncio.sleep(0.02)

    async with asyncio.TaskGroup() as work:
        work.create_task(change())
        work.create_task(look())
        for _ in range(KILLS):
            writer = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", WRITER, str(folder)), env=environment, stdout=asyncio.subprocess.PIPE
            )
            assert writer.stdout is not None
            async with asyncio.timeout(60):
                while await writer.stdout.readline() != b"ready\n":
                    pass
            await asyncio.sleep(dice.uniform(0, 0.5))
            writer.send_signal(signal.SIGKILL)
            await writer.communicate()
        stop.set()
    async with connected(settings) as connection:
        async with asyncio.timeout(60):
            await lock(connection, ARCHIVE_LOCK)  # once PostgreSQL has noticed the last kill
        runs = await write_all(connection, folder)
        events, mismatches = await verify(connection, folder)
    print(f"{looks} looks, {runs} runs in the end")
    assert mismatches == []
    assert events == await database.fetchval("SELECT count(*) FROM events")
    assert looks > KILLS
