"""Connection pools to PostgreSQL."""

from typing import Any, TypeAlias

import asyncpg
import msgspec

from server.settings import Settings

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"


async def set_codecs(connection: Any) -> None:
    """Makes jsonb columns arrive as Python values and leave from them."""
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="text",
        encoder=lambda value: msgspec.json.encode(value).decode(),
        decoder=msgspec.json.decode,
    )


async def open_pool(settings: Settings, *, application: str, size: int | None = None, minimum: int = 1) -> Pool:
    """A pool whose every statement and every wait is bounded by ``database_timeout``.

    Args:
        settings: Where the database is, and the bounds.
        application: Shown in ``pg_stat_activity``.
        size: Connections at most; ``database_pool_size`` by default.
        minimum: Connections opened at once; with 0 the database need not be there yet.
    """
    return await asyncpg.create_pool(
        settings.database_url,
        min_size=minimum,
        max_size=size or settings.database_pool_size,
        init=set_codecs,
        timeout=settings.database_timeout,
        command_timeout=settings.database_timeout,
        server_settings={"application_name": f"viewpulse-{application}", "timezone": "UTC", "jit": "off"},
    )
