"""Workspaces and their accounts: declared, connected, paused, and collected when a person asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import structlog

from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.social.answers import storable
from server.social.client import SocialClient
from server.social.connecting import find_profile
from server.social.failures import SocialFailure
from server.social.fetcher import Fetcher
from server.social.metrics import title_of
from server.social.model import Account, AccountState, Network, Opened, Token
from server.social.tokens import store_token
from server.social.vault import Vault
from server.storage.database import Connection, Pool
from server.storage.locks import lock_project_in_transaction
from server.storage.pages import FORWARDS
from server.storage.sql import load_sql
from server.storage.statement import Source

MAX_WORKSPACES = 1_000
"""Workspaces of a project: an answer lists all of them."""
MAX_ACCOUNTS = 50
"""Accounts of a workspace, also disconnected ones: an answer may be about all of them together."""
DISCONNECTED = "It was disconnected: connect it again."
REFUSED = "Connect the account again: its network no longer accepts the token."

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace.

    Attributes:
        workspace_id: Its id.
        name: Its name.
        timezone: IANA name of the zone in which its days begin.
        created_at: When it was declared first.
        series_days: Days for which the series of its accounts are kept; None: for good.
        aggregates_days: Days for which their days are kept; None: for good.
        aggregated_at: When it was aggregated last; None: not yet.
    """

    workspace_id: str
    name: str
    timezone: str
    created_at: datetime
    series_days: int | None = None
    aggregates_days: int | None = None
    aggregated_at: datetime | None = None


def account_id_of(network: Network, external_id: str) -> str:
    """The id of an account: a project has each account of a network once."""
    return f"{network}:{external_id}"


def account_of(project_id: int, row: asyncpg.Record) -> Account:
    """The account in a row of ``social_accounts``."""
    return Account(
        project_id=project_id,
        workspace_id=row["workspace_id"],
        account_id=row["account_id"],
        network=Network(row["network"]),
        external_id=row["external_id"],
        handle=row["handle"],
        state=AccountState(row["state"]),
        reason=row["reason"],
        since=row["since"],
        collected_at=row["collected_at"],
    )


async def upsert_workspace(
    pool: Pool,
    project_id: int,
    workspace_id: str,
    *,
    name: str,
    timezone: ZoneInfo,
    series_days: int | None = None,
    aggregates_days: int | None = None,
) -> Workspace:
    """Declares a workspace, or changes it; see its attributes.

    Raises:
        ViewpulseError: LIMIT_EXCEEDED if the project has too many.
    """
    which = {"project": project_id, "workspace": workspace_id}
    async with pool.acquire() as connection, connection.transaction():
        await lock_project_in_transaction(connection, "social workspaces", project_id)  # two would not count each other
        others = await load_sql(__name__, "other_workspaces").fetchval(connection, **which)
        if others >= MAX_WORKSPACES:
            message = f"A project has at most {MAX_WORKSPACES:,} workspaces of social accounts."
            raise limit_exceeded(message, "socialWorkspaces", MAX_WORKSPACES, others + 1)
        row = await load_sql(__name__, "upsert_workspace").fetchrow(
            connection,
            name=name,
            timezone=timezone.key,
            series_days=series_days,
            aggregates_days=aggregates_days,
            **which,
        )
    assert row is not None
    return Workspace(**row)


async def find_workspace(source: Source, project_id: int, workspace_id: str) -> Workspace:
    """A workspace; raises NOT_FOUND if there is none of that id."""
    row = await load_sql(__name__, "workspace").fetchrow(source, project=project_id, workspace=workspace_id)
    if row is None:
        raise _no_workspace(workspace_id)
    return Workspace(**row)


async def list_workspaces(source: Source, project_id: int) -> list[Workspace]:
    """The workspaces of a project, by their ids."""
    statement = load_sql(__name__, "workspaces", **FORWARDS)
    return [Workspace(**row) for row in await statement.fetch(source, project=project_id, after_id=None, limit=None)]


async def find_account(source: Source, project_id: int, account_id: str) -> Account:
    """An account; raises NOT_FOUND if there is none of that id."""
    row = await load_sql(__name__, "account").fetchrow(source, project=project_id, account=account_id)
    return account_of(project_id, _required(row, account_id))


async def list_accounts(source: Source, project_id: int, workspace_id: str) -> list[Account]:
    """The accounts of a workspace, by their ids."""
    rows = await load_sql(__name__, "accounts").fetch(source, project=project_id, workspace=workspace_id)
    return [account_of(project_id, row) for row in rows]


async def connect_account(
    pool: Pool,
    client: SocialClient,
    vault: Vault,
    fetcher: Fetcher,
    *,
    project_id: int,
    workspace_id: str,
    token: Token,
    external_id: str | None = None,
) -> Account:
    """Connects the account that a token opens, or connects it again; it is then due at once.

    Args:
        pool: The database of the project's cell.
        client: Asks the network whose token it is.
        vault: The keys.
        fetcher: The network.
        project_id: The project.
        workspace_id: The workspace that owns it from now on.
        token: What opens it.
        external_id: Its id at the network; None where the token tells it.

    Raises:
        ViewpulseError: NOT_FOUND without such a workspace; BAD_INPUT if the network refuses the token; LIMIT_EXCEEDED
            if the workspace has too many accounts.
    """
    await find_workspace(pool, project_id, workspace_id)
    try:
        opening, profile = await find_profile(client, fetcher, token, project_id, external_id)
    except SocialFailure as failure:
        message = f"{title_of(fetcher.network)} does not show the account: {failure.reason}"
        raise ViewpulseError(ErrorCode.BAD_INPUT, message) from None
    opened = Opened(profile.external_id, profile.handle or profile.external_id, profile.name, opening)
    [account] = await connect_opened(
        pool,
        vault,
        fetcher.network,
        project_id=project_id,
        workspace_id=workspace_id,
        opened=[opened],
        now=client.now(),
    )
    return account


