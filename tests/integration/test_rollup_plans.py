"""The fold reaches the tables that grow with history by their keys only, whatever the statistics say."""

from collections.abc import Iterator
from typing import Any

import msgspec

from server.rollup.fold import WORKSPACE, Fold
from server.rollup.leader import connect
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.metric_columns import load_expanded
from server.storage.sql import load_sql
from tests.integration.rollup_feed import aggregating, at, event, feed

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


async def explained(connection: Connection, sql: str, *arguments: object) -> list[dict[str, Any]]:
    found = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {sql}", *arguments)
    plan = msgspec.json.decode(found) if isinstance(found, str) else found
    return list(nodes(plan[0]["Plan"]))


async def test_no_statement_scans_a_table_that_grows(pool: Pool, settings: Settings) -> None:
    async with pool.acquire() as connection, aggregating(settings) as working:
        for number in range(50):
            facts = {"content_id": f"c{number % 5}", "creator_id": "k", "session_id": f"s{number}"}
            await feed(connection, [event("view_start", at(number), **facts), event("like", at(number), **facts)])
        await working.drain()
    folding = await connect(settings, "test")
    fold = await Fold.prepare(folding)
    slicing = await explained(folding, load_sql("server.rollup", "slice"), [1, 2, 3], None, False)
    assert {node["Node Type"] for node in slicing if "events" in node.get("Relation Name", "")} <= {
        "Index Scan",
        "Bitmap Heap Scan",
    }
    for name, sql in fold.statements.items():
        for node in await explained(folding, sql):
            if node["Node Type"] == "Seq Scan":
                assert node["Relation Name"] in WORKSPACE, name
    scopes: list[list[object]] = [[1], ["k"], [at(0)], [0], ["start"]]
    for name, index in SKETCHES.items():
        reading = await explained(folding, await load_expanded(folding, "server.rollup", name), *scopes)
        assert index in {node.get("Index Name") for node in reading}, name
    for name, index in (("plays", "plays_pkey"), ("repeated_views", "plays_by_viewer")):
        playing = await explained(folding, fold.statements[name])
        assert index in {node.get("Index Name") for node in playing}, name
    await folding.close()
