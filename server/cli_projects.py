"""The commands ``viewpulse project`` and ``viewpulse write-key``."""

from typing import Annotated

import typer

from server.arguments import PlainCommand
from server.cli_context import (
    DatabaseUrl,
    Project,
    plain_text,
    settings_with_dev,
    some_text,
    with_cell,
    with_connection,
)

write_key_app = typer.Typer(no_args_is_help=True, help="Create, list and revoke the write keys that apps send.")
project_app = typer.Typer(no_args_is_help=True, help="Create, list and configure projects.")


@write_key_app.command("create")
def create_write_key(
    label: Annotated[str, typer.Option(help="Note on the purpose of the key.", callback=plain_text)] = "",
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Create a key and print it once: only its hash is stored."""
    settings = settings_with_dev(database_url=database_url)
    from server.storage.write_keys import new_write_key, register_write_key

    key = new_write_key()
    with_connection(settings, lambda connection: register_write_key(connection, project, key, label))
    typer.echo(key)


@write_key_app.command("list")
def list_keys(project: Project = 1, database_url: DatabaseUrl = None) -> None:
    """List a project's keys by fingerprint."""
    settings = settings_with_dev(database_url=database_url)
    from server.storage.write_keys import list_write_keys

    for key in with_connection(settings, lambda connection: list_write_keys(connection, project)):
        state = f"revoked {key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else "good"
        typer.echo(f"{key.fingerprint}  {key.created_at:%Y-%m-%d %H:%M}  {state}  {key.label}")


@write_key_app.command("revoke", cls=PlainCommand)
def revoke_key(
    key: Annotated[
        str,
        typer.Argument(metavar="KEY", help="The key, or its fingerprint as shown by `list`.", callback=some_text),
    ],
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Revoke a key; API processes stop accepting it within 30 s.

    Every API process caches keys for that long.
    """
    settings = settings_with_dev(database_url=database_url)
    from server.storage.write_keys import revoke_write_key
    from server.transport.auth import KEY_SECONDS

    revoked = with_connection(settings, lambda connection: revoke_write_key(connection, project, key))
    typer.echo(
        f"{revoked.fingerprint} is revoked; API processes that cached it may accept it for {KEY_SECONDS:g} s more."
    )


@project_app.command("list")
def show_projects(database_url: DatabaseUrl = None) -> None:
    """List the projects, and which ids each accepts from requests without a token."""
    settings = settings_with_dev(database_url=database_url)
    from server.storage.cell_directory import DEFAULT_CELL
    from server.storage.projects import list_projects

    for project in with_connection(settings, list_projects):
        facts = f"{project.project_id}  {project.created_at:%Y-%m-%d}  {project.unsigned_ids}"
        cell = "" if project.cell == DEFAULT_CELL else f"  in cell {project.cell}"
        typer.echo(f"{facts}  {project.name}{cell}")


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

    typer.echo(
        with_cell(
            settings,
            cell,
            lambda connection, theirs: create(connection, theirs, cell, project_id=project, name=name),
        )
    )


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
    with_connection(settings, lambda connection: set_unsigned_ids(connection, project, UnsignedIds(which)))
    typer.echo(f"Project {project} accepts ids without a token: {which}.")
