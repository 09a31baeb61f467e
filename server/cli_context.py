"""What the commands share: their options, and the settings that these and the environment make."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from server.settings import Settings
    from server.storage.database import Connection

Result = TypeVar("Result")

Host = Annotated[str | None, typer.Option(help="Address to listen on [VIEWPULSE_HOST].")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one [VIEWPULSE_PORT].")]
DataDir = Annotated[Path | None, typer.Option(help="Folder of the embedded servers [VIEWPULSE_DATA_DIR].")]
DatabaseUrl = Annotated[str | None, typer.Option(help="PostgreSQL to use [VIEWPULSE_DATABASE_URL].")]
RedisUrl = Annotated[str | None, typer.Option(help="Redis to use [VIEWPULSE_REDIS_URL].")]
Project = Annotated[int, typer.Option(help="Number of the project.")]


def make_settings(**overrides: object) -> "Settings":
    """Settings of the environment; options that were given win over it."""
    from server.logs import configure_logging
    from server.settings import Settings

    given: dict[str, Any] = {name: value for name, value in overrides.items() if value is not None}
    settings = Settings(**given)
    configure_logging(settings)
    return settings


def settings_beside_dev(**overrides: object) -> "Settings":
    """Settings whose gaps are filled by a running ``viewpulse dev``, so that commands work next to it."""
    from server.dev.folder import fill_from_dev

    return fill_from_dev(make_settings(**overrides), lambda line: typer.echo(line, err=True))


def with_connection(settings: "Settings", use: "Callable[[Connection], Coroutine[Any, Any, Result]]") -> Result:
    """Connects to the database, and answers what is made of it."""
    import asyncpg

    async def run() -> Result:
        connection = await asyncpg.connect(settings.database_url, timeout=settings.database_timeout)
        try:
            return await use(connection)
        finally:
            await connection.close()

    return asyncio.run(run())
