"""No read walks through a table: every one goes by an index, and those over all time read one row."""

import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from server.storage.database import Pool
from server.storage.sql import load_sql

START, END = datetime(2026, 11, 10, tzinfo=UTC), datetime(2026, 11, 17, tzinfo=UTC)
LARGE = {
    "events", "plays", "content_viewers", "content_viewer_buckets", "content_buckets", "content_totals",
    "content_countries", "creator_buckets", "creator_totals", "platform_buckets", "viewer_sketches", "sessions",
    "contents",
}  # fmt: skip
READS: dict[str, tuple[Any, ...]] = {
    "content_totals": (1, "c1", True, True, 10_000),
    "content_range": (1, "c1", START, END, True, True, True, 10_000),
    "content_owner": (1, "c1"),
    "creator_totals": (1, "k1"),
    "creator_range": (1, "k1", START, END),
    "creator_contents": (1, "k1"),
    "creator_top_totals": (1, "k1", 100),
    "creator_top_range": (1, "k1", 100, START, END),
    "platform_totals": (1,),
    "platform_range": (1, START, END),
    "viewer_sketches": (1, "k1", START, END),
    "session": (1, "s1"),
    "session_user": (1, "s1"),
}
FILL = """
INSERT INTO contents (project_id, content_id, creator_id)
SELECT 1, 'c' || n, 'k' || n % 1000 FROM generate_series(1, 30000) AS n;
INSERT INTO content_totals (project_id, content_id, creator_least, creator_most, revision, views)
SELECT 1, 'c' || n, 'k' || n % 1000, 'k' || n % 1000, 1, n FROM generate_series(1, 30000) AS n;
INSERT INTO content_buckets (project_id, content_id, bucket, views)
SELECT 1, 'c' || n, '2026-11-01Z'::timestamptz + quarter * interval '6 hours', 1
FROM generate_series(1, 200) AS n, generate_series(0, 99) AS quarter;
INSERT INTO content_countries (project_id, content_id, bucket, country, views)
SELECT project_id, content_id, bucket, 'DE', 1 FROM content_buckets
UNION ALL SELECT 1, 'c' || n, '-infinity', 'DE', 1 FROM generate_series(1, 30000) AS n;
INSERT INTO content_viewer_buckets (project_id, content_id, bucket, viewer_id, views, rewatch_views)
SELECT project_id, content_id, bucket, 'u1', 1, 0 FROM content_buckets;
INSERT INTO plays (project_id, content_id, play_key, origin_at, origin_event, started_at, views, watch_delta_ms,
    watch_total_ms, position_ms, sections, reported, completed, loops)
SELECT project_id, content_id, 'p' || bucket, bucket, gen_random_uuid(), bucket, 1, 0, 0, 0, '{}', 0, false, 0
FROM content_buckets;
INSERT INTO creator_totals (project_id, creator_id, revision) SELECT 1, 'k' || n, 1 FROM generate_series(1, 5000) AS n;
INSERT INTO creator_buckets (project_id, creator_id, bucket, views)
SELECT 1, 'k' || n, '2026-11-01Z'::timestamptz + quarter * interval '6 hours', 1
FROM generate_series(1, 100) AS n, generate_series(0, 99) AS quarter;
INSERT INTO platform_buckets (project_id, bucket, views)
SELECT 1, '2025-01-01Z'::timestamptz + quarter * interval '15 minutes', 1 FROM generate_series(0, 70000) AS quarter;
INSERT INTO viewer_sketches (project_id, creator_id, bucket, viewers, sketch)
SELECT project_id, creator_id, bucket, 1, '' FROM creator_buckets;
INSERT INTO sessions (project_id, session_id, first_event_at, last_event_at, revision)
SELECT 1, 's' || n, now(), now(), 1 FROM generate_series(1, 5000) AS n;
ANALYZE;
"""


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", []) for node in nodes(child))]


async def explain(pool: Pool, name: str, *, generic: bool) -> list[dict[str, Any]]:
    """The nodes of the plan that ran, as planned for these arguments or for any."""
    statement = "EXPLAIN (ANALYZE, BUFFERS OFF, FORMAT JSON) " + load_sql("server.analytics", name)
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"SET LOCAL plan_cache_mode = force_{'generic' if generic else 'custom'}_plan")
        plan = await connection.fetchval(statement, *READS[name])
    return nodes(json.loads(plan)[0]["Plan"])


async def test_every_read_goes_by_an_index(pool: Pool) -> None:
    await pool.execute(FILL)
    scanned = {}
    for name in READS:
        for generic in (False, True):
            found = await explain(pool, name, generic=generic)
            walks = [node["Relation Name"] for node in found if node["Node Type"] == "Seq Scan"]
            scanned[name, generic] = [table for table in walks if table in LARGE]
    assert {read: tables for read, tables in scanned.items() if tables} == {}


async def test_reads_over_all_time_do_not_grow_with_the_history(pool: Pool) -> None:
    await pool.execute(FILL)
    for name in ("content_totals", "creator_totals", "platform_totals"):
        found = await explain(pool, name, generic=False)
        buckets = [node for node in found if str(node.get("Relation Name", "")).endswith("_buckets")]
        assert buckets == []
        assert all(node["Actual Rows"] <= 1 for node in found if node.get("Relation Name") not in (None, "plays"))


async def test_parts_that_were_not_asked_for_are_not_read(pool: Pool) -> None:
    statement = "EXPLAIN (ANALYZE, BUFFERS OFF, FORMAT JSON) " + load_sql("server.analytics", "content_range")
    for asked in (False, True):
        plan = await pool.fetchval(statement, 1, "c1", START, END, asked, asked, asked, 10_000)
        found = nodes(json.loads(plan)[0]["Plan"])
        costly = {"plays", "content_countries", "content_viewer_buckets"}
        read = {
            node["Relation Name"] for node in found if node.get("Relation Name") in costly and node["Actual Loops"] > 0
        }
        assert read == (costly if asked else set())


async def test_every_statement_of_the_reads_is_covered_here() -> None:
    names = {file.name.removesuffix(".sql") for file in files("server.analytics").joinpath("sql").iterdir()}
    assert names == set(READS)
