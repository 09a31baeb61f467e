"""Connects and collects accounts of local networks, without commands and workers."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from server.settings import Settings
from server.social.accounts import connect_account, find_account
from server.social.client import SocialClient
from server.social.collecting import Collector, Outcome
from server.social.model import Account, Network, Token
from server.social.networks import open_fetchers
from server.social.taking import Taker
from server.social.vault import Vault
from server.storage.database import Pool

PACIFIC = ZoneInfo("America/Los_Angeles")


@dataclass
class Bench:
    """What a test connects and collects with; project 1, workspace ``main``.

    Attributes:
        settings: The settings.
        pool: The database.
        client: The client.
        vault: The keys.
        collector: The collector.
        naps: Seconds that were waited for between tries.
    """

    ZONE: ClassVar[ZoneInfo] = ZoneInfo("Europe/Berlin")

    settings: Settings
    pool: Pool
    client: SocialClient
    vault: Vault
    collector: Collector
    naps: list[float] = field(default_factory=list)

    async def connect(
        self,
        network: Network,
        token: str,
        external_id: str | None = None,
        *,
        refresh: str | None = None,
        expires_at: datetime | None = None,
    ) -> Account:
        """Connects an account by its token."""
        return await connect_account(
            self.pool,
            self.client,
            self.vault,
            open_fetchers(self.settings)[network],
            project_id=1,
            workspace_id="main",
            token=Token(token, refresh, expires_at),
            external_id=external_id,
        )

    async def collect(self, account: Account) -> Outcome:
        """Collects an account as a worker does."""
        taker = Taker(self.settings, self.pool)
        taken = await taker.take(1, account.account_id)
        assert taken is not None
        outcome = await taker.hold(taken, self.collector.collect)
        assert outcome is not None
        return outcome

    async def forget_pauses(self) -> None:
        """Lets all calls through again, as if the time of all pauses were over."""
        pauses = self.client.pauses
        pauses._own.clear()
        answers = await pauses._run(("KEYS", f"{pauses._prefix}paused:*"))
        assert answers is not None
        [found] = answers
        assert isinstance(found, list)
        for key in found:
            await pauses._run(("DEL", key.decode()))

    async def account(self, account: Account) -> Account:
        """The account as it is stored now."""
        return await find_account(self.pool, 1, account.account_id)

    async def values(self, account: Account, post_id: str = "") -> dict[str, tuple[Any, str]]:
        """The latest numbers of a post, or of the account itself, that the network gives, with their provenances."""
        rows = await self.pool.fetch(
            "SELECT metric, value, provenance FROM social_latest"
            " WHERE account_id = $1 AND post_id = $2 AND metric <> 'engagementRate'",
            account.account_id,
            post_id,
        )
        return {row["metric"]: (row["value"], row["provenance"]) for row in rows}

    async def series(self, account: Account, metric: str, post_id: str = "") -> list[tuple[datetime, float | None]]:
        """The series of a metric, the oldest first."""
        rows = await self.pool.fetch(
            "SELECT at, value FROM social_values WHERE account_id = $1 AND post_id = $2 AND metric = $3 ORDER BY at",
            account.account_id,
            post_id,
            metric,
        )
        return [(row["at"], row["value"]) for row in rows]


def pacific_days(now: datetime, count: int) -> list[date]:
    """The last whole days of the Pacific zone, the oldest first."""
    today = now.astimezone(PACIFIC).date()
    return [today - timedelta(days=back) for back in range(count, 0, -1)]
