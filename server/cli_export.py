"""The command ``viewpulse export``."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from server.arguments import PlainCommand
from server.cli_context import (
    DatabaseUrl,
    Project,
    note_command,
    require_project,
    settings_of_project,
    settings_with_dev,
    with_connection,
)

if TYPE_CHECKING:
    from server.exporting.project import ExportedEvents
    from server.storage.database import Connection

export_app = typer.Typer(no_args_is_help=True, help="Write data to files for other programs.")


@export_app.callback()
def group() -> None:
    """Write data to files for other programs."""


@export_app.command("events", cls=PlainCommand)
def export_events(
    to: Annotated[Path, typer.Option("--to", metavar="PATH", help="Folder to make; with the ending .zip, a file.")],
    file_format: Annotated[
        Literal["ndjson", "csv", "parquet"],
        typer.Option("--format", help="ndjson and csv are what `viewpulse import` reads; parquet is for analysis."),
    ] = "ndjson",
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day (UTC); from the beginning when left out.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day (UTC); to the end when left out.")
    ] = None,
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Write the events that are counted to a file, and next to it what they are: revision, columns, checksum."""
    directory = settings_with_dev(database_url=database_url)
    if since is not None and until is not None and until < since:
        raise typer.BadParameter("--until is before --since.")
    require_project(directory, project)
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from server.exporting.files import Target
    from server.exporting.project import EventFormat
    from server.exporting.project import export_events as write

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False))
    days = (since and since.date(), until and until.date())
    note_command(directory, project, "export events")
    with Target(to) as target, Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("Reading")

        async def run(connection: "Connection") -> "ExportedEvents":
            return await write(
                connection,
                project,
                days,
                target,
                EventFormat(file_format),
                show=lambda rows: progress.update(task, description=f"{rows:,} events"),
            )

        done = with_connection(settings_of_project(directory, project), run)
    typer.echo(f"{done.rows:>12,}  {done.file}")
    typer.echo(f"Written to {to}.")
