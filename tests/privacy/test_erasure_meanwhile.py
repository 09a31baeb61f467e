"""A viewer is erased while all else works: an import, rebuilds, summaries of days, and runs of the aggregator."""

import asyncio
import json
import subprocess
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta
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
from tests.integration.importing.events_file import lifelike
from tests.integration.rollup.days import assert_days_add_up
from tests.integration.rollup.feed import Published
from tests.privacy.erased import keys_with, requested, tables_with

ANN, OWN = "ann-63d1", "own-63d1"
OTHERS = 600


def history() -> Iterator[dict[str, Any]]:
    """Events of others, and among them those of Ann in the same contents, some as a guest."""
    for place, one in enumerate(lifelike(OTHERS)):
        yield {**one, "id": f"o-{place}"}
        if place % 2:
            who = {"userId": None} if place % 10 == 1 else {"userId": ANN}
            yield {**one, "id": f"a-{place}", "playId": None, "sessionId": OWN, **who}


class Importing:
    """An import of what is written to it."""

    def __init__(self, settings: Settings) -> None:
        secret = settings.privacy_secret
        assert secret is not None
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("VIEWPULSE_PRIVACY_SECRET", secret.get_secret_value())
            self._process = start(settings, "-", "--format", "ndjson", stdin=subprocess.PIPE)

    def write(self, events: Sequence[dict[str, Any]]) -> None:
        """Hands further events on."""
        assert self._process.stdin is not None
        self._process.stdin.writelines(json.dumps(one) + "\n" for one in events)
        self._process.stdin.flush()

    def finish(self) -> str:
        """Waits until it ends; what it said."""
        return "".join(self._process.communicate())


async def test_a_viewer_is_erased_while_an_import_rebuilds_summaries_and_runs_are_under_way(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_summaries, "MIN_FACTS", 1)
    mixed = [*history()]
    first, second = len(mixed) // 3, 2 * len(mixed) // 3
    importing = await asyncio.to_thread(Importing, settings)
    await asyncio.to_thread(importing.write, mixed[:first])
    async with asyncio.timeout(60):
        while await database.fetchval("SELECT count(*) FROM events") < first // 2:  # noqa: ASYNC110 - of a process
            await asyncio.sleep(0.02)
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

    working = [asyncio.create_task(again(work)) for work in (aggregator.drain, summarizer.drain, rebuild_all)]
    await asyncio.to_thread(importing.write, mixed[first:second])
    receipt = await requested(database, settings, f"u:{ANN}")
    writing = asyncio.create_task(asyncio.to_thread(importing.write, mixed[second:]))
    async with Eraser(settings, Published(), settle=timedelta(seconds=1)) as eraser:
        assert await eraser.run_once() == 1
    await writing
    output = await asyncio.to_thread(importing.finish)
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
    assert await database.fetchval("SELECT count(*) FROM events") == OTHERS
    await assert_days_add_up(database)
    assert await rebuild(settings) == []
