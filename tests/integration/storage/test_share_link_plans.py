"""Share links are found by indexes, however many other links and projects there are."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from server.storage import share_links
from server.storage.database import Pool
from server.storage.pages import BACKWARDS, FORWARDS, Direction
from server.storage.sql import load_sql
from server.storage.statement import Statement
from tests.integration.analytics.people.test_plans import rows_read
from tests.integration.analytics.test_plans import nodes

PROJECTS, LINKS, PAGE = 20, 1_000, 21
OF_A_CONTENT = LINKS // 50
FILL = f"""
INSERT INTO projects (project_id, name) SELECT n, 'p' || n FROM generate_series(2, {PROJECTS}) AS n;
INSERT INTO share_links (project_id, link_id, content_id, origins, signed_by, created_at, expires_at)
SELECT project, md5(project || ' ' || n)::uuid, 'c' || n % 50, '{{}}', 'key',
    '2026-11-01Z'::timestamptz + n * interval '1 min', now() + interval '1 day'
FROM generate_series(1, {PROJECTS}) AS project, generate_series(1, {LINKS}) AS n;
ANALYZE projects, share_links;
"""


async def explained(pool: Pool, statement: Statement, *, generic: bool, **values: Any) -> list[dict[str, Any]]:
    """The nodes of the plan with which a statement ran."""
    text = f"EXPLAIN (ANALYZE, BUFFERS OFF, FORMAT JSON) {statement.text}"
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"SET LOCAL plan_cache_mode = force_{'generic' if generic else 'custom'}_plan")
        plan = await connection.fetchval(text, *statement.arguments(values))
    found = nodes(json.loads(plan)[0]["Plan"])
    assert not [node for node in found if node["Node Type"] == "Seq Scan" and node["Relation Name"] == "share_links"]
    return found


async def some(pool: Pool) -> list[UUID]:
    rows = await pool.fetch("SELECT link_id FROM share_links WHERE project_id IN (1, 7) AND content_id = 'c3' LIMIT 40")
    return [row["link_id"] for row in rows]


@pytest.mark.parametrize("generic", [False, True])
async def test_the_links_of_requests_are_looked_up_by_their_ids(pool: Pool, generic: bool) -> None:
    await pool.execute(FILL)
    wanted = await some(pool)
    assert len(wanted) == 2 * OF_A_CONTENT
    statement = load_sql(share_links.__name__, "share_links_by_id")
    found = await explained(pool, statement, generic=generic, links=wanted)
    assert rows_read(found, "share_links") <= len(wanted)


@pytest.mark.parametrize("generic", [False, True])
@pytest.mark.parametrize("direction", [FORWARDS, BACKWARDS], ids=["forwards", "backwards"])
async def test_a_page_of_links_reads_the_page(pool: Pool, direction: Direction, generic: bool) -> None:
    await pool.execute(FILL)
    middle = {"after_time": datetime(2026, 11, 1, 8, tzinfo=UTC), "after_link": (await some(pool))[0]}
    for after in ({}, middle):
        for scope, most in ((None, PAGE), (("c3", None), PAGE * LINKS // OF_A_CONTENT)):
            listed = share_links.listed_share_links(1, scope, pool)
            values = {**listed.values, **listed.after, **after, "limit": PAGE}
            found = await explained(pool, listed.load(direction), generic=generic, **values)
            # a plan for all places passes over the links before the place
            assert rows_read(found, "share_links") <= (LINKS if generic else most), (after, scope)
