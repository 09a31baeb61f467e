"""Prepares the embedded database: schema, partitions, the development write key."""

from datetime import UTC, datetime

import asyncpg

from server.access import DEFAULT_PROJECT
from server.settings import Settings
from server.storage.audit_trail import begin_trails
from server.storage.database import close_connection
from server.storage.partitions import ensure_partitions
from server.storage.revision import newest_revision, read_schema
from server.storage.write_keys import register_write_key


async def needs_migration(database_url: str) -> bool:
    """Whether a migration is missing; if not, the half second that Alembic takes to load is saved."""
    connection = await asyncpg.connect(database_url)
    try:
        return (await read_schema(connection)).refusal(newest_revision()) is not None
    finally:
        await close_connection(connection)


async def prepare(settings: Settings, write_key: str, days_back: int) -> None:
    """Creates missing partitions, registers the write key, and begins the audit trail."""
    connection = await asyncpg.connect(settings.database_url)
    try:
        await ensure_partitions(connection, datetime.now(UTC), days_back=days_back)
        await register_write_key(connection, DEFAULT_PROJECT, write_key, "viewpulse dev")
        await begin_trails(connection, settings)
    finally:
        await close_connection(connection)
