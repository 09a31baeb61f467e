"""No read scans a table: each uses an index, and reads over all time read one row."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.snapshot import read_snapshot
from server.storage.database import Pool
from server.storage.pages import BACKWARDS, FORWARDS, Direction
from server.storage.sql import load_sql
from server.storage.statement import Statement
from tests.integration.analytics.many_rows import AREAS
from tests.integration.analytics.plans import cohorts, funnels, revenue
from tests.integration.analytics.plans.filling import LARGE
from tests.integration.analytics.plans.series import SPANS

LONG_AFTER = datetime(2030, 1, 1, tzinfo=UTC)
ROOT = Path(__file__).parents[3]
STATEMENTS = {
    file.stem: ".".join(file.relative_to(ROOT).parts[:-2]) for file in (ROOT / "server/analytics").rglob("sql/*.sql")
}
"""The package that each statement belongs to, by its name."""
READS: dict[str, dict[str, Any]] = {
    name: arguments for area in AREAS for name, arguments in getattr(area, "READS", {}).items()
}
WALKS: dict[str, set[str]] = {name: tables for area in AREAS for name, tables in getattr(area, "WALKS", {}).items()}
OTHERWISE: list[tuple[str, dict[str, Any]]] = [
    read for area in AREAS for read in getattr(area, "OTHERWISE", {}).items()
]
WRITTEN = funnels.STATEMENTS | cohorts.STATEMENTS
"""Statements whose text depends on the question."""
ALL_TIME = [name for area in AREAS for name in getattr(area, "ALL_TIME", ())]


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", []) for node in nodes(child))]


def has_rows(node: dict[str, Any]) -> bool:
    """Whether there was anything to walk through; an empty partition costs nothing either way."""
    return bool(node["Actual Rows"] or node.get("Rows Removed by Filter"))


def statement_of(name: str, direction: Direction = FORWARDS) -> Statement:
    """A read by its name; of a list, in a direction."""
    module = f"{STATEMENTS[name]}.any"
    if name in WRITTEN:
        return WRITTEN[name][0]
    if name == "events":
        return load_sql(module, name, whose="true", **direction)
    if name in revenue.READS:
        texts = {"whose": "true", "column": "campaign", "label": "NULL::text"}
        return load_sql(module, name, **{**texts, **direction})
    if name == "interactions":
        return load_sql(module, name, whose="user_id", **direction)
    if name in SPANS:  # by a definition whose views are in the rows
        return load_metrics_sql(module, name, "")
    if name in ("scope_clock_viewers", "viewer_sketches", "viewer_sketches_ever"):
        return load_sql(module, name, sketch="start")
    return load_metrics_sql(module, name, "engaged_", **direction)


async def explain(pool: Pool, name: str, generic: bool = False, /, **values: Any) -> list[dict[str, Any]]:
    """The nodes of the plan of a read that ran, as planned for these values or for any."""
    return await explain_statement(pool, statement_of(name), generic, **values)


async def explain_statement(
    pool: Pool, statement: Statement, generic: bool = False, /, **values: Any
) -> list[dict[str, Any]]:
    """The same for a statement that is loaded already; as requests read, behind the policies of project 1."""
    text = f"EXPLAIN (ANALYZE, BUFFERS OFF, FORMAT JSON) {statement.text}"
    async with read_snapshot(pool, 1) as connection:
        await connection.execute(f"SET LOCAL plan_cache_mode = force_{'generic' if generic else 'custom'}_plan")
        plan = await connection.fetchval(text, *statement.arguments(values))
    return nodes(json.loads(plan)[0]["Plan"])


async def test_every_read_goes_by_an_index(many_rows: Pool) -> None:
    scanned = {}
    for name, values in [*READS.items(), *OTHERWISE]:
        statements = {found.text: found for found in (statement_of(name), statement_of(name, BACKWARDS))}
        for text, statement in statements.items():
            for generic in (False, True):
                found = await explain_statement(many_rows, statement, generic, **values)
                walks = [node["Relation Name"] for node in found if node["Node Type"] == "Seq Scan" and has_rows(node)]
                large = {table for table in walks if table in LARGE or table.startswith("events_")}
                scanned[text, str(values), generic] = large - WALKS.get(name, set())
    assert {read: tables for read, tables in scanned.items() if tables} == {}


async def test_sales_are_found_by_the_index_of_their_subject(many_rows: Pool) -> None:
    for whose, which in revenue.SUBJECTS.items():
        for name in ("trade", "trade_points", "sales_span", "sold_by"):
            texts = {"column": "product_id", "label": "NULL::text", **FORWARDS}
            statement = load_sql(f"{STATEMENTS[name]}.any", name, whose=whose, **texts)
            for generic in (False, True):
                found = await explain_statement(many_rows, statement, generic, **revenue.READS[name], **which)
                read = sum(
                    node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
                    for node in found
                    if node.get("Relation Name") == "sales"
                )
                assert read <= (2100 if whose == "true" else 110), (name, whose, generic, read)


async def test_reads_over_all_time_do_not_grow_with_the_history(many_rows: Pool) -> None:
    for name in ALL_TIME:
        found = await explain(many_rows, name, **READS[name])
        buckets = [node for node in found if str(node.get("Relation Name", "")).endswith("_buckets")]
        assert buckets == []
        assert all(node["Actual Rows"] <= 1 for node in found if node.get("Relation Name") not in (None, "plays"))


async def test_the_beginning_of_all_time_is_its_first_row(many_rows: Pool) -> None:
    for name in SPANS:
        for generic in (False, True):
            found = await explain(many_rows, name, generic, **{**READS[name], "now": LONG_AFTER})
            rows = [
                node["Actual Rows"] + node.get("Rows Removed by Filter", 0) for node in found if "Relation Name" in node
            ]
            assert sorted(rows) == [0, 1], (name, generic)


async def test_parts_that_were_not_asked_for_are_not_read(many_rows: Pool) -> None:
    for asked in (False, True):
        found = await explain(
            many_rows, "content_range", **{**READS["content_range"], "with_median": asked, "with_viewers": asked}
        )
        costly = {"plays", "content_viewer_buckets"}
        read = {
            node["Relation Name"] for node in found if node.get("Relation Name") in costly and node["Actual Loops"] > 0
        }
        assert read == (costly if asked else set())


async def test_the_place_of_a_content_is_read_from_an_index_alone(many_rows: Pool) -> None:
    found = await explain(many_rows, "content_benchmarks", **READS["content_benchmarks"])
    [ranked] = [node for node in found if node.get("Actual Rows") == 30_000 and "Relation Name" in node]
    assert ranked["Node Type"] == "Index Only Scan"


async def test_a_funnel_sorts_once_and_reads_each_set_once(many_rows: Pool) -> None:
    found = await explain(many_rows, "funnel_rows", **READS["funnel_rows"])
    assert sum(node["Node Type"] in ("Sort", "Incremental Sort") for node in found) == 1
    sets = [node for node in found if node.get("Relation Name") in ("viewers", "self_viewers", "ingest_batches")]
    assert sets
    assert all(node["Actual Loops"] <= 1 for node in sets)


async def test_every_statement_of_the_reads_is_covered_here() -> None:
    assert set(STATEMENTS) == set(READS)
