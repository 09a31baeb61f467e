"""The cost of rankings and lists depends on the hot set, the range or the page, not on the history or all contents."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.analytics.counted_days import split_days
from server.analytics.ranges import TimeRange
from server.rollup.fold import Fold
from server.rollup.leader import connect
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.analytics.plans.filling import PEOPLE
from tests.integration.analytics.test_plans import explain, nodes

END = datetime(2026, 11, 20, tzinfo=UTC)
FIRST_PAGE = {"after_worth": None, "after_id": None}
HISTORY = """
INSERT INTO content_buckets (project_id, content_id, bucket, traffic, views)
SELECT 1, 'c' || n, $1::timestamptz - hour * interval '1 hour', 0, 1
FROM generate_series(1, $2) AS hour, generate_series(1, 20) AS n ORDER BY hour DESC
"""


def rows_read(found: list[dict[str, Any]], table: str) -> int:
    """Rows of a table that were looked at, taken or not."""
    return sum(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0))
        * node["Actual Loops"]
        for node in found
        if node.get("Relation Name") == table
    )


@pytest.mark.parametrize("by", ["views", "quality", "unique_viewers"])
@pytest.mark.parametrize("is_added_up", [False, True])
async def test_a_ranking_of_a_range_reads_its_part_of_the_history(pool: Pool, by: str, is_added_up: bool) -> None:
    await pool.execute(HISTORY, END, 60 * 24)
    await pool.execute(
        "INSERT INTO content_days (project_id, content_id, day, traffic, views)"
        " SELECT 1, 'c' || n, $1::date - day, 0, 24 FROM generate_series(1, 100) AS day, generate_series(1, 200) AS n"
        " ORDER BY day DESC",
        END.date(),
    )
    await pool.execute("VACUUM ANALYZE content_buckets, content_days")
    within = TimeRange(END - timedelta(days=8, hours=12), END - timedelta(hours=12))
    days = split_days(within, END.date() if is_added_up else None)
    for generic in (False, True):
        found = await explain(
            pool, "top_range", generic, project=1, classes=PEOPLE, **days, by=by, least_views=1, limit=10, **FIRST_PAGE
        )
        assert not [node for node in found if node["Node Type"] == "Seq Scan" and node["Actual Loops"]]
        whole, rest = (7, 1) if is_added_up else (0, 8)
        assert whole * 200 <= rows_read(found, "content_days") < (whole + 8) * 200
        assert rest * 480 <= rows_read(found, "content_buckets") < (rest + 5) * 480, "some more share their pages"


@pytest.mark.parametrize("by", ["quality", "engagement", "views", "watch_time"])
@pytest.mark.parametrize("after", [None, 50.0])
async def test_a_ranking_of_all_time_reads_as_many_contents_as_it_shows(
    pool: Pool, by: str, after: float | None
) -> None:
    page = {"after_worth": after, "after_id": None if after is None else "c150"}
    equal = 0 if after is None else 200  # a page begins with the first of those with the same score
    await pool.execute(
        """
        INSERT INTO content_scores (
            project_id, content_id, definition, views, watch_ms, quality, engagement, performance, scored_at)
        SELECT 1, 'c' || n, definition, 10 + n, n, n % 100, n % 100, n % 100, '2026-11-01Z'
        FROM generate_series(1, 20000) AS n, unnest(ARRAY['start', 'engaged']) AS definition
        """
    )
    await pool.execute("VACUUM ANALYZE content_scores")
    for generic in (False, True):
        found = await explain(
            pool, "top_totals", generic, project=1, definition="start", by=by, least_views=10, limit=10, **page
        )
        assert rows_read(found, "content_scores") <= 11 + equal


async def test_trending_costs_the_hot_contents_whatever_the_history(pool: Pool) -> None:
    await pool.execute(HISTORY, END, 60 * 24)
    await pool.execute(
        "INSERT INTO content_totals (project_id, content_id, traffic, views) SELECT 1, 'c' || n, 0, 1440"
        " FROM generate_series(1, 20) AS n"
    )
    await pool.execute("INSERT INTO hot_hours SELECT 1, $1::timestamptz - interval '1 hour', 'c7'", END)
    await pool.execute("INSERT INTO hot_hours SELECT 1, $1::timestamptz - interval '50 hours', 'c8'", END)
    await pool.execute("VACUUM ANALYZE content_buckets, content_totals, hot_hours")
    day = timedelta(days=1)
    window = {"start_before": END - 2 * day, "start": END - day, "end": END, "elapsed_ms": 86_400_000}
    for generic in (False, True):
        found = await explain(
            pool, "trending", generic, project=1, **window, least_velocity=20, limit=10, classes=PEOPLE
        )
        assert rows_read(found, "content_buckets") <= 48, "two days of one content"


@pytest.mark.parametrize("name", ["creator_page", "creator_page_range"])
async def test_a_page_of_a_creator_reads_that_creators_contents(pool: Pool, name: str) -> None:
    await pool.execute(
        """
        INSERT INTO contents (project_id, content_id, creator_id)
        SELECT 1, 'c' || n, 'k' || n % 500 FROM generate_series(1, 20000) AS n;
        INSERT INTO content_totals (project_id, content_id, traffic, views)
        SELECT 1, 'c' || n, 0, n FROM generate_series(1, 20000) AS n;
        INSERT INTO content_days (project_id, content_id, day, traffic, views)
        SELECT 1, 'c' || n, '2026-11-20'::date - day, 0, n
        FROM generate_series(1, 20000) AS n, generate_series(1, 3) AS day;
        """
    )
    await pool.execute("VACUUM ANALYZE contents, content_totals, content_days")
    days = split_days(TimeRange(END - timedelta(days=2), END), END.date()) if name == "creator_page_range" else {}
    which = {"project": 1, "creator": "k7", "classes": PEOPLE, "by": "quality", "types": None, "search": None}
    for generic in (False, True):
        found = await explain(pool, name, generic, **which, **days, **FIRST_PAGE, limit=20)
        assert rows_read(found, "content_totals") == 40
        assert rows_read(found, "content_days") == (80 if days else 0)


async def test_marking_hours_costs_the_contents_of_the_run_whatever_was_hot_before(
    pool: Pool, settings: Settings
) -> None:
    await pool.execute(HISTORY, END, 24 * 60)
    await pool.execute(
        "INSERT INTO hot_hours SELECT DISTINCT 1, date_bin('1 hour', bucket, '1970-01-01Z'), content_id"
        " FROM content_buckets"
    )
    await pool.execute("ANALYZE")
    connection = await connect(settings, "test")
    fold = await Fold.prepare(connection, settings)
    async with connection.transaction():
        await connection.execute(
            "INSERT INTO content_deltas (project_id, content_id, bucket, traffic, views)"
            " SELECT 1, 'c' || n, $1::timestamptz - interval '45 minutes', 0, -1 FROM generate_series(1, 10) AS n",
            END,
        )
        statement = fold.statements["hot_hours"]
        plan = await connection.fetchval(
            f"EXPLAIN (ANALYZE, BUFFERS OFF, FORMAT JSON) {statement.text}",
            *statement.arguments(fold.values_of("hot_hours")),
        )
        found = nodes(json.loads(plan)[0]["Plan"])
        assert await connection.fetchval("SELECT count(*) FROM hot_hours") == 24 * 60 * 20 - 10
    await connection.close()
    assert rows_read(found, "content_buckets") <= 10 * 4
    assert rows_read(found, "hot_hours") <= 10 * 3
