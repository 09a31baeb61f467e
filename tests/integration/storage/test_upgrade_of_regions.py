"""A database whose breakdowns have no regions is brought to this version: days that can be read again get theirs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.database import open_pool, set_codecs
from tests.integration.rollup.feed import event, feed
from tests.integration.storage.test_upgrade import upgrading

BEFORE_REGIONS = "0026_sessions_apart"
EXPIRED, KEPT = "2026-01-08", "2026-11-18"
SUMMARIES = f"""
UPDATE rollup_state SET accepts_since = '2026-02-01Z', raw_since = '2026-02-01Z', revision = 41, as_of = now();
INSERT INTO summarized_days (project_id, content_id, day) VALUES (1, 'c1', '{EXPIRED}'), (1, 'c1', '{KEPT}');
INSERT INTO day_breakdowns (project_id, content_id, dimension, day, is_rest, value, traffic, views, engaged_views,
    peertube_views, linkedin_views, plays, watch_ms, completed_full, engagement_events)
VALUES (1, 'c1', 'gender', '{EXPIRED}', false, '', 0, 3, 2, 2, 2, 3, 9000, 1, 0),
    (1, 'c1', 'gender', '{EXPIRED}', false, 'female', 0, 1, 0, 0, 0, 1, 500, 0, 2),
    (1, 'c1', 'country', '{EXPIRED}', false, 'DE', 0, 4, 2, 2, 2, 4, 9500, 1, 2);
"""


async def fill(url: str) -> None:
    """One event of a kept day; of an expired day there is the summary only."""
    connection: Any = await asyncpg.connect(url)
    try:
        await set_codecs(connection)
        viewed = datetime(2026, 11, 18, 10, tzinfo=UTC)
        where = {"country": "DE", "region": "Bavaria"}
        await feed(connection, [event("view_start", viewed, content_id="c1", user_id="u1", **where)])
        await connection.execute("DELETE FROM ingest_batches")
        await connection.execute(SUMMARIES)
    finally:
        await connection.close()


@pytest.fixture
def without_regions(postgres_url: str) -> Iterator[str]:
    with upgrading(postgres_url, BEFORE_REGIONS, fill) as url:
        yield url


async def test_days_that_can_be_read_again_get_their_regions(without_regions: str, settings: Settings) -> None:
    """Of an expired day, the region is unknown."""
    theirs = settings.model_copy(update={"database_url": without_regions})
    pool = await open_pool(theirs, application="test")
    try:
        async with pool.acquire() as connection:
            regions = await connection.fetch(
                "SELECT day::text, value, views, plays, watch_ms, completed_full, engagement_events FROM day_breakdowns"
                " WHERE dimension = 'region'"
            )
            assert [tuple(row) for row in regions] == [(EXPIRED, "", 4, 4, 9500, 1, 2)]
            stale = await connection.fetch("SELECT day::text FROM stale_days")
            assert [tuple(row) for row in stale] == [(KEPT,)]
            await rebuild(theirs)
            facts = await connection.fetch(
                "SELECT value, views, plays FROM breakdown_facts(1, 'c1', '2026-11-18Z', '2026-11-19Z', '{region}')"
                " ORDER BY views"
            )
            assert [tuple(row) for row in facts] == [("Bavaria, DE", 0, 1), ("Bavaria, DE", 1, 0)]
    finally:
        await pool.close()
