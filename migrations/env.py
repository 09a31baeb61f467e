"""Alembic's entry: runs the migrations over asyncpg, with a lock timeout."""

import asyncio
from pathlib import Path

import asyncpg
from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

ISOLATION = (Path(__file__).parent / "isolation.sql").read_text()
MIGRATION_LOCK = 0x76_70_6D_69  # "vpmi": one migration at a time, however many processes start


def migrate(connection: Connection) -> None:
    """Runs the pending migrations in one transaction, and lets readers into new tables.

    Creates the schema that the URL names, if it is missing.
    """
    context.configure(connection=connection)
    with context.begin_transaction():
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        schema, wanted = connection.execute(text("SELECT current_schema(), current_setting('search_path')")).one()
        if schema is None:
            connection.execute(text(f"CREATE SCHEMA {wanted}"))
        context.run_migrations()
        connection.exec_driver_sql(ISOLATION)


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
