"""Sketches of viewers: when a quarter-hour's is merged into that of all time changes no number."""

from datetime import datetime, timedelta
from random import Random

import pytest

from server.analytics.creators.unique_viewers import estimate_viewers
from server.metrics.view_definitions import DEFINITIONS
from server.rollup.aggregator import Aggregator
from server.rollup.leader import FOLD_LOCK, connect
from server.rollup.rebuild import rebuild
from server.rollup.sketches import OPEN, SketchMerger
from server.settings import Settings
from server.storage.database import Connection
from server.storage.locks import try_lock_in_transaction
from tests.drawing import thinned
from tests.integration.rollup.feed import at, event, feed
from tests.integration.rollup.test_classes import declare, mixed_history

CLASSES = (0, 1, 2, 3)
QUARTER = timedelta(minutes=15)


async def viewers(connection: Connection) -> dict[tuple[str, str], int]:
    """The viewers of all time of the platform and of each creator, by definition."""
    creators = await connection.fetch("SELECT DISTINCT creator_id FROM creator_totals")
    return {
        (creator, definition.key): await estimate_viewers(
            connection, 1, creator, time_range=None, definition=definition.key, classes=CLASSES
        )
        for creator in ["", *(row["creator_id"] for row in creators)]
        for definition in DEFINITIONS.values()
    }


async def unmerged(connection: Connection) -> list[datetime]:
    rows = await connection.fetch(
        "SELECT DISTINCT bucket FROM viewer_sketches WHERE NOT is_merged AND creator_id = '' ORDER BY bucket"
    )
    return [row["bucket"] for row in rows]


async def merge(settings: Settings, now: datetime) -> int:
    """Merges what is due at a moment, as the leader does."""
    leading = await connect(settings, "test")
    try:
        return await SketchMerger(lambda: now).run_due(leading)
    finally:
        await leading.close()


async def test_quarter_hours_that_are_over_are_merged_and_late_events_merge_theirs_again(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    facts = {"content_id": "c1", "creator_id": "k1"}
    await feed(database, [event("view_start", at(15 * n), **facts, session_id=f"s{n}") for n in range(3)])
    await aggregator.drain()
    assert await unmerged(database) == [at(0), at(15), at(30)]
    assert (await viewers(database))["k1", "start"] == 3

    assert await merge(settings, at(30) + OPEN) == 4  # two quarter-hours, of the creator and of the platform
    assert await unmerged(database) == [at(30)]
    assert (await viewers(database))["k1", "start"] == 3

    await feed(database, [event("view_start", at(5), **facts, session_id="late")])
    await aggregator.drain()
    assert await unmerged(database) == [at(0), at(30)]
    assert (await viewers(database))["k1", "start"] == 4
    assert await merge(settings, at(45) + OPEN) == 4
    assert await unmerged(database) == []
    assert (await viewers(database))["k1", "start"] == 4
    assert await merge(settings, at(45) + OPEN) == 0
    assert await rebuild(settings) == []


@pytest.mark.parametrize("seed", thinned(range(3), 3))
async def test_merging_at_any_time_changes_no_number(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    random = Random(seed)
    history = mixed_history(seed, 200)
    first = min(found["occurred_at"] for found in history)
    for start in range(0, len(history), 25):
        await feed(database, history[start : start + 25])
        await aggregator.drain()
        before = await viewers(database)
        await merge(settings, first + random.randrange(20) * QUARTER)
        assert await viewers(database) == before
    assert max(before.values()) > 3
    assert await rebuild(settings) == []
    assert await viewers(database) == before


async def test_a_viewer_who_leaves_a_merged_quarter_hour_leaves_all_time(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    facts = {"content_id": "c1", "creator_id": "k1", "session_id": "s1"}
    await feed(database, [event("view_progress", at(16), **facts, watch_ms=5000)])
    await aggregator.drain()
    await merge(settings, at(60) + OPEN)
    await declare(database, "s:s1", is_bot=True)
    await aggregator.drain()
    people = await estimate_viewers(database, 1, "k1", time_range=None, definition="engaged", classes=[0])
    bots = await estimate_viewers(database, 1, "k1", time_range=None, definition="engaged", classes=[1])
    assert (people, bots) == (0, 1)


async def test_nothing_is_merged_while_a_rebuild_holds_the_tables(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await feed(database, [event("view_start", content_id="c1", session_id="s1")])
    await aggregator.drain()
    async with database.transaction():
        assert await try_lock_in_transaction(database, FOLD_LOCK)
        assert await merge(settings, at(60) + OPEN) == 0
    assert await merge(settings, at(60) + OPEN) == 1
