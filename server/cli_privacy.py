"""The commands ``viewpulse privacy``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

import typer

from server.arguments import PlainCommand
from server.cli_context import (
    CellName,
    DatabaseUrl,
    Project,
    RedisUrl,
    note_command,
    require_project,
    settings_of_cell,
    settings_of_project,
    settings_with_dev,
    some_text,
    with_connection,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.rollup.erasures import Erasure
    from server.settings import Settings
    from server.storage.database import Connection

WAIT_SECONDS = 600.0
"""How long a command waits; the aggregator continues."""

privacy_app = typer.Typer(no_args_is_help=True, help="Erase viewers, or export what is held about them.")

TombstoneFile = Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="File of tombstones, NDJSON.")]


@privacy_app.command("erase", cls=PlainCommand)
def erase_viewer(
    viewer: Annotated[
        str, typer.Argument(metavar="VIEWER", help="Id of the user, or session id of the guest.", callback=some_text)
    ],
    guest: Annotated[bool, typer.Option("--guest", help="The id is the session id of a guest.")] = False,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="Wait until it is finished; without, the aggregator does it.")
    ] = True,
    project: Project = 1,
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Erase all that is held about a viewer, and refuse what comes later.

    Prints the receipt, which `viewpulse privacy status` shows again.
    """
    directory = settings_with_dev(database_url=database_url, redis_url=redis_url)
    settings = _settings_of(directory, project)
    from datetime import UTC, datetime

    from server.rollup.erasures import ErasureState, find_erasure, request_erasure
    from server.viewer_keys import ViewerKind, key_of

    key = key_of(ViewerKind.GUEST if guest else ViewerKind.USER, viewer)
    note_command(directory, project, "privacy erase", [key])
    now = datetime.now(UTC)
    receipt = with_connection(
        settings, lambda connection: request_erasure(connection, settings, project, key, now, by="viewpulse privacy")
    )

    async def is_done(connection: "Connection") -> bool:
        nonlocal receipt
        receipt = await find_erasure(connection, project, receipt.erasure_id) or receipt
        return receipt.state is ErasureState.FINISHED

    if wait:
        _erase_until(settings, is_done, f"Erasing; erasure {receipt.erasure_id}")
    _show(receipt)


