# ruff: noqa: S608  # names of our own tables, never input
"""Applies the difference between two foldings of the same few events to the real tables.

The twins of the roll-up tables are filled twice: with the removed events and without them. Whatever both contain of
other events cancels out, so the difference is what the removed events count, even where the twins are incomplete.
"""

from collections.abc import Sequence

from server.rollup.tables import ZERO_IS_ABSENT, RollupTable
from server.storage.database import Connection


async def prepare_changes(connection: Connection, names: Sequence[str], tables: Sequence[RollupTable]) -> None:
    """Makes the tables for what the twins hold and for the changes, before anything waits; they stay.

    Args:
        connection: In the transaction of the twins.
        names: The twins.
        tables: Of these, those whose changes will be found.
    """
    kept = (f"CREATE TEMP TABLE {name}_before AS TABLE pg_temp.{name} WITH NO DATA" for name in names)
    changes = (f"CREATE TEMP TABLE {table.name}_changes AS {_changes(table)} WITH NO DATA" for table in tables)
    await connection.execute("; ".join((*kept, *changes)))


async def keep_first_folding(connection: Connection, names: Sequence[str]) -> None:
    """Keeps the contents of the twins as ``NAME_before``, and empties the twins for the second folding."""
    kept = (f"INSERT INTO {name}_before TABLE pg_temp.{name}" for name in names)
    emptied = f"TRUNCATE {', '.join(f'pg_temp.{name}' for name in names)}"
    await connection.execute("; ".join((*kept, emptied)))


async def find_changes(connection: Connection, tables: Sequence[RollupTable]) -> list[RollupTable]:
    """Puts the rows in which the two foldings differ into ``NAME_changes``; returns the tables that have any.

    Counters are stored as differences, other columns with their values before (``was_…``) and after (``is_…``).
    """
    await connection.execute("; ".join(f"INSERT INTO {table.name}_changes {_changes(table)}" for table in tables))
    filled = (f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM {table.name}_changes)" for table in tables)
    names = {name for (name,) in await connection.fetch(" UNION ALL ".join(filled))}
    if names:
        await connection.execute(f"ANALYZE {', '.join(f'{name}_changes' for name in sorted(names))}")
    return [table for table in tables if table.name in names]


def _changes(table: RollupTable) -> str:
    first = table.keys[0]
    differs = [f"(was.{first} IS NULL) <> (now.{first} IS NULL)"]
    if table.measured:
        was, now = (", ".join(f"{side}.{column}" for column in table.measured) for side in ("was", "now"))
        differs.append(f"ROW ({was}) IS DISTINCT FROM ROW ({now})")
    columns = [
        *table.keys,
        f"was.{first} IS NOT NULL AS was_there",
        f"now.{first} IS NOT NULL AS is_there",
        *(f"coalesce(now.{name}, 0) - coalesce(was.{name}, 0) AS {name}" for name in table.counts),
        *(f"was.{name} AS was_{name}, now.{name} AS is_{name}" for name in _others(table)),
    ]
    return (
        f"SELECT {', '.join(columns)} FROM pg_temp.{table.name}_before AS was FULL JOIN pg_temp.{table.name} AS now"
        f" USING ({', '.join(table.keys)}) WHERE {' OR '.join(differs)}"
    )


async def apply_changes(connection: Connection, schema: str, table: RollupTable) -> None:
    """Applies the changes to the real table.

    Counters are added. Other values are replaced if the real value equals that of the first folding; if not, it comes
    from events that have expired, and stays. A row of zeros has no such value: nobody may be in its class any more.
    """
    statements = []  # sent at once: the aggregator waits
    if table.name in ZERO_IS_ABSENT and not table.revised:
        statements.append(
            f"DELETE FROM {schema}.{table.name}"
            f" WHERE ({', '.join(table.keys)}) IN (SELECT {', '.join(table.keys)} FROM {table.name}_changes)"
            f" AND NOT ({table.meaningful})"
        )
    others, keys = _others(table), table.keys
    same_row = " AND ".join(f"known.{key} = change.{key}" for key in keys)
    as_before = [f"known.{name} = -change.{name}" for name in table.counts]
    as_before += [f"known.{name} IS NOT DISTINCT FROM change.was_{name}" for name in others]
    statements.append(
        f"DELETE FROM {schema}.{table.name} AS known USING {table.name}_changes AS change"
        f" WHERE {' AND '.join([same_row, 'was_there', 'NOT is_there', *as_before])}"
    )
    settings = [f"{name} = known.{name} + change.{name}" for name in table.counts]
    for name in others:
        absent = "NULL" if name in table.optional else f"known.{name}"
        settings.append(
            f"{name} = CASE WHEN known.{name} IS DISTINCT FROM change.was_{name} THEN known.{name}"
            f" WHEN is_there THEN change.is_{name} ELSE {absent} END"
        )
    if settings:
        statements.append(
            f"UPDATE {schema}.{table.name} AS known SET {', '.join(settings)}"
            f" FROM {table.name}_changes AS change WHERE {same_row}"
        )
    revision, zero = (("revision",), ("0",)) if table.revised else ((), ())
    columns = ", ".join((*keys, *table.counts, *others, *revision))
    values = ", ".join((*keys, *table.counts, *(f"is_{name}" for name in others), *zero))
    statements.append(
        f"INSERT INTO {schema}.{table.name} ({columns}) SELECT {values} FROM {table.name}_changes AS change"
        f" WHERE is_there AND NOT EXISTS (SELECT 1 FROM {schema}.{table.name} AS known WHERE {same_row})"
        f" ORDER BY {', '.join(keys)}"
    )
    await connection.execute("; ".join(statements))


async def changed(connection: Connection, tables: Sequence[RollupTable], subject: str) -> set[tuple[int, str]]:
    """Project and id of every content, creator or session with a change.

    Args:
        connection: In the transaction of the changes.
        tables: The tables whose changes were computed.
        subject: ``content_id``, ``creator_id`` or ``session_id``.
    """
    found = " UNION ".join(
        f"SELECT project_id, {subject} FROM {table.name}_changes WHERE {subject} <> ''"
        for table in tables
        if subject in table.keys
    )
    return {(project_id, name) for project_id, name in await connection.fetch(found)}


def _others(table: RollupTable) -> list[str]:
    return [name for name in table.measured if name not in table.counts]
