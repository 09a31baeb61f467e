"""Takes accounts for collection, so that no two processes collect one at the same time.

An account is taken for some seconds, and again and again while its collection lasts. If its process is killed, nobody
says so any more, and another process takes it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import structlog

from server.social.accounts import account_of
from server.social.collecting import Outcome
from server.social.model import Network, Taken
from server.social.storing import Overtaken
from server.social_settings import SocialSettings
from server.storage.database import Pool
from server.storage.revision import newest_revision, require_schema
from server.storage.sql import load_sql

NEEDED = newest_revision()
BEATS = 4
"""Signs of life within the time for which an account is taken."""

_log = structlog.get_logger(__name__)


class Taker:
    """Takes accounts of one cell.

    Args:
        settings: For how long an account is taken.
        pool: The database of the cell.
    """

    def __init__(self, settings: SocialSettings, pool: Pool) -> None:
        self._lease = timedelta(seconds=settings.social_lease)
        self._pool = pool

    async def take_due(self, limit: int, full: Sequence[Network] = ()) -> list[Taken]:
        """Takes accounts that are due, of any project.

        Args:
            limit: How many at most.
            full: Networks whose accounts are not taken.

        Raises:
            SchemaRefused: This version must not collect on the schema of the database.
        """
        await require_schema(self._pool, NEEDED)
        async with self._pool.acquire() as connection, connection.transaction():
            rows = await load_sql(__name__, "take_due").fetch(
                connection, collection=(collection := uuid4()), lease=self._lease, limit=limit, full=[*full]
            )
        return [_taken(row, collection) for row in rows]

    async def take(self, project_id: int, account_id: str, spacing: timedelta = timedelta()) -> Taken | None:
        """Takes one account; None if it is not connected, or another process has it, or had it just before.

        Args:
            project_id: The project.
            account_id: The account.
            spacing: How long ago its last collection must have begun.

        Raises:
            SchemaRefused: As ``take_due``.
        """
        await require_schema(self._pool, NEEDED)
        collection = uuid4()
        row = await load_sql(__name__, "take_account").fetchrow(
            self._pool,
            project=project_id,
            account=account_id,
            collection=collection,
            lease=self._lease,
            spacing=spacing,
        )
        return None if row is None else _taken(row, collection)

    async def hold(self, taken: Taken, collect: Callable[[Taken], Awaitable[Outcome]]) -> Outcome | None:
        """Collects a taken account, and says meanwhile that it is still being collected.

        Returns:
            None if the account was disconnected, or another process has taken it, because this one gave no sign of life
            for too long.
        """
        collecting = asyncio.ensure_future(collect(taken))
        beating = asyncio.create_task(self._beat(taken))
        try:
            await asyncio.wait((collecting, beating), return_when=asyncio.FIRST_COMPLETED)
            if collecting.done():
                return collecting.result()
        except Overtaken:
            pass
        finally:
            for task in (collecting, beating):
                task.cancel()
            await asyncio.gather(collecting, beating, return_exceptions=True)
        _log.warning("a social account was taken away from its collection", account=taken.account.account_id)
        return None

    async def release(self, taken: Taken) -> None:
        """Gives an account back that was not collected to the end."""
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):  # then its time runs out
            await load_sql(__name__, "release_account").execute(self._pool, **_which(taken))

    async def _beat(self, taken: Taken) -> None:
        """Returns when another process has the account."""
        while True:
            await asyncio.sleep(self._lease.total_seconds() / BEATS)
            try:
                kept = await load_sql(__name__, "keep_taken").fetchval(self._pool, lease=self._lease, **_which(taken))
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                _log.warning("no sign of life can be given", account=taken.account.account_id, error=error)
                continue
            if kept is None:
                return


def _taken(row: asyncpg.Record, collection: UUID) -> Taken:
    account = account_of(row["project_id"], row)
    return Taken(account, collection, row["started_at"], reads_all=row["wanted_at"] is not None)


def _which(taken: Taken) -> dict[str, object]:
    account = taken.account
    return {"project": account.project_id, "account": account.account_id, "collection": taken.collection}
