"""The command ``viewpulse key``."""

from typing import Annotated

import typer

from server.arguments import PlainCommand
from server.cli_context import (
    DatabaseUrl,
    Project,
    note_command,
    plain_text,
    settings_with_dev,
    some_text,
    with_connection,
)

MAX_OVERLAP_HOURS = 2_160
"""90 days, as in the API."""

key_app = typer.Typer(no_args_is_help=True, help="Create, list, rotate and revoke write keys.")

Key = Annotated[
    str,
    typer.Argument(metavar="KEY", help="The key, or its fingerprint as shown by `list`.", callback=some_text),
]


@key_app.command("create")
def create_key(
    label: Annotated[str, typer.Option(help="Note on the purpose of the key.", callback=plain_text)] = "",
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Create a key and print it once: only its hash is stored."""
    settings = settings_with_dev(database_url=database_url)
    from server.storage.write_keys import new_write_key, register_write_key

    key = new_write_key()
    note_command(settings, project, "key create")
    with_connection(settings, lambda connection: register_write_key(connection, project, key, label))
    typer.echo(key)


@key_app.command("list")
def list_keys(project: Project = 1, database_url: DatabaseUrl = None) -> None:
    """List a project's keys by fingerprint, and until when each is good."""
    settings = settings_with_dev(database_url=database_url)
    from datetime import UTC, datetime

    from server.storage.write_keys import list_write_keys

    now = datetime.now(UTC)
    for key in with_connection(settings, lambda connection: list_write_keys(connection, project)):
        state = "good"
        if key.revoked_at is not None:
            state = f"revoked {key.revoked_at:%Y-%m-%d %H:%M}"
        elif key.expires_at is not None:
            state = f"{'ended' if key.expires_at <= now else 'ends'} {key.expires_at:%Y-%m-%d %H:%M}"
        typer.echo(f"{key.fingerprint}  {key.created_at:%Y-%m-%d %H:%M}  {state}  {key.label}")


@key_app.command("rotate", cls=PlainCommand)
def rotate_key(
    key: Key,
    overlap: Annotated[
        float, typer.Option(min=0, max=MAX_OVERLAP_HOURS, help="Hours that the old key stays good.")
    ] = 24.0,
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Create a key that replaces another, and print it once.

    It has the label of the old key, which stays good for some hours and then ends by itself.
    """
    settings = settings_with_dev(database_url=database_url)
    from datetime import timedelta

    from server.storage.write_keys import new_write_key, rotate_write_key

    note_command(settings, project, "key rotate")
    new = new_write_key()
    _, old = with_connection(
        settings, lambda connection: rotate_write_key(connection, project, key, new, timedelta(hours=overlap))
    )
    typer.echo(f"{old.fingerprint} ends {old.expires_at:%Y-%m-%d %H:%M} UTC. The new key:", err=True)
    typer.echo(new)


@key_app.command("revoke", cls=PlainCommand)
def revoke_key(key: Key, project: Project = 1, database_url: DatabaseUrl = None) -> None:
    """Revoke a key; API processes stop accepting it within 30 s.

    Every API process caches keys for that long.
    """
    settings = settings_with_dev(database_url=database_url)
    from server.storage.write_keys import revoke_write_key
    from server.transport.auth import KEY_SECONDS

    note_command(settings, project, "key revoke")
    revoked = with_connection(settings, lambda connection: revoke_write_key(connection, project, key))
    typer.echo(
        f"{revoked.fingerprint} is revoked; API processes that cached it may accept it for {KEY_SECONDS:g} s more."
    )
