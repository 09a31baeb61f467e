"""The part of a worker that writes the archives of all cells."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from server.archive import archiving
from server.archive.lake import LakeError
from server.archive.verifying import verify
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Connection, connected
from tests.integration.archive.test_archive import NOW
from tests.integration.rollup.feed import event, feed


async def test_a_worker_writes_what_is_counted_until_it_is_stopped(
    settings: Settings,
    database: Connection,
    aggregator: Aggregator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archiving, "ROUND_SECONDS", 0.1)
    stop = asyncio.Event()
    work = None
    for views in (3, 5):
        await feed(
            database, [event("view_start", NOW, content_id="c", session_id=f"{views}-{n}") for n in range(views)]
        )
        await aggregator.drain()
        work = work or asyncio.create_task(archiving.archive_cells(settings, tmp_path, stop))
        counted, events = await database.fetchval("SELECT count(*) FROM events"), -1
        async with asyncio.timeout(30), connected(settings) as connection:
            while events != counted:  # days that are just being written again are not among them
                with suppress(LakeError):  # it has not begun yet
                    events, mismatches = await verify(connection, tmp_path / "default")
                    assert mismatches == []
                await asyncio.sleep(0.05)
    stop.set()
    assert work is not None
    await asyncio.wait_for(work, 10)
