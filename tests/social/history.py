"""Days of collections with random numbers, gaps and late changes, stored as collections store them."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

from server.social.accounts import find_account
from server.social.client import AccountCalls
from server.social.collecting import changing_days
from server.social.days import fold_account
from server.social.fetcher import Fetcher
from server.social.metrics import ACCOUNT_METRICS, POST_METRICS
from server.social.model import (
    FoundPost,
    MetricValue,
    Network,
    PostKind,
    PostMetrics,
    Taken,
    estimated_value,
    unavailable_value,
)
from server.social.networks import open_fetchers
from server.social.storing import Storage
from server.social_settings import SocialSettings
from server.storage.database import Pool

STATES = {"followers", "following"}
CONNECT = """
INSERT INTO social_accounts
    (project_id, account_id, workspace_id, network, external_id, handle, state, since, due_at, taken_by)
VALUES (1, $1, $2, $3, $1, $1, 'connected', $4, $4, $5)
"""


@dataclass
class Played:
    """An account that is collected at times of the test's choice.

    Attributes:
        pool: The database.
        dice: Chance.
        network: Its network.
        account_id: Its id.
        workspace_id: Its workspace.
        collection: The one collection that has it.
        counts: What the network would say: of each day, of each post, and of the account.
    """

    pool: Pool
    dice: random.Random
    network: Network
    account_id: str
    workspace_id: str = "main"
    collection: Any = field(default_factory=uuid4)
    followers: float = 1_000
    posts: dict[str, FoundPost] = field(default_factory=dict)
    counts: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def fetcher(self) -> Fetcher:
        """Its network."""
        return open_fetchers(SocialSettings())[self.network]

    async def connect(self, now: datetime) -> None:
        """Adds the account."""
        await self.pool.execute(CONNECT, self.account_id, self.workspace_id, self.network.value, now, self.collection)

    async def collect(self, now: datetime) -> None:
        """A collection at a time, with numbers of chance."""
        self._publish(now)
        account = await find_account(self.pool, 1, self.account_id)
        calls = SimpleNamespace(now=lambda: now, kept=[], made=0, fetcher=self.fetcher)
        taken = Taken(account, self.collection, now, reads_all=False)
        storage = Storage(self.pool, taken, cast("AccountCalls", calls), keeps_answers=False)
        await storage.account_values(self.account_id, [*self._states(), *self._days(now)])
        listed, since = [*self.posts.values()], now - timedelta(days=90)
        whole = {PostKind.POST, PostKind.REEL}
        read = await storage.posts_found(listed, since, whole, lambda _post, _read_at: self.dice.random() < 0.8)
        await storage.post_values(read, PostMetrics([value for post in read for value in self._of_post(post)]))
        await self.pool.execute(
            "UPDATE social_accounts SET collected_at = $2 WHERE account_id = $1", self.account_id, now
        )
        async with self.pool.acquire() as connection, connection.transaction():
            await fold_account(connection, 1, self.account_id, now)

    def _publish(self, now: datetime) -> None:
        for _ in range(self.dice.choice([0, 0, 1, 2])):
            post_id = f"{self.account_id}-{len(self.posts)}"
            at = now - timedelta(minutes=self.dice.choice([1, 50, 60 * 30, 60 * 24 * 8]))
            kind = self.dice.choice([*PostKind])
            self.posts[post_id] = FoundPost(post_id, kind, at, title=post_id)
            self.counts[post_id] = dict.fromkeys(POST_METRICS, 0.0)

    def _states(self) -> list[MetricValue]:
        self.followers += self.dice.choice([0, 0, 3, -1, 12])
        values = []
        for name in sorted(STATES):
            metric = ACCOUNT_METRICS[name]
            if self.network not in metric.sources:
                continue
            source, number = metric.sources[self.network], self.followers if name == "followers" else 7.0
            chance = self.dice.random()
            if chance < 0.1:
                values.append(unavailable_value(name, "Hidden.", source=source))
            elif chance < 0.2:
                values.append(estimated_value(name, number, "Rounded.", source=source))
            else:
                values.append(MetricValue(name, number, source))
        return values

    def _days(self, now: datetime) -> list[MetricValue]:
        values = []
        for day in changing_days(self.fetcher, now):
            for name, metric in ACCOUNT_METRICS.items():
                if name in STATES or self.network not in metric.sources:
                    continue
                source = metric.sources[self.network]
                if self.dice.random() < 0.2:
                    values.append(unavailable_value(name, "Not yet.", source=source, day=day))
                else:
                    values.append(MetricValue(name, float(self.dice.randrange(500)), source, day=day))
        return values

    def _of_post(self, post: FoundPost) -> list[MetricValue]:
        values = []
        counts = self.counts[post.post_id]
        for name, metric in POST_METRICS.items():
            if self.network not in metric.sources:
                continue
            counts[name] += self.dice.choice([0, 0, 1, 5, -1, 40])
            source = metric.sources[self.network]
            if self.dice.random() < 0.15:
                values.append(unavailable_value(name, "Refused.", source=source, post_id=post.post_id))
            else:
                values.append(MetricValue(name, counts[name], source, post.post_id))
        return values


async def play(account: Played, start: datetime, end: datetime) -> None:
    """Collections from a time to another one, with gaps of hours and of days."""
    now = start
    await account.connect(now)
    while now < end:
        await account.collect(now)
        now += timedelta(minutes=account.dice.choice([60, 200, 60 * 9, 60 * 26, 60 * 50]))


def at(text: str) -> datetime:
    """A time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
