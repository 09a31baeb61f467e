"""What posts gained is known for times in which some were read, whatever else of the account was."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from server.social.accounts import find_account, upsert_workspace
from server.social.client import AccountCalls
from server.social.days import fold_account
from server.social.model import FoundPost, MetricValue, Network, PostKind, PostMetrics, Taken, unavailable_value
from server.social.post_series import FROM_THE_FIRST, NO_BEFORE
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
PUBLISHED = at("2026-11-10T09:30:00")
OF_POST = """query ($by: Interval!, $range: RangeInput) { socialPost(accountId: "x:1", postId: "p") {
    series(by: $by, range: $range) { points { gains { likes { value provenance reason } } } } } }"""


@dataclass
class Read(Played):
    """An account of X that is collected with given numbers: of itself at one time, of its post at another.

    Attributes:
        published: When its post was published.
    """

    published: datetime = PUBLISHED

    async def read(self, own: datetime, of_posts: datetime | None, likes: float | None = 0, post_id: str = "p") -> None:
        """A collection; of no posts without a time for them. Likes of None are hidden."""
        clock = [own]
        calls = SimpleNamespace(now=lambda: clock[0], kept=[], made=0, fetcher=self.fetcher)
        taken = Taken(await find_account(self.pool, 1, self.account_id), self.collection, own, reads_all=False)
        storage = Storage(self.pool, taken, cast("AccountCalls", calls), keeps_answers=False)
        await storage.account_values(self.account_id, [MetricValue("following", 1, "following_count")])
        if of_posts is not None:
            clock[0] = of_posts
            post = FoundPost(post_id, PostKind.POST, self.published, title=post_id)
            await storage.posts_found([post], own - timedelta(days=90), set(), lambda *_: True)
            hidden = unavailable_value("likes", "Hidden.", post_id=post_id)
            value = hidden if likes is None else MetricValue("likes", likes, "like_count", post_id)
            await storage.post_values([post], PostMetrics([value]))
        async with self.pool.acquire() as connection, connection.transaction():
            await fold_account(connection, 1, self.account_id, clock[0])


async def start(pool: Pool) -> Read:
    await upsert_workspace(pool, 1, "main", name="Main", timezone=ZoneInfo("UTC"))
    account = Read(pool, random.Random(1), Network.X, "x:1")
    await account.connect(at("2026-11-10T08:00:00"))
    await account.read(at("2026-11-10T08:58:00"), None)
    return account


async def post_likes(api: Api, by: str, first: str, end: str) -> list[Any]:
    found = await ask(api, OF_POST, by=by, range={"between": {"start": first, "end": end}})
    return [tuple(point["gains"]["likes"].values()) for point in found["series"]["points"]]


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


async def test_nothing_that_came_before_the_first_reading_is_counted_or_called_measured(api: Api, pool: Pool) -> None:
    account = await start(pool)
    account.published = at("2026-11-01T09:30:00")
    for time, count in (
        ("2026-11-10T10:58:00", 300),
        ("2026-11-10T11:58:00", 300),
        ("2026-11-10T12:58:00", 310),
        ("2026-11-11T12:00:00", 315),
    ):
        await account.read(at(time), at(time), count)
    nothing = (None, "UNAVAILABLE", NO_BEFORE)
    hours, by_hour = await likes(api, "HOUR", "2026-11-10", "2026-11-11")
    assert hours[9:13] == [NOT_THEN, nothing, (0, "MEASURED", None), (10, "MEASURED", None)]
    assert by_hour == (10, "ESTIMATED")
    days, total = await likes(api, "DAY", "2026-11-09", "2026-11-12")
    reason = "Of posts that were not read before, it is counted from the first number on."
    assert days == [NOT_THEN, (10, "ESTIMATED", reason), (5, "MEASURED", None)]
    assert total == (15, "ESTIMATED")
    of_hours = await post_likes(api, "HOUR", "2026-11-10", "2026-11-11")
    assert [value[:2] for value in of_hours[10:13]] == [value[:2] for value in hours[10:13]]
    of_days = await post_likes(api, "DAY", "2026-11-10", "2026-11-12")
    assert of_days == [(10, "ESTIMATED", FROM_THE_FIRST), (5, "MEASURED", None)]


async def test_a_day_with_the_first_reading_alone_gained_what_nobody_knows(api: Api, pool: Pool) -> None:
    account = await start(pool)
    account.published = at("2026-11-01T09:30:00")
    await account.read(at("2026-11-10T10:58:00"), at("2026-11-10T10:58:20"), 300)
    await account.read(at("2026-11-11T10:58:00"), at("2026-11-11T10:58:20"), 300)
    days, total = await likes(api, "DAY", "2026-11-10", "2026-11-12")
    assert days == [(None, "UNAVAILABLE", NO_BEFORE), (0, "MEASURED", None)]
    assert total == (0, "ESTIMATED")
    assert await post_likes(api, "DAY", "2026-11-10", "2026-11-12") == days


async def test_a_later_day_on_which_posts_were_read_for_the_first_time_alone_is_unknown(api: Api, pool: Pool) -> None:
    account = await start(pool)
    account.published = at("2026-11-01T09:30:00")
    for day, count in (("2026-11-10", 300), ("2026-11-11", 302)):
        await account.read(at(f"{day}T10:58:00"), at(f"{day}T10:58:20"), count)
    await account.read(at("2026-11-12T10:58:00"), at("2026-11-12T10:58:20"), 50, "older")
    account.published = at("2026-11-13T09:00:00")
    await account.read(at("2026-11-13T10:58:00"), at("2026-11-13T10:58:20"), None, "new")
    account.published = at("2026-11-01T09:30:00")
    await account.read(at("2026-11-14T10:58:00"), at("2026-11-14T10:58:20"), 57, "older")
    await account.read(at("2026-11-15T10:58:00"), at("2026-11-15T10:58:20"), 302)
    nothing = (None, "UNAVAILABLE", NO_BEFORE)
    expected = [nothing, (2, "MEASURED", None), nothing, NOT_THEN, (7, "ESTIMATED", OLDER), (0, "MEASURED", None)]
    for _ in range(2):
        days, total = await likes(api, "DAY", "2026-11-10", "2026-11-16")
        assert days == expected
        assert total == (9, "ESTIMATED")
        async with pool.acquire() as connection, connection.transaction():
            await fold_account(connection, 1, "x:1", at("2026-11-15T11:00:00"), since=date.min)
    hours, _ = await likes(api, "HOUR", "2026-11-12", "2026-11-14")
    assert hours[10] == nothing
    assert {*hours[:10], *hours[11:]} == {NOT_THEN}


async def test_what_older_workers_found_stays_although_they_note_no_readings(api: Api, pool: Pool) -> None:
    account = await start(pool)
    await account.read(at("2026-11-10T10:58:00"), at("2026-11-10T10:58:20"), 3)
    for hour, count in ((11, 8), (12, 8)):
        moment = at(f"2026-11-10T{hour}:58:00")
        await account.read(moment, moment, count)
    await pool.execute("DELETE FROM social_reads WHERE at >= $1", at("2026-11-10T11:00:00"))
    await account.read(at("2026-11-12T10:58:00"), at("2026-11-12T10:58:00"), 9)
    async with pool.acquire() as connection, connection.transaction():
        await fold_account(connection, 1, "x:1", at("2026-11-12T11:00:00"), since=date.min)
    hours, by_hour = await likes(api, "HOUR", "2026-11-10", "2026-11-11")
    assert hours[10:13] == [(3, "MEASURED", None), (5, "MEASURED", None), NOT_THEN]
    assert by_hour == (8, "ESTIMATED")
    days, total = await likes(api, "DAY", "2026-11-10", "2026-11-13")
    assert days == [(8, "MEASURED", None), NOT_THEN, (1, "ESTIMATED", OLDER)]
    assert total == (9, "ESTIMATED")


async def test_the_day_before_the_first_one_is_as_long_as_the_zone_says(pool: Pool) -> None:
    """Sunday has 25 hours: a number of its first one is not older than Sunday, whichever days are written."""
    await upsert_workspace(pool, 1, "main", name="Main", timezone=ZoneInfo("Europe/Berlin"))
    account = Read(pool, random.Random(1), Network.X, "x:1", published=at("2026-10-01T00:00:00"))
    await account.connect(at("2026-10-24T08:00:00"))
    for time, count in (("2026-10-24T08:00:00", 1), ("2026-10-24T22:30:00", 3), ("2026-10-26T10:00:00", 10)):
        await account.read(at(time), at(time), count)
    query = "SELECT day, value, provenance FROM social_days WHERE subject = 'posts' AND metric = 'likes' ORDER BY day"
    whole = [tuple(row) for row in await pool.fetch(query)]
    assert whole[1:] == [(date(2026, 10, 25), 2, "measured"), (date(2026, 10, 26), 7, "measured")]
    for hour in (10, 11):  # the second one writes Monday first
        await account.read(at(f"2026-10-29T{hour}:00:00"), at(f"2026-10-29T{hour}:00:00"), 10)
    assert [tuple(row) for row in await pool.fetch(query)][:3] == whole
