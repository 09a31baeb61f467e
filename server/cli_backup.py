"""The command ``viewpulse backup``."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from server.cli_context import make_settings

backup_app = typer.Typer(no_args_is_help=True, help="Prove that a backup can be restored.")
SECONDS_OF_HOUR = 3600


@backup_app.command("verify")
def verify(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, metavar="FILE", help="What pg_dump wrote: --format=custom, or SQL."
        ),
    ],
    folder: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            metavar="PATH",
            help="Where to restore it; it needs room for the whole database. The system's temporary folder by default.",
        ),
    ] = None,
) -> None:
    """Restore a backup into a new PostgreSQL, recompute its metrics from its raw events, and compare.

    Nothing else is touched, and the copy is removed. Exit code 1: it cannot be restored, or there are differences.
    """
    settings = make_settings()
    from rich.console import Console

    from server.backup import verify_backup
    from server.rollup.display import RebuildDisplay
    from server.wording import pluralize

    def say(line: str) -> None:
        typer.echo(line, err=True)

    with (
        tempfile.TemporaryDirectory(prefix="viewpulse-backup-", dir=folder) as place,
        RebuildDisplay(Console(stderr=True)) as display,
    ):
        found = verify_backup(settings, file, Path(place) / "postgres", say, display)
    for difference in found.differences:
        typer.echo(str(difference))
    typer.echo(f"{pluralize(found.projects, 'project')}, {pluralize(found.events, 'event')}, schema {found.revision}.")
    if found.newest is not None:
        hours = (datetime.now(UTC) - found.newest).total_seconds() / SECONDS_OF_HOUR
        typer.echo(
            f"The newest event arrived at {found.newest:%Y-%m-%d %H:%M:%S} UTC: {hours:,.1f} h would be lost now."
        )
    typer.echo(
        f"Restored in {found.restore_seconds:,.0f} s, counted and compared in {found.compare_seconds:,.0f} s: "
        f"{pluralize(len(found.differences), 'difference') if found.differences else 'no differences'}."
    )
    if found.differences:
        raise typer.Exit(1)