@privacy_app.command("status", cls=PlainCommand)
def show_status(
    erasure: Annotated[
        UUID | None, typer.Argument(metavar="[ERASURE]", help="Id of an erasure; the newest 100 when left out.")
    ] = None,
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Show the receipts of erasures.

    Exit code 1: the project has no such erasure.
    """
    settings = _settings_of(settings_with_dev(database_url=database_url), project)
    from server.rollup.erasures import find_erasure, list_erasures

    if erasure is None:
        for receipt in with_connection(settings, lambda connection: list_erasures(connection, project)):
            typer.echo(f"{receipt.erasure_id}  {receipt.requested_at:%Y-%m-%d %H:%M}  {receipt.state}")
        return
    found = with_connection(settings, lambda connection: find_erasure(connection, project, erasure))
    if found is None:
        typer.echo(f"Project {project} has no erasure {erasure}.", err=True)
        raise typer.Exit(1)
    _show(found)


@privacy_app.command("export", cls=PlainCommand)
def export_viewer(
    viewer: Annotated[
        str, typer.Argument(metavar="VIEWER", help="Id of the user, or session id of the guest.", callback=some_text)
    ],
    to: Annotated[Path, typer.Option("--to", metavar="PATH", help="Folder to make; with the ending .zip, a file.")],
    guest: Annotated[bool, typer.Option("--guest", help="The id is the session id of a guest.")] = False,
    file_format: Annotated[Literal["ndjson", "csv"], typer.Option("--format", help="How rows are written.")] = "ndjson",
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Write all that is held about a viewer to files, for the viewer.

    `viewpulse import` reads the file of its events.
    """
    directory = settings_with_dev(database_url=database_url)
    settings = _settings_of(directory, project)
    from server.exporting.files import ExportFormat
    from server.exporting.run import run_export
    from server.viewer_keys import ViewerKind, key_of
    from server.wording import pluralize

    key = key_of(ViewerKind.GUEST if guest else ViewerKind.USER, viewer)
    note_command(directory, project, "privacy export", [key])
    done = run_export(settings, project, key, to, ExportFormat(file_format))
    for one in done.files:
        typer.echo(f"{one.rows:>12,}  {one.file}")
    typer.echo(f"Written to {to}.")
    if done.others:
        typer.echo(
            f"{pluralize(done.others, 'rejected item contains', 'rejected items contain')} the id and may be about"
            " others: left out.",
            err=True,
        )


@privacy_app.command("export-tombstones", cls=PlainCommand)
def export_tombstones_to(file: TombstoneFile, cell: CellName = "default", database_url: DatabaseUrl = None) -> None:
    """Write the tombstones of all erased viewers to a file, to keep outside of the database.

    They name nobody. After a backup is restored, `replay` erases again whom the backup still has.
    """
    settings = settings_of_cell(settings_with_dev(database_url=database_url), cell)
    from server.rollup.tombstone_files import export_tombstones
    from server.wording import pluralize

    lines = with_connection(settings, export_tombstones)
    partial = file.with_name(file.name + ".partial")
    partial.write_bytes(b"".join(lines))
    partial.replace(file)
    typer.echo(f"{pluralize(len(lines), 'tombstone')} written to {file}.")


@privacy_app.command("replay", cls=PlainCommand)
def replay(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", dir_okay=False, help="File of tombstones; by default, VIEWPULSE_TOMBSTONES."),
    ] = None,
    nobody: Annotated[
        bool, typer.Option("--nobody", help="Nobody was erased after the backup was made, so that none is needed.")
    ] = False,
    cell: CellName = "default",
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Erase again, in a restored database, whom a file of tombstones names.

    Until it returns, the database counts as unavailable. The aggregator does it by itself with VIEWPULSE_TOMBSTONES.
    """
    settings = settings_of_cell(settings_with_dev(database_url=database_url, redis_url=redis_url), cell)
    if file is None and not nobody and settings.tombstones is None:
        raise typer.BadParameter("Name a file of tombstones, or say --nobody.")
    from server.rollup.erasures import unfinished
    from server.rollup.tombstone_files import TombstoneKeeper, replay_tombstones
    from server.storage.restored import mark_replayed
    from server.storage.tombstones import PrivacySecret
    from server.wording import pluralize

    PrivacySecret.of_settings(settings)
    added = with_connection(settings, lambda connection: TombstoneKeeper(connection, settings).run_once())
    if file is not None:
        with file.open("rb") as lines:
            added += with_connection(settings, lambda connection: replay_tombstones(connection, settings, lines))

    async def is_done(connection: "Connection") -> bool:
        _, waiting = await unfinished(connection)
        return not waiting

    _erase_until(settings, is_done, "Erasing")
    with_connection(settings, mark_replayed)
    typer.echo(f"{pluralize(added, 'erasure')} done again.")


def _erase_until(settings: "Settings", is_done: "Callable[[Connection], Awaitable[bool]]", what: str) -> None:
    """Erases until a condition holds. Raises CommandError if that takes very long."""
    import asyncio

    from rich.console import Console

    from server.cli_errors import CommandError
    from server.live.publish import Publisher
    from server.rollup.eraser import erase_until

    async def run() -> bool:
        publisher = Publisher(settings.redis_url, settings)
        try:
            return await erase_until(settings, publisher.publish, is_done, WAIT_SECONDS)
        finally:
            await publisher.close()

    with Console(stderr=True).status(what):
        if not asyncio.run(run()):
            raise CommandError("It is not finished yet; see `viewpulse privacy status`, and the log of the aggregator.")


def _settings_of(settings: "Settings", project: int) -> "Settings":
    """The settings of the cell that holds a project; raises BadParameter if there is none."""
    require_project(settings, project)
    return settings_of_project(settings, project)


def _show(receipt: "Erasure") -> None:
    typer.echo(f"Erasure {receipt.erasure_id}: {receipt.state}")
    typer.echo(f"Requested {receipt.requested_at:%Y-%m-%d %H:%M:%S}, to finish by {receipt.deadline:%Y-%m-%d}")
    if receipt.finished_at is not None:
        typer.echo(f"Finished {receipt.finished_at:%Y-%m-%d %H:%M:%S}")
    for table, rows in sorted(receipt.counts.items()):
        typer.echo(f"{rows:>12,}  {table}")