async def connect_opened(
    pool: Pool,
    vault: Vault,
    network: Network,
    *,
    project_id: int,
    workspace_id: str,
    opened: Sequence[Opened],
    now: datetime,
) -> list[Account]:
    """Connects accounts of a network, all of them or none; see ``connect_account``.

    Args:
        pool: The database of the project's cell.
        vault: The keys.
        network: The network.
        project_id: The project.
        workspace_id: The workspace that owns them from now on.
        opened: The accounts, as the network showed them, and what opens them.
        now: The time.

    Raises:
        ViewpulseError: NOT_FOUND without such a workspace; LIMIT_EXCEEDED if it has too many accounts.
    """
    connected: list[Account] = []
    async with pool.acquire() as connection, connection.transaction():
        # those that come together would not count each other's accounts
        which = {"project": project_id, "workspace": workspace_id}
        if await load_sql(__name__, "lock_workspace").fetchval(connection, **which) is None:
            raise _no_workspace(workspace_id)
        for one in sorted(opened, key=lambda one: one.external_id):  # in one order: others may connect the same ones
            account_id = account_id_of(network, one.external_id)
            row = await load_sql(__name__, "connect_account").fetchrow(
                connection,
                project=project_id,
                account=account_id,
                workspace=workspace_id,
                network=network.value,
                external_id=one.external_id,
                handle=storable(one.handle),
                now=now,
                most=MAX_ACCOUNTS,
            )
            if row is None:
                message = f"A workspace has at most {MAX_ACCOUNTS} accounts; use another workspace."
                raise limit_exceeded(message, "socialAccounts", MAX_ACCOUNTS)
            await store_token(connection, vault, project_id, account_id, token=one.token, now=now)
            connected.append(account_of(project_id, row))
    for account in connected:
        _log.info(
            "a social account was connected", project=project_id, account=account.account_id, workspace=workspace_id
        )
    return connected


async def owners_of(source: Source, project_id: int, account_ids: Sequence[str]) -> dict[str, str]:
    """The workspaces that own accounts which are not disconnected, by the ids of the accounts."""
    rows = await load_sql(__name__, "owners").fetch(source, project=project_id, accounts=list(account_ids))
    return {row["account_id"]: row["workspace_id"] for row in rows}


async def set_state(
    source: Source, project_id: int, account_id: str, state: AccountState, *, reason: str | None, now: datetime
) -> Account:
    """Puts an account into a state.

    Raises:
        ViewpulseError: NOT_FOUND if there is none of that id; BAD_INPUT if it has to be connected again.
    """
    row = await load_sql(__name__, "set_state").fetchrow(
        source, project=project_id, account=account_id, state=state.value, reason=reason, now=now
    )
    if row is None:
        before = await find_account(source, project_id, account_id)
        message = DISCONNECTED if before.state is AccountState.DISCONNECTED else REFUSED
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["accountId"])
    found = account_of(project_id, row)
    _log.info("a social account changed", project=project_id, account=account_id, state=state, reason=reason)
    return found


async def disconnect_account(
    connection: Connection, project_id: int, account_id: str, *, deletes: bool, now: datetime
) -> Account:
    """Disconnects an account: its token is deleted, and nothing more is collected, also by a collection under way.

    Args:
        connection: To the project's cell.
        project_id: The project.
        account_id: The account.
        deletes: Whether its posts and all of its numbers are deleted, too.
        now: The time.

    Returns:
        The account as it is now, or as it was before it was deleted.

    Raises:
        ViewpulseError: NOT_FOUND if there is none of that id.
    """
    which = {"project": project_id, "account": account_id}
    async with connection.transaction():
        row = await load_sql(__name__, "disconnect_account").fetchrow(connection, reason=DISCONNECTED, now=now, **which)
        account = account_of(project_id, _required(row, account_id))
        if deletes:
            await load_sql(__name__, "delete_account").execute(connection, **which)
    _log.info("a social account was disconnected", project=project_id, account=account_id, deleted=deletes)
    return account


async def want_account(source: Source, project_id: int, account_id: str, spacing: timedelta) -> Account:
    """Makes an account due, at the earliest some time after its last collection began.

    Raises:
        ViewpulseError: NOT_FOUND if there is none of that id; BAD_INPUT if it is not connected now.
    """
    row = await load_sql(__name__, "want_account").fetchrow(
        source, project=project_id, account=account_id, spacing=spacing
    )
    if row is None:
        found = await find_account(source, project_id, account_id)
        message = f"The account is not collected: {found.reason or found.state}"
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["accountId"])
    return account_of(project_id, row)


async def want_workspace(source: Source, project_id: int, workspace_id: str, spacing: timedelta) -> list[Account]:
    """Makes the connected accounts of a workspace due as ``want_account``; NOT_FOUND if there is no workspace."""
    await find_workspace(source, project_id, workspace_id)
    rows = await load_sql(__name__, "want_workspace").fetch(
        source, project=project_id, workspace=workspace_id, spacing=spacing
    )
    return [account_of(project_id, row) for row in rows]


def _no_workspace(workspace_id: str) -> ViewpulseError:
    message = f"There is no workspace {workspace_id}; declare it with `upsertSocialWorkspace`."
    return ViewpulseError(ErrorCode.NOT_FOUND, message, field=["workspaceId"])


def _required(row: asyncpg.Record | None, account_id: str) -> asyncpg.Record:
    if row is None:
        message = f"There is no social account {account_id}; connect it with `viewpulse social connect`."
        raise ViewpulseError(ErrorCode.NOT_FOUND, message, field=["accountId"])
    return row
