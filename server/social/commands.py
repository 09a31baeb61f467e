"""What the commands ``viewpulse social`` do: each opens what it needs, and closes it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.social.accounts import connect_account, list_accounts, upsert_workspace
from server.social.client import SocialClient
from server.social.collecting import Collector, Outcome
from server.social.members import set_members
from server.social.model import Account, Network, Token
from server.social.networks import open_fetchers
from server.social.pauses import Pauses
from server.social.taking import Taker
from server.social.vault import Vault
from server.storage.database import Pool, close_pool, open_pool
from server.storage.tombstones import Tombstones


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a command works with."""

    settings: Settings
    pool: Pool
    client: SocialClient
    vault: Vault


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[_Parts]:
    vault = Vault.of_settings(settings)
    pool = await open_pool(settings, application="social", size=2)
    pauses = Pauses(settings.redis_url, settings.database_url)
    try:
        async with SocialClient(pauses) as client:
            yield _Parts(settings, pool, client, vault)
    finally:
        await pauses.aclose()
        await close_pool(pool)


async def declare_workspace(
    settings: Settings,
    project_id: int,
    workspace_id: str,
    *,
    name: str,
    timezone: ZoneInfo,
    series_days: int | None = None,
    aggregates_days: int | None = None,
) -> None:
    """Declares a workspace, or changes it; see ``upsert_workspace``."""
    pool = await open_pool(settings, application="social", size=2)
    try:
        await upsert_workspace(
            pool,
            project_id,
            workspace_id,
            name=name,
            timezone=timezone,
            series_days=series_days,
            aggregates_days=aggregates_days,
        )
    finally:
        await close_pool(pool)


async def connect(
    settings: Settings,
    project_id: int,
    workspace_id: str,
    network: Network,
    *,
    token: Token,
    external_id: str | None,
) -> Account:
    """Connects the account that a token opens.

    Args:
        settings: Those of the project's cell.
        project_id: The project.
        workspace_id: The workspace that owns it.
        network: Its network.
        token: What opens it.
        external_id: Its id at the network; None where the token tells it.

    Raises:
        ViewpulseError: NOT_FOUND without such a workspace; BAD_INPUT for a network that this version does not collect,
            or if the network refuses the token.
    """
    async with _opened(settings) as parts:
        fetcher = open_fetchers(settings).get(network)
        if fetcher is None:
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"This version does not collect {network}.")
        return await connect_account(
            parts.pool,
            parts.client,
            parts.vault,
            fetcher,
            project_id=project_id,
            workspace_id=workspace_id,
            token=token,
            external_id=external_id,
        )


async def collect(
    settings: Settings, project_id: int, workspace_id: str, account_id: str | None, *, forces: bool
) -> list[tuple[Account, Outcome | None]]:
    """Collects the connected accounts of a workspace now, one after another.

    Args:
        settings: Those of the project's cell.
        project_id: The project.
        workspace_id: The workspace.
        account_id: Only this one of its accounts.
        forces: Also accounts whose last collection did not begin long enough ago.

    Returns:
        What became of each; None for one that is not connected, that a worker collects at this moment, or whose last
        collection did not begin long enough ago.
    """
    done: list[tuple[Account, Outcome | None]] = []
    async with _opened(settings) as parts:
        taker = Taker(settings, parts.pool)
        collector = Collector(settings, parts.pool, parts.client, parts.vault)
        for account in await list_accounts(parts.pool, project_id, workspace_id):
            if account_id not in (None, account.account_id):
                continue
            spacing = timedelta() if forces else timedelta(seconds=settings.social_spacing)
            taken = await taker.take(project_id, account.account_id, spacing)
            done.append((account, None if taken is None else await taker.hold(taken, collector.collect)))
    return done


async def name_members(settings: Settings, project_id: int, workspace_id: str, user_ids: Sequence[str]) -> list[str]:
    """Makes some users the members of a workspace; see ``set_members``."""
    pool = await open_pool(settings, application="social", size=2)
    try:
        async with pool.acquire() as connection:
            return await set_members(connection, project_id, workspace_id, user_ids, Tombstones(pool, settings))
    finally:
        await close_pool(pool)
