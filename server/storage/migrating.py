"""Migrates a database to the schema of this version."""

import asyncio
import time
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config

import migrations
from server.storage.database import close_connection
from server.storage.event_types import make_event_types
from server.storage.revision import Schema, SchemaRefused, newest_revision, read_schema

PATIENCE_SECONDS = 60.0
"""How long a migration that could not lock a table is tried again."""
PAUSE_SECONDS = 2.0
"""At least half of the time, what queues behind a lock that is not granted continues."""
_LOCKED = {"55P03", "40P01"}
"""What PostgreSQL says of a lock that it did not give in time, or of a deadlock."""


def sqlalchemy_url(database_url: str) -> str:
    """The URL with SQLAlchemy's name of the driver."""
    scheme, separator, rest = database_url.partition("://")
    if not separator or scheme.split("+")[0] not in ("postgres", "postgresql"):
        raise ValueError("VIEWPULSE_DATABASE_URL must start with postgresql://")
    return f"postgresql+asyncpg://{rest}"


def migrate(database_url: str) -> None:
    """Applies all missing migrations, each time all or nothing. Blocking; call it before an event loop runs.

    Requests that need a locked table wait for the migration, and it for them: it gives up after two seconds, lets them
    pass, and tries again for a minute. To a newer schema that this version may work on, it adds its types of rows only.

    Raises:
        SchemaRefused: The schema is newer, and this version must not work on it.
        asyncpg.PostgresError, sqlalchemy.exc.DBAPIError: Nothing was changed.
    """
    url = sqlalchemy_url(database_url)
    found, newest = asyncio.run(_look(database_url)), newest_revision()
    if found.revision is not None and found.revision > newest:
        if (refusal := found.refusal(newest)) is not None:
            raise SchemaRefused(refusal)
        asyncio.run(_make_types(database_url))
        return
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    ends = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            command.upgrade(config, "head")
        except Exception as error:
            if _state(error) not in _LOCKED or time.monotonic() > ends:
                raise
            time.sleep(PAUSE_SECONDS)
        else:
            asyncio.run(_make_types(database_url))
            return


async def _make_types(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await make_event_types(connection)
    finally:
        await close_connection(connection)


async def _look(database_url: str) -> Schema:
    connection = await asyncpg.connect(database_url)
    try:
        return await read_schema(connection)
    finally:
        await close_connection(connection)


def _state(error: Exception) -> str | None:
    """PostgreSQL's code of an error, also of one that SQLAlchemy has wrapped."""
    state: str | None = getattr(error, "sqlstate", None) or getattr(getattr(error, "orig", None), "sqlstate", None)
    return state
