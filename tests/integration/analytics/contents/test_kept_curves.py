"""The curves that RELATIVE retention compares with: no play that was folded meanwhile is missing for good."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from server.rollup import daily_summaries
from server.rollup.curves import recompute_curves
from server.rollup.rebuild import rebuild
from server.rollup.summarizer import Summarizer
from tests.integration.analytics.contents.test_retention import CATALOGUE, play, watched
from tests.integration.analytics.stack import NOW, Stack, event
from tests.integration.rollup.test_aggregator import until


@pytest_asyncio.fixture(loop_scope="session")
async def summarizing(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Summarizer]:
    """A summarizer that processes every day that is over, however few its plays."""
    monkeypatch.setattr(daily_summaries, "MIN_FACTS", 1)
    summarizer = Summarizer(stack.services.settings, now=lambda: NOW, quiet=timedelta(0))
    yield summarizer
    await summarizer.close()


async def test_plays_that_are_folded_while_their_curve_is_computed_make_it_stale_again(
    stack: Stack, summarizing: Summarizer
) -> None:
    pool = stack.services.pool
    await stack.count(*play(1, watched((0, 60))))
    await summarizing.drain()
    await stack.count(*play(2, watched((0, 60))))
    await pool.execute("UPDATE stale_curves SET due_at = now()")
    async with pool.acquire() as other, other.transaction():
        await other.fetch("SELECT * FROM retention_curves FOR UPDATE")
        run = asyncio.create_task(summarizing.run_once())
        await until(lambda: waits_for_lock(stack, "summarizer"))
        await stack.count(*play(3, watched((0, 60))))
    await run
    assert await pool.fetchval("SELECT plays FROM retention_curves") == 2
    assert await pool.fetchval("SELECT due_at > now() AND due_at <= now() + interval '1 hour' FROM stale_curves")
    await recompute(stack)
    assert await pool.fetchval("SELECT plays FROM retention_curves") == 3
    assert await pool.fetchval("SELECT count(*) FROM stale_curves") == 0


async def test_a_curve_that_is_computed_during_a_fold_is_computed_again(stack: Stack, summarizing: Summarizer) -> None:
    pool = stack.services.pool
    await stack.count(*play(1, watched((0, 60))))
    await summarizing.drain()
    await stack.count(*play(2, watched((0, 60))))
    await pool.execute("UPDATE stale_curves SET due_at = now()")
    async with pool.acquire() as other, other.transaction():
        await other.fetch("SELECT * FROM stale_days FOR UPDATE")  # the fold comes to them after the curves
        folding = asyncio.create_task(stack.count(*play(3, watched((0, 60)))))
        await until(lambda: waits_for_lock(stack, "aggregator"))
        await summarizing.drain()
    await folding
    await recompute(stack)
    assert await pool.fetchval("SELECT plays FROM retention_curves") == 3


async def test_a_curve_that_fails_is_tried_again_an_hour_later(stack: Stack, summarizing: Summarizer) -> None:
    pool = stack.services.pool
    await stack.count(*play(1, watched((0, 60))))
    await pool.execute("ALTER TABLE retention_curves ADD CONSTRAINT none CHECK (false)")
    await summarizing.drain()
    await pool.execute("ALTER TABLE retention_curves DROP CONSTRAINT none")
    assert await summarizing.run_once() == 0
    await pool.execute("UPDATE stale_curves SET due_at = due_at - interval '1 hour'")
    await summarizing.drain()
    assert await pool.fetchval("SELECT plays FROM retention_curves") == 1


async def test_another_duration_in_the_catalogue_gives_the_curve_another_band(
    stack: Stack, summarizing: Summarizer
) -> None:
    pool = stack.services.pool
    await stack.count(*play(1, watched((0, 60))))
    await summarizing.drain()
    await stack.ask(CATALOGUE, contents=[{"id": "c1", "duration": 600}, {"id": "never played", "duration": 5}])
    await summarizing.drain()
    assert await pool.fetchval("SELECT duration_ms FROM retention_curves") == 600_000
    assert await rebuild(stack.services.settings) == []


async def test_a_rebuild_reports_and_heals_curves(stack: Stack, summarizing: Summarizer) -> None:
    pool = stack.services.pool
    contents = ("c1", "c2", "c3", "c4")
    await stack.count(*(one for content in contents for one in play(1, watched((0, 60)), content=content)))
    await summarizing.drain()
    await pool.execute("DELETE FROM changed_subjects")
    kept = await pool.fetch("SELECT content_id, plays, watched_until FROM retention_curves ORDER BY content_id")
    assert await rebuild(stack.services.settings) == []
    assert await pool.fetchval("SELECT count(*) FROM changed_subjects") == 0
    await pool.execute(
        """
        UPDATE retention_curves SET plays = 7, watched_until[3] = 1 WHERE content_id = 'c1';
        DELETE FROM retention_curves WHERE content_id = 'c2';
        UPDATE retention_curves SET content_id = 'c0' WHERE content_id = 'c3';
        UPDATE retention_curves SET plays = 5 WHERE content_id = 'c4';
        INSERT INTO stale_curves VALUES (1, 'c4', now() + interval '1 hour');
        """
    )
    [one, *_] = await rebuild(stack.services.settings, "c2")
    assert (one.table, one.key["content_id"], one.column, one.was) == ("retention_curves", "c2", "*", None)
    found = {(one.table, one.key["content_id"], one.column) for one in await rebuild(stack.services.settings)}
    assert found == {
        ("retention_curves", content, column)
        for content, column in (("c0", "*"), ("c1", "plays"), ("c1", "watched_until"), ("c3", "*"))
    }
    assert await pool.fetchval("SELECT count(*) FROM changed_subjects WHERE kind = 'rankings'") > 0
    await recompute(stack)
    assert kept == await pool.fetch("SELECT content_id, plays, watched_until FROM retention_curves ORDER BY content_id")
    assert await rebuild(stack.services.settings) == []


async def test_without_plays_of_people_there_is_no_curve(stack: Stack, summarizing: Summarizer) -> None:
    pool = stack.services.pool
    await stack.ask(CATALOGUE, contents=[{"id": "liked", "duration": 60}])
    await stack.count(event("LIKE", "liked"), event("IMPRESSION", "c2"), *play(1, watched((0, 60))))
    await summarizing.drain()
    assert [row["content_id"] for row in await pool.fetch("SELECT content_id FROM retention_curves")] == ["c1"]
    assert await rebuild(stack.services.settings) == []
    classify = "mutation ($viewers: [ViewerClassInput!]!) { classifyViewers(viewers: $viewers) { accepted } }"
    await stack.ask(classify, viewers=[{"id": "u1", "bot": True}])
    await stack.aggregator.drain()
    assert await pool.fetchval("SELECT plays FROM content_totals WHERE content_id = 'c1' AND traffic = 0") == 0
    await recompute(stack)
    assert await pool.fetchval("SELECT count(*) FROM retention_curves") == 0
    assert await rebuild(stack.services.settings) == []


async def test_a_rebuild_that_repairs_plays_repairs_their_curve(stack: Stack, summarizing: Summarizer) -> None:
    pool = stack.services.pool
    await stack.count(*play(1, watched((0, 60))))
    await pool.execute("UPDATE plays SET views = 9")
    await summarizing.drain()
    assert await pool.fetchval("SELECT views FROM retention_curves") == 9
    found = {(one.table, one.column) for one in await rebuild(stack.services.settings)}
    assert found == {("plays", "views"), ("day_retention", "views"), ("retention_curves", "views")}
    assert await pool.fetchval("SELECT views FROM retention_curves") == 1
    assert await rebuild(stack.services.settings) == []


async def recompute(stack: Stack) -> None:
    """Computes all stale curves, as an admin may request."""
    async with stack.services.pool.acquire() as connection:
        await recompute_curves(connection, 1)


async def waits_for_lock(stack: Stack, application: str) -> bool:
    """Whether a process of that name waits for a lock."""
    found = await stack.services.pool.fetchval(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()"
        " AND wait_event_type = 'Lock'",
        f"viewpulse-{application}",
    )
    return bool(found)
