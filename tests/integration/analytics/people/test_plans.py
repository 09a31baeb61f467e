"""A page of a history or an area costs one page, however many rows there are before it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from server.storage.database import Pool
from server.storage.pages import BACKWARDS, FORWARDS, Direction
from server.storage.sql import load_sql
from tests.integration.analytics.plans.filling import END, START
from tests.integration.analytics.plans.people import READS
from tests.integration.analytics.test_plans import explain, explain_statement, statement_of

PAGE = 21
MIDDLE = START + (END - START) / 2
"""A moment with events before it and after it."""
VIEWED = datetime(2026, 11, 1, 2, 30, tzinfo=UTC)
"""A moment with views before it and after it."""
SORTED = 3
"""Pages of events at most: the index has them by their five minutes, and a sort takes 32 at a time."""


def rows_read(found: list[dict[str, Any]], table: str) -> float:
    """Rows that the scans of a table gave, or looked at in vain."""
    scans = [node for node in found if str(node.get("Relation Name", "")).startswith(table)]
    assert scans
    looked_at: list[float] = [
        float(node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in scans
        if "Scan" in node["Node Type"]
    ]
    return sum(looked_at)


@pytest.mark.parametrize("direction", [FORWARDS, BACKWARDS], ids=["forwards", "backwards"])
async def test_a_page_of_a_history_reads_about_a_page(many_rows: Pool, direction: Direction) -> None:
    for name in ("watch_history", "saved_contents"):
        for generic in (False, True):
            statement = statement_of(name, direction)
            found = await explain_statement(many_rows, statement, generic, **{**READS[name], "after_time": VIEWED})
            assert rows_read(found, "content_viewers") <= 2 * PAGE, (name, generic)
    for whose, person in (("user_id", "u1"), ("session_id", "s1")):
        for generic in (False, True):
            statement = load_sql("server.analytics.people.any", "interactions", whose=whose, **direction)
            values = {**READS["interactions"], "person": person, "types": None, "after_time": MIDDLE}
            found = await explain_statement(many_rows, statement, generic, **values)
            assert rows_read(found, "events") <= SORTED * PAGE, (person, generic)


@pytest.mark.parametrize("direction", [FORWARDS, BACKWARDS], ids=["forwards", "backwards"])
async def test_a_page_of_a_place_reads_a_page_of_each_cell(many_rows: Pool, direction: Direction) -> None:
    cells = READS["area_events"]["cells"]
    for generic in (False, True):
        statement = statement_of("area_events", direction)
        values = {**READS["area_events"], "after_time": MIDDLE}
        found = await explain_statement(many_rows, statement, generic, **values)
        assert rows_read(found, "events") <= SORTED * PAGE * len(cells)


async def test_counts_of_a_box_read_its_cells_only(many_rows: Pool) -> None:
    found = await explain(many_rows, "area_counts", **READS["area_counts"])
    inside = await many_rows.fetchval(
        "SELECT count(*) FROM area_buckets, unnest($1::bigint[], $2::bigint[]) AS span (low, high)"
        " WHERE cell BETWEEN low AND high",
        READS["area_counts"]["first_cells"],
        READS["area_counts"]["last_cells"],
    )
    assert 0 < rows_read(found, "area_buckets") <= inside
    assert inside < await many_rows.fetchval("SELECT count(*) FROM area_buckets") * 0.7


MANY_SESSIONS = """
INSERT INTO sessions (project_id, session_id, first_event_at, last_event_at, user_id, user_at, revision)
SELECT 1, 's1', moment, moment, 'u' || n % 7, moment, 1
FROM generate_series(1, 5000) AS n, LATERAL (SELECT '2026-01-01Z'::timestamptz + n * interval '1 hour' AS moment) AS at
"""


async def test_the_owner_of_an_id_is_one_row_however_many_sessions_it_has_had(pool: Pool) -> None:
    await pool.execute(MANY_SESSIONS)
    await pool.execute("ANALYZE sessions")
    for generic in (False, True):
        found = await explain(pool, "session_user", generic, **READS["session_user"])
        assert rows_read(found, "sessions") == 1, generic
