"""A viewer is erased while all else works: an import, rebuilds, summaries of days, and runs of the aggregator."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.rollup import daily_summaries
from server.rollup.aggregator import Aggregator
from server.rollup.eraser import Eraser
from server.rollup.erasures import find_erasure
from server.rollup.rebuild import rebuild
from server.rollup.summarizer import Summarizer
from server.settings import Settings
from server.storage.database import Connection
from tests.integration.importing.command import start
from tests.integration.importing.events_file import lifelike, write_ndjson
from tests.integration.rollup.days import assert_days_add_up
from tests.integration.rollup.feed import Published
from tests.privacy.erased import keys_with, requested, tables_with

ANN, OWN = "ann-63d1", "own-63d1"
OTHERS = 600


def history() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Events of Ann, as a guest first, and of others, in the same contents."""
    others: list[dict[str, Any]] = [{**one, "id": f"o-{place}"} for place, one in enumerate(lifelike(OTHERS))]
    own: list[dict[str, Any]] = []
    for place, one in enumerate(others[: OTHERS // 2]):
        who = {"sessionId": OWN} if place % 5 == 0 else {"sessionId": OWN, "userId": ANN}
        own.append({**one, "id": f"a-{place}", "playId": None, "userId": None, **who})
    return own, others


async def imported(settings: Settings, secret: str, file: Path, *options: str) -> str:
    """What the import of a file said."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIEWPULSE_PRIVACY_SECRET", secret)
        process = await asyncio.to_thread(start, settings, str(file), *options)
    output, errors = await asyncio.to_thread(process.communicate)
    return output + errors


async def test_a_viewer_is_erased_while_an_import_rebuilds_summaries_and_runs_are_under_way(
    database: Connection, settings: Settings, aggregator: Aggregator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_summaries, "MIN_FACTS", 1)
    assert settings.privacy_secret is not None
    secret = settings.privacy_secret.get_secret_value()
    own, others = history()
    mixed = [one for pair in zip(own, others, strict=False) for one in pair] + others[len(own) :]
    early = write_ndjson(tmp_path / "early.ndjson", mixed[: len(mixed) // 3])
    late = write_ndjson(tmp_path / "late.ndjson", mixed[len(mixed) // 3 :])
    await imported(settings, secret, early)
    await aggregator.drain()
    assert "content_viewers" in await tables_with(database, [ANN])

    stop = asyncio.Event()
    summarizer = Summarizer(settings, quiet=timedelta(0))

    async def again(work: Callable[[], Awaitable[object]]) -> int:
        times = 0
        while not stop.is_set():
            await work()
            times += 1
            await asyncio.sleep(0.01)
        return times

    async def rebuild_all() -> None:
        assert await rebuild(settings) == [], "also between two slices of the erasure"

    importing = asyncio.create_task(imported(settings, secret, late))
    working = [asyncio.create_task(again(work)) for work in (aggregator.drain, summarizer.drain, rebuild_all)]
    before = await database.fetchval("SELECT count(*) FROM events")
    async with asyncio.timeout(60):
        while await database.fetchval("SELECT count(*) FROM events") == before:  # noqa: ASYNC110 - until the import is under way
            await asyncio.sleep(0.01)
    receipt = await requested(database, settings, f"u:{ANN}")
    async with Eraser(settings, Published(), settle=timedelta(seconds=1)) as eraser:
        assert await eraser.run_once() == 1
    output = await importing
    stop.set()
    times = await asyncio.gather(*working)
    await aggregator.drain()
    await summarizer.drain()
    await summarizer.close()

    assert "SUBJECT_ERASED" in output
    assert all(times), times
    assert await tables_with(database, [ANN, OWN]) == set()
    assert await keys_with(settings.redis_url, [ANN, OWN]) == set()
    found = await find_erasure(database, 1, receipt.erasure_id)
    assert found is not None
    assert found.finished_at is not None
    assert await database.fetchval("SELECT count(*) FROM events") == len(others)
    await assert_days_add_up(database)
    assert await rebuild(settings) == []
