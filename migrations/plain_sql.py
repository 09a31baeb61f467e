"""Runs migrations that are plain SQL: a file of the migration's name, a few statements, or columns of counters."""

from pathlib import Path
from typing import Any

from alembic import op
from sqlalchemy.util import await_only

VERSIONS = Path(__file__).parent / "versions"
COUNTED = (
    "metric_columns",
    "content_buckets",
    "content_totals",
    "creator_buckets",
    "creator_totals",
    "platform_buckets",
    "platform_totals",
)
"""The tables with a column for every stored metric."""


def run_file(name: str) -> None:
    """Runs every statement of a file in the migration's transaction."""
    run_sql((VERSIONS / name).read_text())


def run_sql(statements: str) -> None:
    """Runs statements in the migration's transaction.

    asyncpg's simple protocol takes many statements at once; SQLAlchemy's prepared one does not.
    """
    driver: Any = op.get_bind().connection.driver_connection
    await_only(driver.execute(statements))


def add_counters(*columns: str, tables: tuple[str, ...] = COUNTED) -> None:
    """Adds a column for each metric to every table of counters; all counts so far are 0.

    Args:
        columns: Names of stored metrics.
        tables: The tables.
    """
    added = ", ".join(f"ADD {column} bigint NOT NULL DEFAULT 0" for column in columns)
    run_sql(";".join(f"ALTER TABLE {table} {added}" for table in tables))
