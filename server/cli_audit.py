"""The command ``viewpulse audit``."""

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli_context import DatabaseUrl, Project, settings_with_dev, with_connection

if TYPE_CHECKING:
    from server.settings import Settings
    from server.storage.audit_trail import AuditKey, Verdict
    from server.storage.database import Connection

audit_app = typer.Typer(no_args_is_help=True, help="Show and check who changed what.")
NOT_CHECKED = 3
"""Exit code of `verify` without a checkpoint."""


@audit_app.command("list")
def list_entries(
    project: Project = 1,
    last: Annotated[int, typer.Option(min=1, max=5_000, help="How many entries to show.")] = 50,
    database_url: DatabaseUrl = None,
) -> None:
    """List the newest entries of a project, oldest first. Users and viewers are shown as hashes."""
    settings = settings_with_dev(database_url=database_url)
    from server.storage.audit_trail import HASH_SHOWN, Entry, read_checkpoints, read_entries

    async def read(connection: "Connection") -> list[tuple[Entry, bytes]]:
        heads = await read_checkpoints(connection, project)
        newest = heads[0].number if heads else 0
        return await read_entries(connection, project, max(newest - last, 0), last)

    for entry, _ in with_connection(settings, read):
        who = f"{entry.role} {entry.actor.hex()[:HASH_SHOWN]}" if entry.actor else entry.role
        about = " ".join(subject.hex()[:HASH_SHOWN] for subject in entry.subjects)
        items = "" if entry.items is None else f"{entry.items} items"
        told = "  ".join(text for text in (entry.action, items, about) if text)
        typer.echo(f"{entry.number}  {entry.at:%Y-%m-%d %H:%M:%S}  {who}  {told}")


@audit_app.command("checkpoint")
def print_checkpoints(database_url: DatabaseUrl = None) -> None:
    """Print how far the trail of each project has come, one JSON object a line. Keep it outside the database."""
    settings = settings_with_dev(database_url=database_url)
    import msgspec

    from server.storage.audit_trail import read_checkpoints

    for checkpoint in with_connection(settings, read_checkpoints):
        typer.echo(msgspec.json.encode(checkpoint).decode())


@audit_app.command("verify")
def verify_trail(
    project: Project = 1,
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="Lines of `viewpulse audit checkpoint`, or JSON lines of the aggregator's log; others are skipped.",
        ),
    ] = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Check the trail of a project, and name the first entry that was changed, removed, inserted or moved.

    Exit code 1: there is such an entry, or no trail. Exit code 3: none was found, but without a checkpoint of the
    project nothing shows whether its newest entries were removed.
    """
    settings = settings_with_dev(database_url=database_url)
    from server.wording import pluralize

    known = _checkpoints(checkpoint, project) if checkpoint else {}
    verdict = with_connection(settings, lambda connection: _verify(connection, _key(settings), project, known))
    if verdict.problem:
        typer.echo(f"Entry {verdict.number} {verdict.problem}. Whole entries before it: {verdict.entries}.", err=True)
        raise typer.Exit(1)
    entries = f"{pluralize(verdict.entries, 'entry', 'entries')} since {verdict.since:%Y-%m-%d %H:%M}"
    if not verdict.checked:
        typer.echo(
            f"The trail of project {project} has {entries}; each follows from the one before. Truncation not checked: "
            "pass a --checkpoint of the project.",
            err=True,
        )
        raise typer.Exit(NOT_CHECKED)
    typer.echo(
        f"The trail of project {project} is whole: {entries}, which agree with {pluralize(len(known), 'checkpoint')}. "
        f"The newest checkpoint has entry {verdict.checked}."
    )


def begin_trails(settings: "Settings") -> None:
    """Begins the trail of each project of a cell that has none, if trails are kept; prints which."""
    from server.storage import audit_trail

    for project in with_connection(settings, lambda connection: audit_trail.begin_trails(connection, settings)):
        typer.echo(f"The audit trail of project {project} begins.")


def _key(settings: "Settings") -> "AuditKey":
    from server.storage.audit_trail import AuditKey

    if (key := AuditKey.of_settings(settings)) is None:
        raise typer.BadParameter("Set VIEWPULSE_PRIVACY_SECRET, as it is where the trail is written.")
    return key


async def _verify(connection: "Connection", key: "AuditKey", project: int, known: dict[int, str]) -> "Verdict":
    from server.storage.audit_trail import verify

    async with connection.transaction(isolation="repeatable_read", readonly=True):
        return await verify(connection, key, project, known)


def _checkpoints(file: Path, project: int) -> dict[int, str]:
    """The hashes of a project that a file tells, by number; a number with two hashes has none that is right."""
    import msgspec

    from server.storage.audit_trail import Checkpoint

    found: dict[int, set[str]] = defaultdict(set)
    for line in file.read_text(errors="replace").splitlines():
        try:
            one = msgspec.json.decode(line, type=Checkpoint)
        except msgspec.MsgspecError:
            continue
        if one.project == project:
            found[one.number].add(one.hash)
    return {number: hashes.pop() if len(hashes) == 1 else "" for number, hashes in found.items()}
