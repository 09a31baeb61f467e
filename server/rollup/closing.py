# ruff: noqa: S608  # names of our own tables, never input
"""Closes a project in a cell, before its rows are moved or deleted: nothing more is stored of it there.

The storing of events looks at ``rollup_state.accepts_since``; everything else meets a trigger. Clients are answered
UNAVAILABLE.
"""

from collections.abc import Sequence

from server.rollup.table_locks import NO_COMMIT_UNDER_WAY, insist
from server.storage.database import Connection

GUARDED = (
    *("contents", "creator_profiles", "viewer_profiles"),
    *("campaign_spend", "schema_versions", "pinned_funnels", "imports", "erasures", "audit_heads"),
    *("consent_entries", "consent_salts"),
    *("social_workspaces", "social_accounts", "social_tokens", "social_posts", "social_values", "social_latest"),
    *("social_answers", "social_changes", "social_members", "social_collections", "social_days"),
    *("social_links", "social_formulas", "social_reads"),
)
"""Tables that requests and commands write."""
OF_DIRECTORY = ("projects", "write_keys", "share_links")
"""Tables whose rows are in the directory, whatever the cell."""
KEEP_ALIVE = "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 6"
"""A machine that is lost meanwhile loses its locks within a minute."""
TRIGGERS = """
SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE tgname = $1 AND tgparentid = 0 AND relnamespace = current_schema()::regnamespace
"""
TABLES = """
SELECT
    relname,
    array_agg(attname::text ORDER BY attnum) FILTER (WHERE attidentity = ''),
    min(attname::text) FILTER (WHERE attidentity <> '')
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
    AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    AND relname <> 'archive_stale'  -- about files of the cell, which stay until the archive is written again
GROUP BY relname HAVING bool_or(attname = 'project_id') ORDER BY relname
"""
"""The tables with rows of projects: their columns without the one that the database numbers, and that column."""


async def close_project(connection: Connection, project_id: int) -> None:
    """Lets nothing more of a project in; what is stored stays, and is folded."""
    for table in GUARDED:  # one at a time: who waits for one lock holds no other
        await guard(connection, project_id, table, "INSERT OR UPDATE", "NEW")
    await insist(
        connection,
        NO_COMMIT_UNDER_WAY,
        f"UPDATE rollup_state SET accepts_since = 'infinity' WHERE project_id = {project_id:d}",
    )


async def guard(connection: Connection, project_id: int, table: str, when: str, row: str) -> None:
    """Refuses changes of a project's rows in a table.

    Args:
        connection: The cell.
        project_id: The project.
        table: The table.
        when: What is refused: ``INSERT OR UPDATE`` or ``DELETE``.
        row: The row that names the project then: ``NEW`` or ``OLD``.
    """
    await insist(
        connection,
        f"CREATE OR REPLACE TRIGGER moving_{project_id:d} BEFORE {when} ON {table} FOR EACH ROW"
        f" WHEN ({row}.project_id = {project_id:d}) EXECUTE FUNCTION project_is_moving()",
    )


async def drop_guards(connection: Connection, project_id: int) -> None:
    """Allows all changes of a project's rows again, one table after the other: each is locked for a moment."""
    for (table,) in await connection.fetch(TRIGGERS, f"moving_{project_id}"):
        await insist(connection, f"DROP TRIGGER moving_{project_id} ON {table}")


async def tables_of_cell(connection: Connection) -> Sequence[str]:
    """The tables with rows of projects that are in a project's cell, without ``rollup_state``."""
    found = await connection.fetch(TABLES)
    return [table for table, *_ in found if table not in (*OF_DIRECTORY, "rollup_state")]
