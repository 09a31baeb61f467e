"""What posts gained is known for times in which some were read, whatever else of the account was."""

import random
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from server.social.accounts import find_account, upsert_workspace
from server.social.client import AccountCalls
from server.social.days import fold_account
from server.social.model import FoundPost, MetricValue, Network, PostKind, PostMetrics, Taken
from server.social.storing import Storage
from server.storage.database import Pool
from tests.integration.transport.api import Api
from tests.social.history import Played, at
from tests.social.test_aggregates import ask

ASK = """query ($of: SocialOfInput!, $by: Interval!, $range: RangeInput) {
    socialAggregates(of: $of, by: $by, range: $range) {
        points { posts { likes { total provenance reason } } } totals { posts { likes { total provenance } } }
    }
}"""
NOT_THEN = (None, "UNAVAILABLE", "Nothing of it was collected in this time.")
OLDER = "The number before is older, so some of it may have come before this time."


class Read(Played):
    """An account of X that is collected with given numbers: of itself at one time, of its post at another."""

    async def read(self, own: datetime, of_posts: datetime | None, likes: float = 0) -> None:
        """A collection; of no posts without a time for them."""
        clock = [own]
        calls = SimpleNamespace(now=lambda: clock[0], kept=[], made=0, fetcher=self.fetcher)
        taken = Taken(await find_account(self.pool, 1, self.account_id), self.collection, own, reads_all=False)
        storage = Storage(self.pool, taken, cast("AccountCalls", calls), keeps_answers=False)
        await storage.account_values(self.account_id, [MetricValue("following", 1, "following_count")])
        if of_posts is not None:
            clock[0] = of_posts
            post = FoundPost("p", PostKind.POST, at("2026-11-10T09:30:00"), title="p")
            await storage.posts_found([post], own - timedelta(days=90), {PostKind.POST}, lambda *_: True)
            await storage.post_values([post], PostMetrics([MetricValue("likes", likes, "like_count", "p")]))
        async with self.pool.acquire() as connection, connection.transaction():
            await fold_account(connection, 1, self.account_id, clock[0])


async def start(pool: Pool) -> Read:
    await upsert_workspace(pool, 1, "main", name="Main", timezone=ZoneInfo("UTC"))
    account = Read(pool, random.Random(1), Network.X, "x:1")
    await account.connect(at("2026-11-10T08:00:00"))
    await account.read(at("2026-11-10T08:58:00"), None)
    return account


async def likes(api: Api, by: str, first: str, end: str) -> tuple[list[Any], Any]:
    found = await ask(api, ASK, of={"accountId": "x:1"}, by=by, range={"between": {"start": first, "end": end}})
    points = [tuple(point["posts"]["likes"].values()) for point in found["points"]]
    return points, tuple(found["totals"]["posts"]["likes"].values())


async def test_days_without_a_reading_of_posts_are_unknown(api: Api, pool: Pool) -> None:
    account = await start(pool)
    await account.read(at("2026-11-10T10:58:00"), at("2026-11-10T10:58:20"), 3)
    await account.read(at("2026-11-12T10:58:00"), None)  # the list of posts failed
    await account.read(at("2026-11-14T10:00:00"), at("2026-11-14T10:00:20"), 303)
    await account.read(at("2026-11-15T10:00:00"), at("2026-11-15T10:00:20"), 303)
    points, total = await likes(api, "DAY", "2026-11-10", "2026-11-16")
    gap = [NOT_THEN] * 3
    assert points == [(3, "MEASURED", None), *gap, (300, "ESTIMATED", OLDER), (0, "MEASURED", None)]
    assert total == (303, "ESTIMATED")


async def test_a_collection_that_crosses_an_hour_loses_nothing(api: Api, pool: Pool) -> None:
    account = await start(pool)
    await account.read(at("2026-11-10T09:58:30"), at("2026-11-10T09:58:40"), 3)
    await account.read(at("2026-11-10T10:58:58"), at("2026-11-10T11:00:20"), 10)
    await account.read(at("2026-11-10T12:00:21"), at("2026-11-10T12:00:50"), 11)
    points, total = await likes(api, "HOUR", "2026-11-10", "2026-11-11")
    assert points[9:13] == [(3, "MEASURED", None), NOT_THEN, (7, "ESTIMATED", OLDER), (1, "MEASURED", None)]
    assert total[0] == 11
