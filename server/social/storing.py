"""Stores what was collected: numbers as series, posts, raw answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import zstandard

from server.social.client import KeptAnswer
from server.social.days import beginning
from server.social.fetcher import Fetcher
from server.social.model import Account, FoundPost, MetricValue, PostMetrics
from server.social.rates import engagement_rates
from server.storage.database import Connection, Pool
from server.storage.sql import load_sql


class Storage:
    """Stores what one collection finds. Each call is one transaction, which announces what it changed.

    Storing the same again changes nothing but the time of collection, so a collection that is interrupted and repeated
    leaves no trace.

    Args:
        pool: The database of the account's cell.
        account: The account.
        fetcher: Its network.
        keeps_answers: Whether raw answers are kept.
    """

    def __init__(self, pool: Pool, account: Account, fetcher: Fetcher, *, keeps_answers: bool) -> None:
        self._pool = pool
        self._account = account
        self._fetcher = fetcher
        self._keeps_answers = keeps_answers
        self._which = {"project": account.project_id, "account": account.account_id}

    async def account_values(
        self, handle: str, values: Sequence[MetricValue], answers: list[KeptAnswer], now: datetime
    ) -> None:
        """Stores the numbers of the account itself."""
        async with self._pool.acquire() as connection, connection.transaction():
            await load_sql(__name__, "name_account").execute(connection, handle=handle, **self._which)
            await self._values(connection, values, now)
            await self._finish(connection, answers)

    async def posts(
        self, found: Sequence[FoundPost], since: datetime, answers: list[KeptAnswer], now: datetime
    ) -> Mapping[str, datetime | None]:
        """Stores a whole list of posts; returns when the numbers of each were read last.

        Args:
            found: The posts that the network lists.
            since: The list has all that were published from here on.
            answers: Raw answers, which are taken out of the list.
            now: The time of the collection.
        """
        by_id = {post.post_id: post for post in found}
        posts = list(by_id.values())
        async with self._pool.acquire() as connection, connection.transaction():
            rows = await load_sql(__name__, "store_posts").fetch(
                connection,
                posts=[post.post_id for post in posts],
                kinds=[post.kind.value for post in posts],
                forms=[post.form for post in posts],
                titles=[_storable(post.title) for post in posts],
                urls=[_storable(post.url) for post in posts],
                published=[post.published_at for post in posts],
                now=now,
                **self._which,
            )
            await load_sql(__name__, "gone_posts").execute(
                connection, posts=[], since=since, listed=[*by_id], now=now, **self._which
            )
            await self._finish(connection, answers)
        return {row["post_id"]: row["collected_at"] for row in rows}

    async def post_values(
        self, asked: Sequence[FoundPost], found: PostMetrics, answers: list[KeptAnswer], now: datetime
    ) -> None:
        """Stores the numbers of some posts."""
        read = [post.post_id for post in asked if post.post_id not in found.gone | found.missed]
        async with self._pool.acquire() as connection, connection.transaction():
            await self._values(connection, [*found.values, *engagement_rates(found.values)], now)
            await load_sql(__name__, "read_posts").execute(connection, posts=read, now=now, **self._which)
            if found.gone:
                await load_sql(__name__, "gone_posts").execute(
                    connection, posts=[*found.gone], since=None, listed=[], now=now, **self._which
                )
            await self._finish(connection, answers)

    async def answers(self, answers: list[KeptAnswer]) -> None:
        """Keeps the raw answers of what failed."""
        if answers and self._keeps_answers:
            async with self._pool.acquire() as connection:
                await self._answers(connection, answers)

    async def _finish(self, connection: Connection, answers: list[KeptAnswer]) -> None:
        if answers and self._keeps_answers:
            await self._answers(connection, answers)
        answers.clear()
        await load_sql(__name__, "announce").execute(connection, workspace=self._account.workspace_id, **self._which)

    async def _answers(self, connection: Connection, answers: Sequence[KeptAnswer]) -> None:
        compress = zstandard.ZstdCompressor().compress
        await load_sql(__name__, "store_answers").execute(
            connection,
            ats=[answer.at for answer in answers],
            requests=[answer.request.replace("\0", "") for answer in answers],
            statuses=[answer.status for answer in answers],
            bodies=[compress(answer.body) for answer in answers],
            **self._which,
        )

    async def _values(self, connection: Connection, values: Sequence[MetricValue], now: datetime) -> None:
        moments = [value for value in values if value.day is None]
        days = [value for value in values if value.day is not None]
        if moments:
            await load_sql(__name__, "store_moments").execute(connection, **self._arrays(moments, now))
        if days:
            await load_sql(__name__, "store_days").execute(connection, **self._arrays(days, now))
            await load_sql(__name__, "latest_days").execute(connection, **self._arrays(days, now))

    def _arrays(self, values: Sequence[MetricValue], now: datetime) -> dict[str, object]:
        return {
            "posts": [value.post_id for value in values],
            "metrics": [value.metric for value in values],
            "ats": [_beginning(value, self._fetcher.day_zone) or now for value in values],
            "values": [None if value.value is None else float(value.value) for value in values],
            "provenances": [value.provenance.value for value in values],
            "reasons": [None if value.reason is None else _storable(value.reason) for value in values],
            "sources": [value.source for value in values],
            "api_version": self._fetcher.version,
            "now": now,
            **self._which,
        }


def _beginning(value: MetricValue, zone: ZoneInfo) -> datetime | None:
    return None if value.day is None else beginning(value.day, zone)


def _storable(text: str) -> str:
    """A text of a network without what PostgreSQL does not store: NUL, and unpaired surrogates."""
    return text.replace("\0", "").encode(errors="replace").decode()
