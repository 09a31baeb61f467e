"""Databases that tests make and drop."""

import os
import secrets
from itertools import count
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from server.storage.cell_directory import in_schema

EXTERNAL_POSTGRES = os.environ.get("VIEWPULSE_TEST_DATABASE_URL")
CELL = os.environ.get("VIEWPULSE_TEST_CELL")
"""The schema of all test databases; ``public`` if it is not set."""
COPIED_BY = "WAL_LOG" if EXTERNAL_POSTGRES else "FILE_COPY"  # files need checkpoints: free where nothing is synced
RUN = f"{os.getpid()}_{secrets.token_hex(3)}"
"""Part of the name of every database of this process: others may use the same server, in containers with equal pids."""
_numbers = count(1)


def with_database(url: str, name: str) -> str:
    """The same server, another database."""
    other = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    return in_schema(other, CELL) if CELL else other


def name_of(url: str) -> str:
    """The database of an address."""
    return urlsplit(url).path.removeprefix("/")


async def run_sql(url: str, *statements: str) -> None:
    """Runs statements outside a transaction, such as CREATE DATABASE."""
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def copy_database(server: str, name: str, template: str, *before: str) -> None:
    """Copies a database; on a server with Citus, the copy has its extension.

    The template has not: Citus keeps a process connected to each database with its extension, and one with connections
    cannot be copied.

    Args:
        server: The maintenance database.
        name: The copy.
        template: What is copied; nobody is connected to it.
        before: Statements to run first, over the same connection.
    """
    connection = await asyncpg.connect(server)
    try:
        for statement in (*before, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY {COPIED_BY}"):
            await connection.execute(statement)
        has_citus = EXTERNAL_POSTGRES and "citus" in await connection.fetchval("SHOW shared_preload_libraries")
    finally:
        await connection.close()
    if has_citus:
        await run_sql(with_database(server, name), "CREATE EXTENSION citus")


def drop(name: str) -> str:
    """SQL that drops a database, if it is still there, also while others are connected to it."""
    return f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"


def new_name() -> str:
    """The name of a database that there has not been yet."""
    return f"viewpulse_test_{RUN}_{next(_numbers)}"
