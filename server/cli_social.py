"""The commands ``viewpulse social``."""

import asyncio
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

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
from server.social.model import Network

if TYPE_CHECKING:
    from server.settings import Settings
    from server.social.model import Account
    from server.storage.database import Connection

social_app = typer.Typer(no_args_is_help=True, help="Connect accounts on social networks, and collect them.")

Workspace = Annotated[str, typer.Option(metavar="ID", help="Id of the workspace.", callback=some_text)]


@social_app.command("key")
def make_key() -> None:
    """Print a new key for VIEWPULSE_SOCIAL_KEYS."""
    from server.social.vault import new_key

    typer.echo(new_key())


@social_app.command("workspace", cls=PlainCommand)
def declare_workspace(
    workspace: Annotated[str, typer.Argument(metavar="ID", help="Id of the workspace.", callback=some_text)],
    name: Annotated[str | None, typer.Option(help="Its name; its id when left out.", callback=some_text)] = None,
    timezone: Annotated[str, typer.Option(help="IANA name of its time zone.")] = "UTC",
    series_days: Annotated[
        int | None, typer.Option(help="Days for which each change of a number is kept, from 7 on; else for good.")
    ] = None,
    aggregates_days: Annotated[
        int | None, typer.Option(help="Days for which the numbers of days are kept, from 7 on; else for good.")
    ] = None,
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Declare a workspace, or change it."""
    directory, settings = _settings_of(project, database_url)
    from server.analytics.ranges import find_zone
    from server.social import commands
    from server.social.aggregating import check_kept

    zone = find_zone(timezone)
    check_kept(series_days, "series-days")
    check_kept(aggregates_days, "aggregates-days")
    note_command(directory, project, "social workspace")
    asyncio.run(
        commands.declare_workspace(
            settings,
            project,
            workspace,
            name=name or workspace,
            timezone=zone,
            series_days=series_days,
            aggregates_days=aggregates_days,
        )
    )
    typer.echo(f"Workspace {workspace} is declared.")


@social_app.command("connect", cls=PlainCommand)
def connect_account(
    network: Annotated[Network, typer.Argument(metavar="NETWORK", help="Such as instagram or youtube.")],
    token: Annotated[
        str, typer.Option(help="The access token; - reads it from stdin, where other users cannot see it.")
    ],
    workspace: Workspace,
    refresh_token: Annotated[str | None, typer.Option(help="The refresh token, where the network has one.")] = None,
    external_id: Annotated[
        str | None, typer.Option("--id", help="Id of the account at the network, if the token opens several.")
    ] = None,
    project: Project = 1,
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Connect the account that a token opens, or connect it again.

    The network is asked whose token it is. `viewpulse worker` collects the account within seconds.
    """
    directory, settings = _settings_of(project, database_url, redis_url)
    from server.social.commands import connect
    from server.social.model import Token

    given = Token(sys.stdin.readline().strip() if token == "-" else token, refresh_token)  # noqa: S105 - stdin
    note_command(directory, project, "social connect")
    account = asyncio.run(connect(settings, project, workspace, network, token=given, external_id=external_id))
    typer.echo(f"{account.account_id}  {account.handle}")


@social_app.command("collect", cls=PlainCommand)
def collect_accounts(
    workspace: Workspace,
    account: Annotated[str | None, typer.Option(metavar="ID", help="Only this account.", callback=some_text)] = None,
    force: Annotated[bool, typer.Option("--force", help="Also what was collected a moment ago.")] = False,
    project: Project = 1,
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Collect the connected accounts of a workspace now.

    Exit code 1: something failed, or nothing was collected.
    """
    directory, settings = _settings_of(project, database_url, redis_url)
    from server.social.collecting import DONE
    from server.social.commands import collect
    from server.wording import pluralize

    note_command(directory, project, "social collect")
    done = asyncio.run(collect(settings, project, workspace, account, forces=force))
    for one, outcome in done:
        if outcome is None:
            typer.echo(
                f"{one.account_id}  not collected: {one.reason or 'a worker has it, or had it a moment ago (--force)'}"
            )
            continue
        calls, posts = pluralize(outcome.calls, "call"), pluralize(outcome.posts, "post")
        typer.echo(f"{one.account_id}  {outcome.code}  {calls}, {posts}  {outcome.detail or ''}".rstrip())
    if not done:
        typer.echo("There is no such account.", err=True)
    if not done or any(outcome is None or outcome.code != DONE for _, outcome in done):
        raise typer.Exit(1)


@social_app.command("aggregate", cls=PlainCommand)
def aggregate_workspace(
    workspace: Workspace,
    account: Annotated[str | None, typer.Option(metavar="ID", help="Only this account.", callback=some_text)] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The first day; else all, as far as each change is kept."),
    ] = None,
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Write the numbers of days of a workspace again, from each change of its numbers.

    Workers do it by themselves when a day, a week or a month of the workspace is over. Exit code 1: a worker does it at
    this moment.
    """
    directory, settings = _settings_of(project, database_url)
    from server.social.aggregating import aggregate_now

    note_command(directory, project, "social aggregate")
    first = None if since is None else since.date()
    done = asyncio.run(aggregate_now(settings, project, workspace, account, since=first))
    if done is None:
        typer.echo("A worker aggregates it at this moment.", err=True)
        raise typer.Exit(1)
    typer.echo(f"Workspace {workspace} is aggregated.")


@social_app.command("list")
def list_all_accounts(project: Project = 1, database_url: DatabaseUrl = None) -> None:
    """List the accounts of a project by workspace, with their states."""
    _, settings = _settings_of(project, database_url)
    from server.social.accounts import list_accounts, list_workspaces

    async def read(connection: "Connection") -> "list[Account]":
        found = []
        for workspace in await list_workspaces(connection, project):
            found += await list_accounts(connection, project, workspace.workspace_id)
        return found

    for account in with_connection(settings, read):
        collected = "never" if account.collected_at is None else f"{account.collected_at:%Y-%m-%d %H:%M}"
        typer.echo(
            f"{account.workspace_id}  {account.account_id}  {account.handle}  {account.state}  {collected}  "
            f"{account.reason or ''}".rstrip()
        )


@social_app.command("members", cls=PlainCommand)
def set_members(
    workspace: Annotated[str, typer.Argument(metavar="ID", help="Id of the workspace.", callback=some_text)],
    users: Annotated[list[str] | None, typer.Argument(metavar="USER", help="Ids of the users; none: nobody.")] = None,
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Make some users the members of a workspace, and nobody else. Members see it besides admins."""
    directory, settings = _settings_of(project, database_url)
    from server.social.commands import name_members
    from server.wording import pluralize

    note_command(directory, project, "social members")
    found = asyncio.run(name_members(settings, project, workspace, users or []))
    typer.echo(f"Workspace {workspace} has {pluralize(len(found), 'member')}.")


@social_app.command("disconnect", cls=PlainCommand)
def disconnect_account(
    account: Annotated[str, typer.Argument(metavar="ID", help="Id of the account.", callback=some_text)],
    delete: Annotated[bool, typer.Option("--delete", help="Delete its posts and all of its numbers, too.")] = False,
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Disconnect an account: its token is deleted, and nothing more is collected."""
    directory, settings = _settings_of(project, database_url)
    from server.social.accounts import disconnect_account

    note_command(directory, project, "social disconnect")
    with_connection(
        settings,
        lambda connection: disconnect_account(connection, project, account, deletes=delete, now=datetime.now(UTC)),
    )
    typer.echo(f"{account} is disconnected; its numbers are {'deleted' if delete else 'kept'}.")


@social_app.command("rotate")
def rotate(cell: CellName = "default", database_url: DatabaseUrl = None) -> None:
    """Encrypt all stored tokens under the first key of VIEWPULSE_SOCIAL_KEYS.

    Put the new key first and keep the old one, restart the workers, run this in each cell, and then remove the old key.
    """
    settings = settings_of_cell(settings_with_dev(database_url=database_url), cell)
    from server.social.tokens import rotate_tokens
    from server.social.vault import Vault
    from server.wording import pluralize

    vault = Vault.of_settings(settings)
    rotated = with_connection(settings, lambda connection: rotate_tokens(connection, vault))
    typer.echo(f"{pluralize(rotated, 'token')} encrypted under the first key.")


def _settings_of(project: int, database_url: str | None, redis_url: str | None = None) -> "tuple[Settings, Settings]":
    """The settings of the directory, and those of the cell that holds a project; BadParameter if there is none."""
    directory = settings_with_dev(database_url=database_url, redis_url=redis_url)
    require_project(directory, project)
    return directory, settings_of_project(directory, project)
