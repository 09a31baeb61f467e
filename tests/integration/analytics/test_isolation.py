"""A second wall between projects: whatever a statement says, PostgreSQL shows a request its own project only."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

import migrations
from server.access import Caller
from server.analytics.snapshot import read_snapshot
from server.storage.database import Connection, Pool
from server.storage.reader import READER, has_powers, open_tables, read_only
from tests.integration.analytics.stack import APP, Stack, event

TENANTS_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'm', 'f') AND NOT c.relispartition
    AND a.attname = 'project_id' AND NOT a.attisdropped
ORDER BY c.relname
"""
POLICIES = "SELECT tablename, roles::text[], cmd, qual FROM pg_policies WHERE schemaname = current_schema()"
QUAL = "(project_id = (NULLIF(current_setting('viewpulse.project'::text, true), ''::text))::integer)"
RELATIONS = """
SELECT relname, relkind::text AS kind, relispartition AS is_partition, relrowsecurity AS is_secured,
    CASE WHEN relkind = 'v' THEN pg_get_viewdef(oid) END AS definition, relowner::regrole::text AS owner,
    ARRAY(
        SELECT name
        FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS name
        WHERE has_table_privilege($1, pg_class.oid, name)) AS may
FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
"""
ISOLATION = (Path(migrations.__file__).parent / "isolation.sql").read_text()
GUARD = re.compile(
    r"WHERE \(+ SELECT CURRENT_USER[^)]*\)+ <> 'viewpulse_reader'::name\) OR"
    r" \((\w+\.)?project_id = \( SELECT read_project\(\) AS read_project\)\)+;$"
)
"""Others than the reader see all rows."""
WITHOUT_ROWS = {"metric_columns", "watch_histogram_columns"}
"""Tables that only name columns."""
BEHIND_VIEWS = {"raw_events": "events"}
"""Tables that the reader reads through a view, by whose indexes on expressions it can be found."""
KEPT_SECRET = {"social_answers", "social_tokens"}
"""Tables that no request reads."""
OTHER: Caller = replace(APP, project_id=2)
PLAY = ("VIEW_START", "VIEW_PROGRESS", "VIEW_COMPLETE", "LIKE", "SAVE", "FOLLOW", "SHARE", "COMMENT", "SKIP")


async def tenants_tables(pool: Pool) -> list[str]:
    return [row["relname"] for row in await pool.fetch(TENANTS_TABLES)]


async def test_every_table_of_a_project_has_the_policy_and_every_other_one_is_closed(pool: Pool) -> None:
    tables = await tenants_tables(pool)
    assert {"raw_events", "contents", "content_totals", "sessions", "projects", "write_keys"} <= set(tables)
    policies = await pool.fetch(POLICIES)
    assert sorted(row["tablename"] for row in policies) == tables
    assert {(tuple(row["roles"]), row["cmd"], row["qual"]) for row in policies} == {((READER,), "SELECT", QUAL)}

    for found in await pool.fetch(RELATIONS, READER):
        name, may = found["relname"], found["may"]
        assert found["owner"] != READER, "its owner passes by its policies"
        if name in tables:
            assert found["is_secured"], name
            assert may == ([] if name in BEHIND_VIEWS.keys() | KEPT_SECRET else ["SELECT"]), name
        elif found["kind"] == "v":
            assert GUARD.search(found["definition"]), name
            assert may == ["SELECT"], name
        else:
            assert may == (["SELECT"] if name in WITHOUT_ROWS else []), name


@asynccontextmanager
async def undone(pool: Pool) -> AsyncIterator[Connection]:
    """A connection whose changes nobody else ever sees."""
    async with pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        try:
            yield connection
        finally:
            await transaction.rollback()


async def test_a_table_without_a_policy_is_noticed(pool: Pool) -> None:
    async with undone(pool) as connection:
        assert await open_tables(connection) == []
        await connection.execute("CREATE TABLE new_ones (project_id integer NOT NULL, note text)")
        await connection.execute("ALTER TABLE sessions DISABLE ROW LEVEL SECURITY")
        await connection.execute("DROP POLICY one_project ON contents")
        assert await open_tables(connection) == ["contents", "new_ones", "sessions"]
        await connection.execute(read_only(1))
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("SELECT * FROM new_ones")


