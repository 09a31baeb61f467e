# ruff: noqa: S608  # names of our own tables, never input
"""The keys of rows that name viewers, kept in temporary tables: they are found before the aggregator has to wait."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from server.rollup.tables import RollupTable
from server.storage.database import Connection

PLACE = "place"
"""The column with the place of each row among those of its table, from 1 on."""


@dataclass(frozen=True, slots=True)
class KeptKeys:
    """The keys of some rows of a table, in a temporary table of a connection.

    Attributes:
        table: The table.
        keys: The columns of its key, with commas in between.
        by: The column in addition to the keys, by which rows are chosen.
        rows: How many rows were found.
    """

    table: str
    keys: str
    by: str
    rows: int = 0

    @property
    def name(self) -> str:
        """The temporary table."""
        return f"held_{self.table}_by_{self.by}"

    def where(self, which: str) -> str:
        """The condition on these rows, of those for which ``which`` is true of the column in addition to the keys."""
        return f"({self.keys}) IN (SELECT {self.keys} FROM {self.name} WHERE {which})"


async def create_kept(connection: Connection, table: str, by: str, zero: str) -> KeptKeys:
    """Makes the temporary table for keys, in place of an older one.

    Args:
        connection: The connection that keeps them.
        table: One of ``HELD``.
        by: A column in addition to the keys.
        zero: A value of this column, which tells its type.
    """
    kept = KeptKeys(table, ", ".join((await RollupTable.describe(connection, table)).keys), by)
    await drop_kept(connection, [kept])
    sql = f"CREATE TEMP TABLE {kept.name} AS SELECT {kept.keys}, {zero} AS {by} FROM {table} WITH NO DATA"
    await connection.execute(sql)
    return kept


async def keep_keys(connection: Connection, project_id: int, table: str, condition: str, *values: object) -> KeptKeys:
    """Keeps the keys of some rows by their ``PLACE``.

    Args:
        connection: Its plans may read whole tables.
        project_id: The project.
        table: One of ``HELD``.
        condition: Which rows.
        values: Those of its parameters, from $2 on.
    """
    kept = await create_kept(connection, table, PLACE, "0::bigint")
    status = await connection.execute(
        f"INSERT INTO {kept.name} SELECT {kept.keys}, row_number() OVER () FROM {table}"
        f" WHERE project_id = $1 AND ({condition})",
        project_id,
        *values,
    )
    await index_kept(connection, kept)
    return replace(kept, rows=int(status.rsplit(" ", 1)[1]))


async def index_kept(connection: Connection, kept: KeptKeys) -> None:
    """Lets keys be found by the column in addition to them."""
    await connection.execute(f"CREATE INDEX ON {kept.name} ({kept.by}); ANALYZE {kept.name}")


async def drop_kept(connection: Connection, kept: Iterable[KeptKeys]) -> None:
    """Forgets keys."""
    if names := ", ".join(f"pg_temp.{one.name}" for one in kept):
        await connection.execute(f"DROP TABLE IF EXISTS {names}")
