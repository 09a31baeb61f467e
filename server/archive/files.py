"""Rows of events between PostgreSQL and files of columns: PostgreSQL writes CSV, DuckDB reads and sorts it."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from server.archive.columns import ORDER, TYPES
from server.storage.database import Connection
from server.storage.statement import Statement

NULL = "\\N"
"""What stands for null in CSV; a text of these two characters is quoted, and is none."""
ROW_GROUP = 30_720
MEMORY = "256MB"
"""What sorting may take; beyond, DuckDB uses files next to those that it writes."""


async def copy_rows(
    connection: Connection, statement: Statement, values: Mapping[str, object], file: Path, seconds: float
) -> None:
    """Writes the rows of a statement, whose columns are ``VALUES``, to a CSV file with a heading."""
    await connection.copy_from_query(
        statement.text,
        *statement.arguments(values),
        output=file,
        format="csv",
        header=True,
        null=NULL,
        timeout=seconds,
    )


def read_rows(connection: duckdb.DuckDBPyConnection, file: Path) -> duckdb.DuckDBPyRelation:
    """The rows of a CSV file with a heading, in the order of the archive."""
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute(f"SET temp_directory = '{file.parent}'")
    read = connection.read_csv(
        str(file),
        header=True,
        sep=",",
        dtype=TYPES,
        na_values=NULL,
        quotechar='"',
        escapechar='"',
        allow_quoted_nulls=False,
        parallel=False,
        all_varchar=False,
    )
    return read.order(ORDER)


def write_parquet(rows: Path, made: Path) -> int:
    """Writes the rows of a CSV file to a Parquet file; returns how many they are."""
    with duckdb.connect() as connection:
        read_rows(connection, rows).write_parquet(str(made), compression="zstd", row_group_size=ROW_GROUP)
        [count] = connection.execute("SELECT count(*) FROM read_parquet(?)", [str(made)]).fetchone() or (0,)
    return int(count)
