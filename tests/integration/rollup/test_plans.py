"""The fold accesses tables that grow with history only by their keys, whatever the statistics say."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from server.access import Caller
from server.events.ingest import Ingest, Status
from server.events.model import decode_event
from server.rollup.fold import ANY_ID, TRANSFER, WORKSPACE, Fold
from server.rollup.leader import connect
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.metric_columns import load_rollup_sql
from server.storage.partitions import ensure_partitions, first_id
from server.storage.statement import Statement
from tests.integration.rollup.feed import aggregating, at, event, feed

pytestmark = pytest.mark.own_database

PLAYS = """
INSERT INTO plays (project_id, content_id, play_key, origin_at, origin_event, viewer_id, traffic, started_at, views,
    watch_delta_ms, watch_total_ms, delta_levels, total_levels, reported, completed, loops)
SELECT 1, 'c', 'p' || n, at, gen_random_uuid(), 'u' || n % 1000, 0, at, 1, 0, 12000, '{}', '{}', 0, false, 0
FROM generate_series(1, 3000) AS n, LATERAL (SELECT '2026-11-01Z'::timestamptz + n * interval '1 minute' AS at) AS m
"""
MANY_CONTENTS = """
INSERT INTO plays (project_id, content_id, play_key, origin_at, origin_event, viewer_id, traffic, started_at, views,
    watch_delta_ms, watch_total_ms, delta_levels, total_levels, reported, completed, loops)
SELECT 1, 'c' || n % 100, 'p' || n || viewer, at, gen_random_uuid(), viewer, 0, at, 1, 0, 12000, '{}', '{}', 0, false, 0
FROM generate_series(1, 1000) AS n, LATERAL (SELECT '2026-11-01Z'::timestamptz + n * interval '1 minute' AS at) AS m,
    unnest(ARRAY['u:ann', 'u:bob']) AS viewer
"""
ALL_NEW = """
INSERT INTO play_changes
SELECT new.*
FROM plays, jsonb_populate_record(NULL::play_changes, to_jsonb(plays) || jsonb_build_object(
    'sign', 1, 'reclassified', false, 'bucket', started_at, 'source', 'other', 'watch_bin', 0, 'completion', 0,
    'is_engaged', true, 'is_peertube', true, 'is_peertube2', true, 'is_linkedin', true, 'is_linkedin2', true)) AS new
