# ruff: noqa: S608  # names of our own tables, never input
"""Temporary twins of the roll-up tables: a second fold fills them, a comparison shows where the real ones are wrong.

A temporary table hides the real table of the same name, so the fold's own statements run on the twins unchanged, and
readers of the real tables are not affected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.rollup.tables import RollupTable
from server.storage.database import Connection

COUNTER_TABLES = frozenset(
    {"minute_counts"}
    | {f"{scope}_{kept}" for scope in ("content", "creator", "platform") for kept in ("totals", "buckets")}
)
"""Tables with a hundred columns, all of which a fold names; a default of each would be most of what a twin costs."""

REPORTED = 10_000
"""Maximum number of rows of one table that are reported; all are repaired."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs from what the raw events give.

    Attributes:
        table: The table.
        key: The row's primary key.
        column: The column; ``*`` if a whole row was missing or should not exist.
        was: The value found; with ``*`` the row, or None if it was missing.
        is_: The right value; with ``*`` the row, or None if there should be none.
    """

    table: str
    key: Mapping[str, object]
    column: str
    was: object
    is_: object

    def __str__(self) -> str:
        where = ", ".join(f"{column}={value}" for column, value in self.key.items())
        if self.column != "*":
            return f"{self.table} ({where}) {self.column}: was {self.was}, is {self.is_}"
        return f"{self.table} ({where}): " + ("the row was missing" if self.was is None else "the row is removed")


async def create_shadows(connection: Connection, tables: Sequence[str], *, on_commit: str = "ON COMMIT DROP") -> None:
    """Creates an empty twin of each table.

    Args:
        connection: In a transaction.
        tables: The tables.
        on_commit: What becomes of the twins with the transaction; empty if they may stay until the connection ends.
    """
    for table in tables:
        defaults = "" if table in COUNTER_TABLES else "INCLUDING DEFAULTS "
        await connection.execute(
            f"CREATE TEMP TABLE {table} (LIKE {table} {defaults}INCLUDING GENERATED INCLUDING INDEXES) {on_commit}"
        )


async def compare(
    connection: Connection, schema: str, table: RollupTable, content_id: str | None = None
) -> list[Difference]:
    """Compares a table with its twin, and keeps the keys of the rows that differ for ``repair``.

    Args:
        connection: In the transaction of the twins.
        schema: The schema of the real tables.
        table: The table to compare.
        content_id: Compare only this content's rows.

    Returns:
        The differences of the first 10,000 such rows.
    """
    keys = ", ".join(table.keys)
    columns = (*table.keys, *table.measured)
    values, twin_values = (", ".join(f"{side}.{column}" for column in columns) for side in ("was", "twin"))
    scope = f"({table.meaningful}) AND ($1::text IS NULL OR content_id = $1)"
    if "content_id" not in table.keys:
        scope = f"({table.meaningful}) AND $1::text IS NULL"
    await connection.execute(
        f"CREATE TEMP TABLE {table.name}_differing ON COMMIT DROP AS"
        f" SELECT {keys}, NULL::jsonb AS was, NULL::jsonb AS twin FROM {table.name} WITH NO DATA"
    )
    await connection.execute(
        f"""
        INSERT INTO {table.name}_differing ({keys}, was, twin)
        SELECT {", ".join(f"coalesce(was.{key}, twin.{key})" for key in table.keys)}, to_jsonb(was), to_jsonb(twin)
        FROM (SELECT {", ".join(columns)} FROM {schema}.{table.name} WHERE {scope}) AS was
            FULL JOIN (SELECT {", ".join(columns)} FROM pg_temp.{table.name} WHERE {scope}) AS twin
                ON {" AND ".join(f"was.{key} = twin.{key}" for key in table.keys)}
        WHERE ROW ({values}) IS DISTINCT FROM ROW ({twin_values})
        """,
        content_id,
    )
    rows = await connection.fetch(f"SELECT was, twin FROM {table.name}_differing ORDER BY {keys} LIMIT {REPORTED}")
    return [difference for was, twin in rows for difference in _values(table, was, twin)]


async def repair(connection: Connection, schema: str, table: RollupTable) -> None:
    """Replaces the rows that differ with their twins, under the revisions of ``run_revisions``."""
    keys = ", ".join(table.keys)
    columns = ", ".join((*table.keys, *table.measured))
    into, revision, revisions = ("", "", "")
    if table.revised:
        into, revision, revisions = (", revision", ", run_revisions.revision", "JOIN run_revisions USING (project_id)")
    await connection.execute(
        f"""
        DELETE FROM {schema}.{table.name} WHERE ({keys}) IN (SELECT {keys} FROM {table.name}_differing);
        INSERT INTO {schema}.{table.name} ({columns}{into})
        SELECT {columns}{revision} FROM pg_temp.{table.name} JOIN {table.name}_differing USING ({keys}) {revisions};
        """
    )


async def differing_subjects(
    connection: Connection, tables: Sequence[RollupTable], subject: str
) -> list[tuple[int, str]]:
    """Project and id of every subject with a differing row.

    Args:
        connection: In the transaction of the comparison.
        tables: The tables that were compared.
        subject: ``content_id``, ``creator_id`` or ``session_id``.
    """
    found = " UNION ".join(
        f"SELECT project_id, {subject} FROM {table.name}_differing WHERE {subject} <> ''"
        for table in tables
        if subject in table.keys
    )
    return [(project_id, name) for project_id, name in await connection.fetch(found)]


def _values(table: RollupTable, was: dict[str, Any] | None, twin: dict[str, Any] | None) -> list[Difference]:
    key = {column: (was or twin or {})[column] for column in table.keys}
    if was is None or twin is None:
        return [Difference(table.name, key, "*", was, twin)]
    return [
        Difference(table.name, key, column, was[column], twin[column])
        for column in table.measured
        if was[column] != twin[column]
    ]
