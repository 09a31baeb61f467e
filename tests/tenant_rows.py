"""Every row of one project, to compare with what it is later."""

from typing import TypeAlias

from server.storage.database import Connection

Rows: TypeAlias = dict[str, list[str]]
"""The rows of a project by their table, as texts."""

TENANTS_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND EXISTS (
    SELECT 1 FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'project_id' AND NOT attisdropped)
ORDER BY relname
"""


async def rows_of(connection: Connection, project: int) -> Rows:
    """All rows of a project, but for the time up to which everything is counted, which moves by itself."""
    found = {}
    for (table,) in await connection.fetch(TENANTS_TABLES):
        rows = await connection.fetch(
            f"SELECT (to_jsonb(t) - 'as_of')::text AS row FROM {table} AS t WHERE project_id = $1 ORDER BY 1", project
        )
        found[table] = [row["row"] for row in rows]
    return found


def changed(before: Rows, after: Rows) -> list[str]:
    """The tables that differ."""
    assert before.keys() == after.keys()
    return [table for table in before if before[table] != after[table]]
