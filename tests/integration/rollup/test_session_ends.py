"""Sessions end by themselves, and their subscribers are notified."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.live.subjects import platform_subject, session_subject
from server.rollup.aggregator import Aggregator
from server.rollup.fold import Fold
from server.rollup.leader import connect
from server.settings import Settings
from server.storage.database import Pool
from server.storage.sql import load_sql
from tests.integration.analytics.test_plans import nodes
from tests.integration.rollup.feed import Published, aggregating, event, feed

TIMEOUT = 1800.0
SOON = TIMEOUT - 4.0
"""Seconds ago of an event whose session ends in some seconds."""


def seen(session: str, ago: float, kind: str = "view_start") -> dict[str, Any]:
    """An event of a session so many seconds ago."""
    return event(kind, datetime.now(UTC) - timedelta(seconds=ago), session_id=session, content_id="c1")


@asynccontextmanager
async def warm(settings: Settings, published: Published) -> AsyncIterator[Aggregator]:
    """An aggregator that has run before, so that its next run takes no time worth mentioning."""
    async with aggregating(settings, published) as aggregator:
        await aggregator.run_once()
        yield aggregator


async def run_until(aggregator: Aggregator, published: Published, subject: str, runs: int) -> None:
    """Runs without events until a subject was published so often."""
    async with asyncio.timeout(60):
        while sum(subject in subjects for _, subjects in published.runs) < runs:
            await aggregator.run_once()
            await asyncio.sleep(0.05)


async def test_a_session_that_times_out_gets_a_revision_and_is_published(settings: Settings, pool: Pool) -> None:
    published = Published()
    subject = session_subject(1, "s1")
    async with warm(settings, published) as aggregator:
        async with pool.acquire() as connection:
            await feed(connection, [seen("s1", TIMEOUT - 6), seen("s2", 60), seen("s3", TIMEOUT + 60)])
        await aggregator.run_once()
        assert published.runs[0][0] == {1: 1}
        await run_until(aggregator, published, subject, runs=2)
    revisions, subjects = published.runs[1]
    assert (revisions, sorted(subjects)) == ({1: 2}, [platform_subject(1), subject]), "nothing else has changed"
    state = await pool.fetchrow("SELECT revision, as_of FROM rollup_state")
    assert state is not None
    assert state["revision"] == 2
    rows = await pool.fetch("SELECT session_id, revision, last_event_at FROM sessions ORDER BY session_id")
    assert [(row["session_id"], row["revision"]) for row in rows] == [("s1", 2), ("s2", 1), ("s3", 1)]
    assert rows[0]["last_event_at"] + timedelta(seconds=TIMEOUT) <= state["as_of"]


async def test_an_ended_session_is_published_once_and_again_after_a_late_event(settings: Settings, pool: Pool) -> None:
    published = Published()
    subject = session_subject(1, "s1")
    async with warm(settings, published) as aggregator, pool.acquire() as connection:
        await feed(connection, [seen("s1", SOON)])
        await run_until(aggregator, published, subject, runs=2)
        for _ in range(3):
            await aggregator.run_once()
        assert len(published.runs) == 2
        await feed(connection, [seen("s1", SOON)])
        await run_until(aggregator, published, subject, runs=4)


@pytest.mark.parametrize("gap", [0.0, 1.0])
async def test_a_session_that_was_closed_is_final_already(settings: Settings, pool: Pool, gap: float) -> None:
    published = Published()
    async with warm(settings, published) as aggregator, pool.acquire() as connection:
        await feed(connection, [seen("s1", SOON + gap), seen("s1", SOON, "session_end"), seen("open", SOON)])
        await run_until(aggregator, published, session_subject(1, "open"), runs=2)
    assert sum(session_subject(1, "s1") in subjects for _, subjects in published.runs) == 1


async def test_the_first_run_of_all_announces_no_session_of_the_past(settings: Settings, pool: Pool) -> None:
    published = Published()
    async with aggregating(settings, published) as aggregator, pool.acquire() as connection:
        await feed(connection, [seen("s1", 7200)])
        await aggregator.run_once()
        await aggregator.run_once()
    assert [revisions for revisions, _ in published.runs] == [{1: 1}]


async def test_sessions_of_two_projects_end_each_under_its_own_revision(settings: Settings, pool: Pool) -> None:
    published = Published()
    async with warm(settings, published) as aggregator, pool.acquire() as connection:
        await connection.execute("INSERT INTO projects (project_id, name) VALUES (2, 'two') ON CONFLICT DO NOTHING")
        await feed(connection, [{**seen("s1", SOON), "project_id": 2}, seen("s1", SOON)])
        await run_until(aggregator, published, session_subject(2, "s1"), runs=2)
        await run_until(aggregator, published, session_subject(1, "s1"), runs=2)
    rows = await pool.fetch("SELECT project_id, revision FROM rollup_state ORDER BY project_id")
    assert [tuple(row) for row in rows] == [(1, 2), (2, 2)]


@pytest.mark.parametrize("analyzed", [False, True])
async def test_finding_ended_sessions_reads_the_last_seconds_only(
    settings: Settings, pool: Pool, analyzed: bool
) -> None:
    """On the aggregator's own connection, whose plans go by index and know nothing of the working tables."""
    await pool.execute(
        """
        INSERT INTO sessions (project_id, session_id, first_event_at, last_event_at, revision)
        SELECT 1, 's' || n, now() - interval '1 day', now() - n * interval '1 second', 1
        FROM generate_series(1, 50000) AS n
        """
    )
    if analyzed:
        await pool.execute("VACUUM ANALYZE sessions")
    connection = await connect(settings, "test")
    await Fold.prepare(connection, settings)
    async with connection.transaction():
        await connection.execute("INSERT INTO moved_as_of SELECT 1, now() - interval '1 second', now()")
        statement = load_sql("server.rollup.fold", "ended_sessions")
        explain = f"EXPLAIN (ANALYZE, BUFFERS OFF, FORMAT JSON) {statement.text}"
        plan = json.loads(await connection.fetchval(explain, timedelta(seconds=TIMEOUT)))[0]["Plan"]
    await connection.close()
    found = [node for node in nodes(plan) if node.get("Relation Name") == "sessions" and "Filter" not in node]
    assert max(node["Actual Rows"] for node in found) <= 60
    assert sum("Rows Removed by Filter" in node for node in nodes(plan) if node.get("Relation Name") == "sessions") == 0
