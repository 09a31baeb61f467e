"""The command ``viewpulse archive``."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from server.cli_context import CellName, DatabaseUrl, settings_of_cell, settings_with_dev, with_connection
from server.cli_errors import CommandError
from server.wording import pluralize

if TYPE_CHECKING:
    from pathlib import Path

    from server.storage.database import Connection

Result = TypeVar("Result")
Archive = Annotated[str | None, typer.Option("--archive", metavar="PATH", help="Its folder [VIEWPULSE_ARCHIVE].")]

archive_app = typer.Typer(no_args_is_help=True, help="Write and compare the archive of events.")


@archive_app.command("status")
def show_status(archive: Archive = None, cell: CellName = "default", database_url: DatabaseUrl = None) -> None:
    """Show what the archive has, and what waits to be written."""

    async def read(connection: "Connection", folder: "Path") -> list[str]:
        from server.archive.status import describe

        return await describe(connection, folder)

    for line in _with_archive(archive, cell, database_url, read):
        typer.echo(line)


@archive_app.command("run")
def run(archive: Archive = None, cell: CellName = "default", database_url: DatabaseUrl = None) -> None:
    """Write all that waits, and begin the archive if there is none. `viewpulse worker` does this once a minute."""
    _write(archive, cell, database_url)


@archive_app.command("compact")
def compact(archive: Archive = None, cell: CellName = "default", database_url: DatabaseUrl = None) -> None:
    """Write each day that has several files as one, and delete files that were replaced more than an hour ago."""
    _write(archive, cell, database_url, compacts=True)


@archive_app.command("verify")
def verify(archive: Archive = None, cell: CellName = "default", database_url: DatabaseUrl = None) -> None:
    """Compare the archive with the raw events, day by day. Exit code 1: there are differences."""

    async def compare(connection: "Connection", folder: "Path") -> tuple[int, list[str]]:
        from server.archive.verifying import verify as compared

        events, mismatches = await compared(connection, folder)
        return events, [str(mismatch) for mismatch in mismatches]

    events, mismatches = _with_archive(archive, cell, database_url, compare)
    for line in mismatches:
        typer.echo(line)
    typer.echo(f"{pluralize(events, 'event')} compared, {pluralize(len(mismatches), 'day')} with differences.")
    if mismatches:
        raise typer.Exit(1)


@archive_app.command("rebuild")
def rebuild(archive: Archive = None, cell: CellName = "default", database_url: DatabaseUrl = None) -> None:
    """Write all days again from the raw events."""
    _write(archive, cell, database_url, rebuilds=True)


@archive_app.command("forget")
def forget(cell: CellName = "default", database_url: DatabaseUrl = None) -> None:
    """Keep no archive any more. Its files stay; delete them yourself. Unset VIEWPULSE_ARCHIVE first."""
    settings = settings_of_cell(settings_with_dev(database_url=database_url), cell)

    async def end(connection: "Connection") -> None:
        from server.archive.status import forget as ended

        await ended(connection)

    with_connection(settings, end)
    typer.echo("There is no archive any more.")


def _write(
    archive: str | None, cell: str, database_url: str | None, *, compacts: bool = False, rebuilds: bool = False
) -> None:
    """Runs until nothing waits, and says how often."""

    async def write(connection: "Connection", folder: "Path") -> int:
        from server.archive.archiver import write_all

        return await write_all(connection, folder, compacts=compacts, rebuilds=rebuilds)

    typer.echo(f"{pluralize(_with_archive(archive, cell, database_url, write), 'run')}.")


def _with_archive(
    archive: str | None,
    cell: str,
    database_url: str | None,
    use: "Callable[[Connection, Path], Coroutine[Any, Any, Result]]",
) -> Result:
    settings = settings_with_dev(database_url=database_url, archive=archive)
    if settings.archive is None:
        raise typer.BadParameter("Name the folder of the archive: --archive, or VIEWPULSE_ARCHIVE.")
    theirs, folder = settings_of_cell(settings, cell), settings.archive / cell
    try:
        from server.archive.lake import LakeError
    except ImportError as error:
        raise CommandError("The archive needs further packages: pip install 'viewpulse[archive]'") from error
    try:
        return with_connection(theirs, lambda connection: use(connection, folder))
    except LakeError as error:
        raise CommandError(str(error)) from error
