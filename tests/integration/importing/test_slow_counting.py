"""An import is slowed down, not refused, where events are counted more slowly than it reads."""

import asyncio
import threading
from pathlib import Path

import asyncpg
import pytest
from structlog.testing import capture_logs

from server.events import admission
from server.importing.run import run_import
from server.settings import Settings
from tests.integration.importing.command import fetch
from tests.integration.importing.events_file import lifelike, write_ndjson

EVENTS = 16_000
FORGET = "DELETE FROM ingest_batches WHERE batch_id IN (SELECT batch_id FROM ingest_batches ORDER BY batch_id LIMIT 2)"


async def take_batches(settings: Settings, stop: threading.Event) -> None:
    """What others see of a slow aggregator: a few batches at a time are no longer waiting."""
    connection = await asyncpg.connect(settings.database_url)
    while not stop.is_set():
        await connection.execute(FORGET)
        await asyncio.sleep(0.1)
    await connection.close()


def test_an_import_waits_until_events_are_counted(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "LOOK_SECONDS", 0.05)
    path = write_ndjson(tmp_path / "log.ndjson", lifelike(EVENTS))
    often = {"live_poll_interval": 0.05, "aggregation_interval": 0.05}
    small = {"ingest_max_lag": 0.6, "ingest_writers": 1, "ingest_max_batch": 100}
    stop = threading.Event()
    counting = threading.Thread(target=lambda: asyncio.run(take_batches(settings, stop)))
    counting.start()
    try:
        with capture_logs() as logs:
            assert run_import(settings.model_copy(update={**often, **small}), [str(path)]) == 0
    finally:
        stop.set()
        counting.join()
    assert "more events arrive than are counted; tracking is slowed down" in [line["event"] for line in logs]
    assert fetch(settings, "SELECT count(*) FROM events") == (EVENTS,)
