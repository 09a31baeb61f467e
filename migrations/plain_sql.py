"""Runs migrations that are plain SQL: files of their names, a few statements, columns of counters or of events."""

import re
from collections.abc import Iterator
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
    "minute_counts",
)
"""The tables with a column for every stored metric; a migration older than one of them leaves it out."""
_TOKEN = re.compile(
    r"""(?P<end>;) | --[^\n]*  | '[^']*' | "[^"]*" | (?P<quote>\$\w*\$).*?(?P=quote) | BEGIN\ ATOMIC\b.*?\bEND\b""",
    re.VERBOSE | re.DOTALL,
)
"""The end of a statement, and what may contain a semicolon that is none."""


def run_file(name: str) -> None:
    """Runs every statement of a file in the migration's transaction."""
    run_sql((VERSIONS / name).read_text())


def run_sql(statements: str) -> None:
    """Runs statements in the migration's transaction, one at a time: Citus refuses several at once."""
    driver: Any = op.get_bind().connection.driver_connection
    for statement in split(statements):
        await_only(driver.execute(statement))


def split(statements: str) -> Iterator[str]:
    """Each statement."""
    start = 0
    for found in _TOKEN.finditer(statements):
        if found["end"]:
            yield statements[start : found.start()]
            start = found.end()
    if statements[start:].strip():
        yield statements[start:]


def add_counters(*columns: str, tables: tuple[str, ...] = COUNTED) -> None:
    """Adds a column for each metric to every table of counters; all counts so far are 0.

    Args:
        columns: Names of stored metrics.
        tables: The tables.
    """
    added = ", ".join(f"ADD {column} bigint NOT NULL DEFAULT 0" for column in columns)
    run_sql(";".join(f"ALTER TABLE IF EXISTS {table} {added}" for table in tables))


def add_event_column(name: str, kept_as: str, read_as: str = "") -> None:
    """Adds a column to raw events, and to the view that they are read from.

    Args:
        name: Its name.
        kept_as: Its type in ``raw_events``.
        read_as: What the view shows, as SQL; empty: the column.
    """
    run_sql(event_column_sql(name, kept_as, read_as))


def event_column_sql(name: str, kept_as: str, read_as: str = "") -> str:
    """The statements of ``add_event_column``."""
    return rf"""
        ALTER TABLE raw_events ADD {name} {kept_as};
        DO $do$
        BEGIN
            EXECUTE 'CREATE OR REPLACE VIEW events AS ' || regexp_replace(
                pg_get_viewdef('events'::regclass), '(\s+FROM raw_events\M)',
                $new$, {read_as or name} AS {name}\1$new$);
        END $do$
    """


def add_event_words(*words: str) -> None:
    """Adds words at the end of those that raw events have the numbers of."""
    run_sql(event_words_sql(*words))


def event_words_sql(*words: str) -> str:
    """The statement of ``add_event_words``."""
    added = ", ".join(f"'{word}'" for word in words)
    return f"""
        DO $do$
        BEGIN
            EXECUTE format(
                'CREATE OR REPLACE FUNCTION event_words() RETURNS name[]'
                ' LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %L::name[]',
                event_words() || ARRAY[{added}]::name[]);
        END $do$
    """
