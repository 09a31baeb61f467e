"""Stored tokens: read, renewed by one process at a time, and encrypted again under a new key."""

from datetime import datetime

import structlog

from server.errors import ErrorCode, ViewpulseError
from server.social.client import SocialClient
from server.social.failures import AuthExpired
from server.social.fetcher import Fetcher
from server.social.model import Account, Token
from server.social.vault import Vault
from server.storage.database import Connection, Pool
from server.storage.sql import load_sql
from server.storage.statement import Source

ROTATED_AT_ONCE = 500

_log = structlog.get_logger(__name__)


async def read_token(source: Source, vault: Vault, project_id: int, account_id: str) -> Token:
    """The token of an account.

    Raises:
        ViewpulseError: NOT_FOUND if there is none; BAD_INPUT if the keys of the settings do not open it.
    """
    sealed = await load_sql(__name__, "token").fetchval(source, project=project_id, account=account_id)
    if sealed is None:
        raise ViewpulseError(ErrorCode.NOT_FOUND, f"There is no token of {account_id}: connect it.")
    return vault.open(project_id, account_id, sealed)


async def store_token(
    source: Source, vault: Vault, project_id: int, account_id: str, *, token: Token, now: datetime
) -> None:
    """Stores the token of an account in place of the one that it had."""
    sealed = vault.seal(project_id, account_id, token)
    await load_sql(__name__, "store_token").execute(
        source,
        project=project_id,
        account=account_id,
        token=sealed.token,
        key_mark=sealed.key_mark,
        expires_at=token.expires_at,
        now=now,
    )


async def renew_token(
    pool: Pool, client: SocialClient, vault: Vault, fetcher: Fetcher, *, account: Account, used: Token
) -> Token:
    """The token that follows one that the network refused, or that ends soon.

    Only one process renews the token of an account at a time, because many networks accept a refresh token once. What
    another one has stored meanwhile is taken as it is. The new token is stored before anyone else can read the old one.

    Args:
        pool: The database of the account's cell.
        client: Sends the request.
        vault: The keys.
        fetcher: The network.
        account: The account.
        used: The token that no longer does.

    Raises:
        AuthExpired, ContractChanged, Transient: As ``Fetcher.renew``.
    """
    which = {"project": account.project_id, "account": account.account_id}
    async with pool.acquire() as connection, connection.transaction():
        sealed = await load_sql(__name__, "lock_token").fetchval(connection, **which)
        if sealed is None:
            raise AuthExpired("The account was disconnected.")
        stored = vault.open(account.project_id, account.account_id, sealed)
        if stored.access != used.access:
            return stored
        now = client.now()
        renewed = await fetcher.renew(client.send, stored, now)
        await store_token(connection, vault, account.project_id, account.account_id, token=renewed, now=now)
    _log.info("a token was renewed", account=account.account_id, project=account.project_id)
    return renewed


async def rotate_tokens(connection: Connection, vault: Vault) -> int:
    """Encrypts all tokens of a cell under the first key; returns how many were under another one."""
    rotated = 0
    while True:
        async with connection.transaction():
            rows = await load_sql(__name__, "other_tokens").fetch(
                connection, key_mark=vault.mark, limit=ROTATED_AT_ONCE
            )
            for row in rows:
                sealed = vault.rotate(row["token"])
                await load_sql(__name__, "rotate_token").execute(
                    connection,
                    project=row["project_id"],
                    account=row["account_id"],
                    token=sealed.token,
                    key_mark=sealed.key_mark,
                )
        rotated += len(rows)
        if len(rows) < ROTATED_AT_ONCE:
            return rotated
