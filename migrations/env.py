"""Alembic's entry: runs the migrations over asyncpg, with a lock timeout."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

MIGRATION_LOCK = 0x76_70_6D_69  # "vpmi": one migration at a time, however many processes start


def migrate(connection: Connection) -> None:
    """Runs the pending migrations in one transaction."""
    context.configure(connection=connection)
    with context.begin_transaction():
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        context.run_migrations()


async def main() -> None:
    """Connects to the configured database and migrates it."""
    url = context.config.get_main_option("sqlalchemy.url")
    if not url:
        raise RuntimeError("Run migrations with `viewpulse migrate`.")
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(migrate)
            await connection.commit()
    finally:
        await engine.dispose()


asyncio.run(main())