async def test_the_script_adds_what_is_missing_and_changes_nothing_else(pool: Pool) -> None:
    policies = "SELECT array_agg(row(oid, polrelid)::text ORDER BY oid) FROM pg_policy"
    async with undone(pool) as connection:
        before = await connection.fetchval(policies)
        await connection.execute(ISOLATION)
        assert await connection.fetchval(policies) == before
        await connection.execute("CREATE TABLE new_ones (project_id integer NOT NULL, note text)")
        await connection.execute("CREATE VIEW new_view AS SELECT * FROM new_ones")
        await connection.execute("INSERT INTO new_ones VALUES (1, 'mine'), (2, 'theirs')")
        await connection.execute("ALTER TABLE sessions DISABLE ROW LEVEL SECURITY")
        await connection.execute(f"REVOKE SELECT ON contents FROM {READER}")  # as in a backup without privileges
        await connection.execute(ISOLATION)
        assert await open_tables(connection) == []
        await connection.execute(read_only(1))
        for relation in ("new_ones", "new_view"):
            assert [row["note"] for row in await connection.fetch(f"SELECT note FROM {relation}")] == ["mine"]
        assert await connection.fetch("SELECT * FROM contents") == []


async def test_the_reader_can_do_nothing_but_read(pool: Pool) -> None:
    assert not await has_powers(pool)
    facts = "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = $1"
    assert not any(await pool.fetchrow(facts, READER) or [True])
    assert not await pool.fetchval("SELECT has_schema_privilege($1, current_schema(), 'CREATE')", READER)


@asynccontextmanager
async def as_reader(pool: Pool, project: str | None) -> AsyncIterator[Connection]:
    """A connection as a statement that forgot its project would have it."""
    async with undone(pool) as connection:
        await connection.execute(f"SET LOCAL ROLE {READER}")
        if project is not None:
            await connection.execute(f"SET LOCAL viewpulse.project = '{project}'")
        yield connection


async def counted(stack: Stack) -> None:
    """Rows of two projects in most tables; the second one has twice as many events."""
    for caller, users in ((APP, 1), (OTHER, 2)):
        plays = [
            event(kind, None if kind == "FOLLOW" else "c1", f"u{number}", sessionId=f"s{number}", creatorId="k1")
            for number in range(users)
            for kind in PLAY
        ]
        await stack.track(plays, caller)
    await stack.aggregator.drain()


async def test_a_statement_that_names_no_project_sees_its_own_alone(stack: Stack, pool: Pool) -> None:
    await counted(stack)
    filled = 0
    for table in [*(BEHIND_VIEWS.get(one, one) for one in {*await tenants_tables(pool)} - KEPT_SECRET), "catalogue"]:
        query = f"SELECT project_id, count(*) AS rows FROM {table} GROUP BY project_id"
        there = {row["project_id"]: row["rows"] for row in await pool.fetch(query)}
        filled += {1, 2} <= set(there)
        for project in (1, 2, 3):
            async with read_snapshot(pool, project) as connection:
                seen = {row["project_id"]: row["rows"] for row in await connection.fetch(query)}
            assert seen == {number: rows for number, rows in there.items() if number == project}, table
    assert filled >= 20, "the test has too few rows to tell"


@pytest.mark.parametrize("project", [None, "", "3"])
async def test_without_a_project_nothing_is_seen(stack: Stack, pool: Pool, project: str | None) -> None:
    await counted(stack)
    async with as_reader(pool, project) as connection:
        for relation in ("events", "content_totals", "sessions", "rollup_state", "projects"):
            assert await connection.fetchval(f"SELECT count(*) FROM {relation}") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM events_default",
        "SELECT * FROM raw_events",
        "SELECT * FROM cells",
        "SELECT * FROM alembic_version",
        "UPDATE content_totals SET views = 0",
        "DELETE FROM raw_events",
        "INSERT INTO contents (project_id, content_id) VALUES (1, 'c')",
        "TRUNCATE contents",
        "CREATE TABLE made (number integer)",
    ],
)
async def test_the_reader_is_refused_everything_else(pool: Pool, statement: str) -> None:
    async with as_reader(pool, "1") as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)


async def test_an_operation_reads_as_the_reader_of_its_project(stack: Stack, pool: Pool) -> None:
    question = "SELECT current_user || ' ' || current_setting('viewpulse.project')"
    async with read_snapshot(pool, 7) as connection:
        assert await connection.fetchval(question) == f"{READER} 7"
    async with pool.acquire() as connection:
        assert await connection.fetchval("SELECT current_user") != READER
        assert not await connection.fetchval("SELECT current_setting('viewpulse.project', true)")