"""
MOVED = ("self_viewers", "content_buckets", "plays", "content_viewers", "content_viewer_buckets")
SKETCHES = {
    "known_sketches": "viewer_sketches_pkey",
    "all_time_sketches": "viewer_sketches_pkey",
    "platform_bucket_viewers": "viewer_sketches_by_bucket",
    "bucket_viewers": "content_viewer_buckets_by_creator",
}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


async def explained(connection: Connection, statement: Statement, **values: object) -> list[dict[str, Any]]:
    explain = f"EXPLAIN (FORMAT JSON) {statement.text}"
    found = await connection.fetchval(explain, *statement.arguments(values))
    plan = msgspec.json.decode(found) if isinstance(found, str) else found
    return list(nodes(plan[0]["Plan"]))


async def test_no_statement_scans_a_table_that_grows(pool: Pool, settings: Settings) -> None:
    async with pool.acquire() as connection, aggregating(settings) as aggregator:
        for number in range(50):
            facts = {"content_id": f"c{number % 5}", "creator_id": "k", "session_id": f"s{number}"}
            await feed(connection, [event("view_start", at(number), **facts), event("like", at(number), **facts)])
        await aggregator.drain()
    folding = await connect(settings, "test")
    fold = await Fold.prepare(folding, settings)
    claim = fold.statements.pop("claimed_events")
    slicing = await explained(
        folding,
        claim,
        batches=[1, 2, 3],
        first_id=ANY_ID[0],
        last_id=ANY_ID[1],
        content=None,
        classification_only=False,
    )
    assert {node["Node Type"] for node in slicing if node.get("Relation Name", "").startswith("events")} <= {
        "Index Scan",
        "Bitmap Heap Scan",
    }
    for name, statement in fold.statements.items():
        for node in await explained(
            folding, statement, **({"limit": 9} if name == "transfers" else fold.values_of(name))
        ):
            if node["Node Type"] == "Seq Scan":
                assert node["Relation Name"] in WORKSPACE, name
    sessions = await explained(folding, fold.statements["reclassified_sessions"])
    found = [node for node in sessions if node.get("Index Name", "").startswith("events_")]
    assert all("content_id" in node["Index Cond"] or "session_name" in node["Index Cond"] for node in found)
    async with folding.transaction():
        await folding.execute("SET LOCAL enable_nestloop = on; SET LOCAL enable_hashjoin = off")
        for name in TRANSFER[1:]:
            for node in await explained(folding, fold.statements[name]):
                if node.get("Relation Name") in MOVED and node["Node Type"] != "ModifyTable":
                    assert "content_id" in node["Index Cond"], name
    scopes = {"projects": [1], "creators": ["k"], "buckets": [at(0)], "classes": [0]}
    for name, index in SKETCHES.items():
        reading = await explained(folding, await load_rollup_sql(folding, "server.rollup.fold", name), **scopes)
        assert index in {node.get("Index Name") for node in reading}, name
    due = await load_rollup_sql(folding, "server.rollup.fold", "unmerged_sketches")
    found = await explained(folding, due, until=at(0), limit=9)
    assert "viewer_sketches_unmerged" in {node.get("Index Name") for node in found}
    plays = await explained(folding, fold.statements["plays"])
    assert "plays_pkey" in {node.get("Index Name") for node in plays}
    await folding.close()


@pytest.mark.parametrize("analyzed", [False, True])
async def test_repeated_views_are_found_by_their_viewer(pool: Pool, settings: Settings, analyzed: bool) -> None:
    """The content is popular: reading all of its plays would cost more and more."""
    await pool.execute(PLAYS)
    if analyzed:
        await pool.execute("ANALYZE plays")
    folding = await connect(settings, "test")
    fold = await Fold.prepare(folding, settings)
    found = await explained(folding, fold.statements["repeated_views"])
    await folding.close()
    assert {node.get("Index Name") for node in found} - {None} == {"plays_pkey", "plays_by_viewer"}
    for node in found:
        if node.get("Index Name") == "plays_pkey":
            assert node["Index Cond"].count(" = ") == 3


async def test_the_plays_of_a_viewer_are_read_once_however_many_contents_changed(
    pool: Pool, settings: Settings
) -> None:
    await pool.execute(MANY_CONTENTS)
    folding = await connect(settings, "test")
    fold = await Fold.prepare(folding, settings)
    async with folding.transaction():
        await folding.execute(ALL_NEW)
        plan = await folding.fetchval(
            f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {fold.statements['repeated_views'].text}"
        )
        repeats = await folding.fetchval("SELECT count(*) FROM plays WHERE repeats")
    await folding.close()
    found = list(nodes(msgspec.json.decode(plan)[0]["Plan"]))
    [reading] = [node for node in found if node.get("Index Name") == "plays_by_viewer"]
    assert (reading["Actual Loops"], reading["Actual Loops"] * reading["Actual Rows"]) == (2, 2000)
    assert repeats == 0, "of one content they begin 100 minutes apart"


async def test_a_run_reads_the_partitions_of_its_events_only(pool: Pool, settings: Settings) -> None:
    today = datetime.now(UTC)
    async with pool.acquire() as connection:
        await ensure_partitions(connection, today, days_back=5)
    ingest = Ingest(pool, settings)
    await ingest.start()
    try:
        days = [today - timedelta(days=ago) for ago in (1, 3)]
        sent = [{"id": str(first_id(day)), "type": "VIEW_START", "contentId": "c1", "userId": "u1"} for day in days]
        answers = await ingest.track(Caller(project_id=1), [decode_event(one) for one in sent])
    finally:
        await ingest.stop()
    assert {answer.status for answer in answers} == {Status.ACCEPTED}
    [batch] = await pool.fetch("SELECT batch_id, first_id, last_id FROM ingest_batches")
    folding = await connect(settings, "test")
    fold = await Fold.prepare(folding, settings)
    found = await explained(
        folding,
        fold.statements["claimed_events"],
        batches=[batch["batch_id"]],
        first_id=batch["first_id"],
        last_id=batch["last_id"],
        content=None,
        classification_only=False,
    )
    await folding.close()
    read = {node["Relation Name"] for node in found if node.get("Relation Name", "").startswith("events")}
    assert read - {"events_default"} == {f"events_{today - timedelta(days=ago):%Y%m%d}" for ago in (1, 2, 3)}
    async with aggregating(settings) as aggregator:
        assert (await aggregator.run_once()).events == 2


async def test_kept_plans_are_made_again_as_tables_grow(pool: Pool, settings: Settings) -> None:
    """The first run plans for empty tables, where any index costs the same."""
    kept = []
    async with pool.acquire() as connection, aggregating(settings) as aggregator:
        for number in range(7):
            await feed(connection, [event("view_start", at(number), content_id="c1", session_id=f"s{number}")])
            await aggregator.run_once()
            assert aggregator._fold is not None
            kept.append(bool(aggregator._fold._plans))
    assert kept == [False, False, True, False, True, True, True]
