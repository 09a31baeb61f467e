import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from migrations.plain_sql import COUNTED
from server.live.subjects import REVISIONS
from server.rollup import daily_summaries
from server.rollup.aggregator import Aggregator
from server.rollup.leader import FOLD_LOCK
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.database import Connection
from server.storage.locks import lock
from tests.databases import run_sql
from tests.integration.rollup.feed import at, event, feed, snapshot

CORRUPTIONS = [
    ("content_buckets", "UPDATE content_buckets SET views = views + 1 WHERE content_id = 'c1'", "views"),
    (
        "content_totals",
        "UPDATE content_totals SET rewatches = 99 WHERE content_id = 'c1'",
        "rewatches",
    ),
    ("content_viewers", "UPDATE content_viewers SET liked = NOT liked WHERE liked IS NOT NULL", "liked"),
    ("content_viewer_buckets", "DELETE FROM content_viewer_buckets WHERE content_id = 'c1'", "*"),
    ("plays", "UPDATE plays SET watch_delta_ms = 0 WHERE content_id = 'c1'", "watch_delta_ms"),
    ("sessions", "DELETE FROM sessions WHERE session_id = 's1'", "*"),
    ("session_contents", "INSERT INTO session_contents VALUES (1, 's1', now(), 'never seen')", "*"),
    (
        "session_spans",
        "UPDATE session_spans SET last_event_at = last_event_at + interval '1 hour'",
        "last_event_at",
    ),
    ("creator_buckets", "UPDATE creator_buckets SET session_ms = 0, sessions = 0", "sessions"),
    ("creator_totals", "UPDATE creator_totals SET plays = plays + 5", "plays"),
    ("platform_buckets", "DELETE FROM platform_buckets", "*"),
    ("platform_totals", "UPDATE platform_totals SET views_other = 4", "views_other"),
    ("viewer_sketches", "DELETE FROM viewer_sketches WHERE creator_id = ''", "*"),
]


@pytest_asyncio.fixture(loop_scope="session")
async def history(database: Connection, aggregator: Aggregator) -> dict[str, Any]:
    """Two contents with views, likes and heartbeats, folded; returns the rows."""
    for content, creator in (("c1", "k1"), ("c2", "k2")):
        for number in range(3):
            facts = {"content_id": content, "creator_id": creator, "session_id": f"s{number}", "country": "DE"}
            await feed(
                database,
                [event("view_start", at(number * 10), **facts), event("like", at(number * 10), **facts)],
                [event("view_progress", at(number * 10, seconds=5), **facts, watch_ms=5000)],
            )
    await aggregator.drain()
    return await snapshot(database, 1)


@pytest.mark.parametrize(("table", "corruption", "column"), CORRUPTIONS, ids=[name for name, _, _ in CORRUPTIONS])
async def test_a_rebuild_reports_and_repairs(
    database: Connection, settings: Settings, history: dict[str, Any], table: str, corruption: str, column: str
) -> None:
    await database.execute(corruption)
    differences = await rebuild(settings)
    assert {difference.table for difference in differences} == {table}
    assert column in {difference.column for difference in differences}
    assert all(difference.was != difference.is_ and str(difference) for difference in differences)
    assert await snapshot(database, 1) == history
    assert await rebuild(settings) == []


async def test_a_counter_that_a_migration_added_counts_stored_events_after_a_rebuild(
    database: Connection, settings: Settings, history: dict[str, Any]
) -> None:
    for table in COUNTED[1:]:
        await database.execute(f"UPDATE {table} SET like_events = 0")
    assert await snapshot(database, 1) != history

    await rebuild(settings)

    assert await snapshot(database, 1) == history


async def test_a_difference_names_the_row_and_both_values(
    database: Connection, settings: Settings, history: dict[str, Any]
) -> None:
    await database.execute("UPDATE content_totals SET views = 7 WHERE content_id = 'c2'")
    [difference] = await rebuild(settings)
    assert str(difference) == "content_totals (project_id=1, content_id=c2, traffic=0) views: was 7, is 3"


