"""The command ``viewpulse project``."""

import asyncio
from typing import Annotated, Any

import typer

from server.arguments import PlainCommand
from server.cli_context import (
    DatabaseUrl,
    Project,
    note_command,
    settings_with_dev,
    some_text,
    with_cell,
    with_connection,
)

MAX_QUOTA = 2**53

project_app = typer.Typer(no_args_is_help=True, help="Create, list, configure, archive and delete projects.")


def quota_text(value: str | None) -> str | None:
    """The value of an option for a quota; BadParameter unless it is a number or ``none``."""
    if value is None or value == "none":
        return value
    if not (value.isascii() and value.isdigit() and len(value) < 17 and 0 < int(value) <= MAX_QUOTA):
        raise typer.BadParameter("It must be a whole number from 1, or none.")
    return value


ProjectNumber = Annotated[int, typer.Argument(metavar="PROJECT", min=1, max=2**31 - 1, help="Number of the project.")]


def _quota_option(text: str) -> Any:
    return typer.Option(metavar="N", callback=quota_text, help=text)


@project_app.command("list")
def show_projects(database_url: DatabaseUrl = None) -> None:
    """List the projects, and which ids each accepts from requests without a token."""
    settings = settings_with_dev(database_url=database_url)
    from server.storage.cell_directory import DEFAULT_CELL
    from server.storage.projects import list_projects

    for project in with_connection(settings, list_projects):
        facts = f"{project.project_id}  {project.created_at:%Y-%m-%d}  {project.unsigned_ids}"
        cell = "" if project.cell == DEFAULT_CELL else f"  in cell {project.cell}"
        state = ""
        if project.deleted_at is not None:
            state = f"  being deleted since {project.deleted_at:%Y-%m-%d %H:%M}"
        elif project.archived_at is not None:
            state = f"  archived {project.archived_at:%Y-%m-%d %H:%M}"
        typer.echo(f"{facts}  {project.name}{cell}{state}")


@project_app.command("create")
def create_project(
    project: Annotated[
        int | None, typer.Option(min=1, max=2**31 - 1, help="Number of the project; the next free one when left out.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Name of the project.", callback=some_text)] = None,
    cell: Annotated[str, typer.Option(help="Cell that holds its data.", callback=some_text)] = "default",
    database_url: DatabaseUrl = None,
) -> None:
    """Create a project and print its number.

    The first write key of a project in the default cell creates it, too.
    """
    settings = settings_with_dev(database_url=database_url)
    from server.storage.cell_directory import create_project as create

    number = with_cell(
        settings,
        cell,
        lambda connection, theirs: create(connection, theirs, cell, project_id=project, name=name),
    )
    note_command(settings, number, "project create")
    typer.echo(number)


@project_app.command("unsigned-ids")
def set_project_unsigned_ids(
    which: Annotated[
        str, typer.Argument(help="any; stateless: not with likes, saves and follows; none: always require a token.")
    ],
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Set whether userId and creatorId are accepted without a token; API processes follow within 30 s."""
    settings = settings_with_dev(database_url=database_url)
    from server.access import UnsignedIds
    from server.storage.projects import set_unsigned_ids

    if which not in list(UnsignedIds):
        raise typer.BadParameter(f"It must be one of {', '.join(UnsignedIds)}.")
    note_command(settings, project, "project unsigned-ids")
    with_connection(settings, lambda connection: set_unsigned_ids(connection, project, UnsignedIds(which)))
    typer.echo(f"Project {project} accepts ids without a token: {which}.")


@project_app.command("consent")
def set_project_consent(
    policy: Annotated[
        str | None,
        typer.Argument(
            metavar="[off|required|refuse]",
            help="off: store events as they are sent; required: without consent, store them without the viewer's "
            "identity; refuse: without consent, refuse them. Left out: show it.",
        ),
    ] = None,
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Show or set what becomes of events of viewers who have not consented; API processes follow within 30 s."""
    settings = settings_with_dev(database_url=database_url)
    from server.consent import ConsentPolicy
    from server.storage.projects import find_project, set_consent_policy

    if policy is not None:
        if policy not in list(ConsentPolicy):
            raise typer.BadParameter(f"It must be one of {', '.join(ConsentPolicy)}.")
        note_command(settings, project, "project consent")
        with_connection(settings, lambda connection: set_consent_policy(connection, project, ConsentPolicy(policy)))
    found = with_connection(settings, lambda connection: find_project(connection, project))
    typer.echo(f"Project {project}, consent: {found.consent}.")


@project_app.command("quota", cls=PlainCommand)
def set_project_quota(
    project: ProjectNumber,
    events_per_day: Annotated[str | None, _quota_option("Events stored on a day (UTC); none: no quota.")] = None,
    sessions_per_day: Annotated[str | None, _quota_option("Sessions that begin on a day (UTC).")] = None,
    contents: Annotated[str | None, _quota_option("Contents in the catalogue.")] = None,
    custom_types: Annotated[str | None, _quota_option("Names of custom events.")] = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Show the quotas of a project, or set those that are given; API processes follow within 30 s."""
    settings = settings_with_dev(database_url=database_url)
    from dataclasses import asdict

    from server.storage.projects import find_project, set_quotas

    asked = {
        "events_per_day": events_per_day,
        "sessions_per_day": sessions_per_day,
        "contents": contents,
        "custom_types": custom_types,
    }
    changed = {name: None if text == "none" else int(text) for name, text in asked.items() if text is not None}
    if changed:
        note_command(settings, project, "project quota")
        with_connection(settings, lambda connection: set_quotas(connection, project, changed))
    found = with_connection(settings, lambda connection: find_project(connection, project))
    for name, quota in asdict(found.quotas).items():
        typer.echo(f"{name.replace('_', '-')}  {'none' if quota is None else quota}")


@project_app.command("archive", cls=PlainCommand)
def archive_project(project: ProjectNumber, database_url: DatabaseUrl = None) -> None:
    """Let a project take no more events; its questions are still answered. API processes follow within 30 s."""
    settings = settings_with_dev(database_url=database_url)
    from server.storage.projects import archive_project as archive

    note_command(settings, project, "project archive")
    with_connection(settings, lambda connection: archive(connection, project))
    typer.echo(f"Project {project} is archived. Undo it with `viewpulse project restore {project}`.")


@project_app.command("restore", cls=PlainCommand)
def restore_project(project: ProjectNumber, database_url: DatabaseUrl = None) -> None:
    """Let an archived project take events again; API processes follow within 30 s."""
    settings = settings_with_dev(database_url=database_url)
    from server.storage.projects import restore_project as restore

    note_command(settings, project, "project restore")
    with_connection(settings, lambda connection: restore(connection, project))
    typer.echo(f"Project {project} takes events.")


@project_app.command("delete", cls=PlainCommand)
def delete_project(
    project: ProjectNumber,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for the name of the project.")] = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Delete an archived project with everything that is stored of it, for good.

    Run it again if it was interrupted.
    """
    settings = settings_with_dev(database_url=database_url)
    from rich.console import Console

    from server.rollup.deletion import delete_project as delete
    from server.rollup.deletion import require_deletable
    from server.rollup.display import DeletionDisplay

    found = with_connection(settings, lambda connection: require_deletable(connection, project))
    if not yes and typer.prompt(f"Type the name of project {project} to delete it", err=True) != found.name:
        raise typer.BadParameter(f"Project {project} has another name; nothing was deleted.")
    with DeletionDisplay(Console(stderr=True)) as display:
        rows = asyncio.run(delete(settings, project, display))
    typer.echo(f"Project {project} is deleted, with {rows:,} rows.")
