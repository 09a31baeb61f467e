"""Alembic's entry: runs the migrations over asyncpg, with lock timeouts, and notes which older code continues."""

import asyncio
from pathlib import Path

import asyncpg
from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

ISOLATION = (Path(__file__).parent / "isolation.sql").read_text()
MIGRATION_LOCK = 0x76_70_6D_69  # "vpmi": one migration at a time, however many processes start
FOLD_LOCK = 0x76_70_66_6F  # as server/rollup/leader.py has it: no run counts meanwhile, and each looks at the schema
BEFORE_SECONDS, TABLE_SECONDS = 60, 2
"""Longest waits: for other migrations and a run that counts, which stop nobody; for a table, behind which all wait."""

OWN_LOCK = """
SELECT pg_advisory_xact_lock(
    :lock | CASE current_schema() WHEN 'public' THEN 0 ELSE hashtext(current_schema())::bigint << 32 END)
"""
"""Takes a lock of this schema, as server/storage/locks.py does."""
NOTE = """
DO $do$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = 'alembic_version'::regclass AND attname = 'compatible_since' AND NOT attisdropped) THEN
        ALTER TABLE alembic_version ADD compatible_since text;
    END IF;
END $do$
"""


def migrate(connection: Connection) -> None:
    """Runs the pending migrations in one transaction, and lets readers into new tables.

    Creates the schema that the URL names, if it is missing.
    """
    context.configure(connection=connection)
    with context.begin_transaction():
        connection.execute(text(f"SET LOCAL lock_timeout = '{BEFORE_SECONDS}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        schema, wanted = connection.execute(text("SELECT current_schema(), current_setting('search_path')")).one()
        if schema is None:
            connection.execute(text(f"CREATE SCHEMA {wanted}"))
        connection.execute(text(OWN_LOCK), {"lock": FOLD_LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = '{TABLE_SECONDS}s'"))
        context.run_migrations()
        connection.exec_driver_sql(ISOLATION)
        _note_compatibility(connection)


def _note_compatibility(connection: Connection) -> None:
    """Notes the oldest revision whose code continues on this schema, as the last migration says it.

    Last, because processes look at this table all the time.
    """
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    script = None if revision is None else context.script.get_revision(revision)
    since = revision if script is None else getattr(script.module, "compatible_since", revision)
    connection.exec_driver_sql(NOTE)
    connection.execute(
        text("UPDATE alembic_version SET compatible_since = :since WHERE compatible_since IS DISTINCT FROM :since"),
        {"since": since},
    )


async def main() -> None:
    """Connects to the configured database and migrates it."""
    url = context.config.get_main_option("sqlalchemy.url")
    if not url:
        raise RuntimeError("Run migrations with `viewpulse migrate`.")
    plain = url.replace("postgresql+asyncpg://", "postgresql://", 1)
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(plain),  # it reads the URL as everywhere else, with a search_path
        poolclass=NullPool,
    )
    try:
        async with engine.connect() as connection:
            await connection.run_sync(migrate)
            await connection.commit()
    finally:
        await engine.dispose()


asyncio.run(main())