async def test_a_repair_is_a_new_revision_and_is_published(
    database: Connection, settings: Settings, redis_url: str, history: dict[str, Any]
) -> None:
    before = await database.fetchval("SELECT revision FROM rollup_state")
    await database.execute("UPDATE content_buckets SET views = 0 WHERE content_id = 'c1'")
    redis = Redis.from_url(redis_url)
    channel = redis.pubsub(ignore_subscribe_messages=True)
    await channel.subscribe(REVISIONS)
    await rebuild(settings)
    async with asyncio.timeout(60):
        while await channel.get_message(timeout=1.0) is None:
            pass
    await channel.aclose()  # type: ignore[no-untyped-call]
    await redis.aclose()
    assert await database.fetchval("SELECT revision FROM rollup_state") == before + 1
    revisions = await database.fetch("SELECT content_id, revision FROM content_states ORDER BY content_id")
    assert [tuple(row) for row in revisions] == [("c1", before + 1), ("c2", before)]
    assert await database.fetchval("SELECT revision FROM platform_totals") == before + 1


async def test_a_rebuild_that_finds_nothing_leaves_the_revision(
    database: Connection, settings: Settings, history: dict[str, Any]
) -> None:
    before = await database.fetchval("SELECT revision FROM rollup_state")
    seen: list[tuple[int, int]] = []
    assert await rebuild(settings, progress=lambda done, total: seen.append((done, total))) == []
    assert await database.fetchval("SELECT revision FROM rollup_state") == before
    assert seen == [(0, 18), (18, 18)]


async def test_zero_rows_are_no_difference_to_a_rebuild(
    database: Connection, settings: Settings, history: dict[str, Any]
) -> None:
    await database.execute(
        "INSERT INTO content_buckets (project_id, content_id, bucket, traffic) VALUES (1, 'c1', $1, 0)", at(600)
    )
    assert await rebuild(settings) == []


async def test_one_content_is_repaired_with_what_it_shares_and_others_are_left(
    database: Connection, settings: Settings, history: dict[str, Any]
) -> None:
    await database.execute("UPDATE content_totals SET views = 50")
    await database.execute("UPDATE creator_totals SET views = 50 WHERE creator_id = 'k1'")
    await database.execute("UPDATE platform_totals SET views = 50")
    differences = await rebuild(settings, "c1")
    found = {(difference.table, difference.key.get("content_id")) for difference in differences}
    assert found == {("content_totals", "c1"), ("creator_totals", None), ("platform_totals", None)}
    assert await database.fetchval("SELECT views FROM content_totals WHERE content_id = 'c2'") == 50
    assert await database.fetchval("SELECT views FROM platform_totals") == 6
    assert await rebuild(settings, "c1") == []


async def test_events_that_wait_for_the_aggregator_are_left_to_it(
    database: Connection, settings: Settings, aggregator: Aggregator, history: dict[str, Any]
) -> None:
    await feed(database, [event("view_start", content_id="c1", session_id="late")])
    assert await rebuild(settings) == []
    assert await database.fetchval("SELECT views FROM content_totals WHERE content_id = 'c1'") == 3
    assert (await aggregator.run_once()).events == 1
    assert await rebuild(settings) == []


async def test_a_rebuild_waits_for_a_run_to_end(
    database: Connection, settings: Settings, history: dict[str, Any]
) -> None:
    await lock(database, FOLD_LOCK)
    work = asyncio.create_task(rebuild(settings))
    async with asyncio.timeout(60):
        while not await database.fetchval(  # noqa: ASYNC110  # what is waited for happens in PostgreSQL
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = $1 AND NOT granted",
            FOLD_LOCK,
        ):
            await asyncio.sleep(0.02)
    # what is written while it waits must be part of what it sees
    await database.execute("UPDATE content_totals SET views = 8 WHERE content_id = 'c1'")
    await database.execute("SELECT pg_advisory_unlock_all()")
    assert [difference.was for difference in await work] == [8]


async def test_a_catalogue_that_changes_meanwhile_does_not_stop_a_rebuild(
    database: Connection, settings: Settings, history: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_summaries, "MIN_FACTS", 1)
    assert await rebuild(settings, now=at(60 * 24)) == []
    await database.execute("UPDATE content_totals SET views = 50")
    marks = (
        "INSERT INTO stale_days (project_id, content_id, day) SELECT project_id, content_id, day FROM summarized_days"
    )

    def upsert(done: int, _total: int) -> None:
        """What an upsert of contents writes when their duration is another now; after the rebuild's snapshot."""
        if not done:
            with ThreadPoolExecutor() as threads:
                threads.submit(asyncio.run, run_sql(settings.database_url, marks)).result()

    found = await rebuild(settings, progress=upsert, now=at(60 * 24))
    assert {(difference.table, difference.column) for difference in found} == {("content_totals", "views")}
    assert await database.fetchval("SELECT count(*) FROM stale_days") == 2
    assert await database.fetchval("SELECT count(*) FROM stale_scores") == 2
