"""Common options of the commands, and the settings from options and environment."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from server.settings import Settings
    from server.storage.database import Connection

Result = TypeVar("Result")

Host = Annotated[str | None, typer.Option(help="Address to listen on [VIEWPULSE_HOST].")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 picks a free one [VIEWPULSE_PORT].")]
DataDir = Annotated[
    str | None, typer.Option(metavar="PATH", help="Folder of the embedded servers [VIEWPULSE_DATA_DIR].")
]
DatabaseUrl = Annotated[str | None, typer.Option(help="PostgreSQL to use [VIEWPULSE_DATABASE_URL].")]
RedisUrl = Annotated[str | None, typer.Option(help="Redis to use [VIEWPULSE_REDIS_URL].")]
CellName = Annotated[str, typer.Option("--cell", metavar="NAME", help="Name of the cell.")]
Past = Annotated[
    int | None,
    typer.Option(min=0, max=365, help="Days of history to make first, where there is none [60; only sending: 0]."),
]
Project = Annotated[int, typer.Option(min=1, max=2**31 - 1, help="Number of the project.")]


def some_text(value: str | None) -> str | None:
    """The value of an option or argument; BadParameter if it is empty, or the database cannot store it."""
    if value is not None and not value.strip():
        raise typer.BadParameter("It must not be empty.")
    return plain_text(value)


def plain_text(value: str | None) -> str | None:
    """Like ``some_text``, but the value may be empty."""
    if value is not None and any("\ud800" <= character <= "\udfff" for character in value):
        raise typer.BadParameter("It must be UTF-8.")
    return value


def make_settings(**overrides: object) -> "Settings":
    """Settings of the environment, overridden by options; invalid options are wrong usage."""
    from pydantic import ValidationError

    from server.cli_errors import explain
    from server.logs import configure_logging
    from server.settings import Settings

    given: dict[str, Any] = {name: value for name, value in overrides.items() if value is not None}
    try:
        settings = Settings(**given)
    except ValidationError as error:
        if any(problem["loc"][0] in given for problem in error.errors() if problem["loc"]):
            raise typer.BadParameter(explain(error)) from error
        raise
    configure_logging(settings)
    return settings


def settings_with_dev(**overrides: object) -> "Settings":
    """Settings completed from a running ``viewpulse dev``, so that commands work next to it."""
    from server.dev.folder import fill_from_dev

    return fill_from_dev(make_settings(**overrides), lambda line: typer.echo(line, err=True))


def settings_of_cell(settings: "Settings", name: str) -> "Settings":
    """The settings of a process that works for one cell."""
    from server.storage.cell_directory import DEFAULT_CELL, find_cell

    if name == DEFAULT_CELL:
        return settings
    return with_connection(settings, lambda connection: find_cell(connection, settings, name)).settings(settings)


def settings_of_project(settings: "Settings", project: int) -> "Settings":
    """The settings of the cell that holds a project; those of the default cell for one that does not exist."""
    from server.storage.cell_directory import DEFAULT_CELL
    from server.storage.projects import known_projects

    cells = with_connection(settings, lambda connection: known_projects(connection, {project}))
    return settings_of_cell(settings, cells.get(project, DEFAULT_CELL))


def note_command(settings: "Settings", project: int, action: str, viewers: Sequence[str] = ()) -> None:
    """Adds what a command is about to do to the audit trail of a project, if one is kept.

    Args:
        settings: Those of the default cell.
        project: The project.
        action: Name of the command.
        viewers: Keys of the viewers that it is about.
    """
    if settings.privacy_secret is None:
        return
    from server.storage.audit_trail import note

    with_connection(
        settings_of_project(settings, project),
        lambda connection: note(connection, settings, project, action, viewers=viewers),
    )


def with_connection(settings: "Settings", use: "Callable[[Connection], Coroutine[Any, Any, Result]]") -> Result:
    """Connects to the database, and returns the result of a function of the connection."""
    from server.storage.database import connected

    async def run() -> Result:
        async with connected(settings) as connection:
            return await use(connection)

    return asyncio.run(run())


def with_cell(
    settings: "Settings", name: str, use: "Callable[[Connection, Connection], Coroutine[Any, Any, Result]]"
) -> Result:
    """Connects to the directory and to a cell, and returns the result of a function of both connections."""
    from server.storage.cell_directory import find_cell
    from server.storage.database import connected

    async def run(connection: "Connection") -> Result:
        cell = await find_cell(connection, settings, name)
        async with connected(cell.settings(settings)) as theirs:
            return await use(connection, theirs)

    return with_connection(settings, run)


def require_project(settings: "Settings", project: int) -> None:
    """Raises BadParameter if the project does not exist; prints a note if this cannot be checked."""
    import asyncpg

    from server.storage.outage import is_outage
    from server.storage.projects import known_projects

    try:
        known = with_connection(settings, lambda connection: known_projects(connection, {project}))
    except Exception as error:
        if not (is_outage(error) or isinstance(error, asyncpg.UndefinedTableError)):
            raise
        typer.echo(f"Cannot check whether project {project} exists: the database cannot be reached.", err=True)
        return
    if not known:
        raise typer.BadParameter(f"There is no project {project}; create its first write key to create it.")
