"""Stores what was collected: numbers as series, posts, raw answers."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import asyncpg
import structlog
import zstandard

from server.social.answers import storable
from server.social.client import AccountCalls, KeptAnswer
from server.social.days import beginning
from server.social.failures import ContractChanged
from server.social.model import FoundPost, MetricValue, PostKind, PostMetrics, Taken
from server.social.rates import engagement_rates
from server.social.reading import latest_values
from server.storage.database import Connection, Pool
from server.storage.outage import is_outage
from server.storage.sql import load_sql

_log = structlog.get_logger(__name__)


class Overtaken(Exception):  # noqa: N818 - nothing is wrong
    """The account was disconnected, or another collection has it."""


class Storage:
    """Stores what one collection finds. Each call is one transaction, which announces what it changed.

    Storing the same again changes nothing but the time of collection, so a collection that is interrupted and repeated
    leaves no trace. Each call raises Overtaken, and stores nothing, when the collection no longer has its account, and
    ContractChanged if PostgreSQL refuses what the network sent.

    Args:
        pool: The database of the account's cell.
        taken: The account, and the collection that has it.
        calls: The calls of the collection, whose answers are kept.
        keeps_answers: Whether raw answers are kept.

    Attributes:
        posts: Posts whose numbers are stored.
        posts_due: Posts whose numbers the collection reads; None before it knows them.
    """

    def __init__(self, pool: Pool, taken: Taken, calls: AccountCalls, *, keeps_answers: bool) -> None:
        self.posts = 0
        self.posts_due: int | None = None
        self._pool = pool
        self._taken = taken
        self._calls = calls
        self._keeps_answers = keeps_answers
        self._which = {"project": taken.account.project_id, "account": taken.account.account_id}

    async def account_values(self, handle: str, values: Sequence[MetricValue]) -> None:
        """Stores numbers of the account itself, if there are any."""
        if not values:
            return
        async with self._changing() as connection:
            await load_sql(__name__, "name_account").execute(connection, handle=storable(handle), **self._which)
            await self._values(connection, values, self._calls.now())

    async def posts_found(
        self,
        found: Sequence[FoundPost],
        since: datetime,
        whole: Collection[PostKind],
        is_due: Callable[[FoundPost, datetime | None], bool],
    ) -> list[FoundPost]:
        """Stores a list of posts; returns those whose numbers are to be read.

        Args:
            found: The posts that the network lists.
            since: From when on it lists posts.
            whole: The kinds of which it has all; a post that it does not have is gone.
            is_due: Whether the numbers of a post are to be read, which were read last at a moment, or never.
        """
        by_id = {post.post_id: post for post in found}
        posts = list(by_id.values())
        now = self._calls.now()
        async with self._changing() as connection:
            rows = await load_sql(__name__, "store_posts").fetch(
                connection,
                posts=[post.post_id for post in posts],
                kinds=[post.kind.value for post in posts],
                forms=[post.form for post in posts],
                titles=[storable(post.title) for post in posts],
                urls=[storable(post.url) for post in posts],
                published=[post.published_at for post in posts],
                now=now,
                **self._which,
            )
            await self._gone(connection, since=since, whole=[kind.value for kind in whole], listed=[*by_id])
            read_at = {row["post_id"]: row["collected_at"] for row in rows}
            due = [post for post in posts if is_due(post, read_at[post.post_id])]
            self.posts_due = len(due)
        return due

    async def unlisted_posts(self, kinds: Collection[PostKind], since: datetime, limit: int) -> list[str]:
        """The newest posts of some kinds that were not gone so far, of which a list has none."""
        rows = await load_sql(__name__, "unlisted_posts").fetch(
            self._pool, kinds=[kind.value for kind in kinds], since=since, limit=limit, **self._which
        )
        return [row["post_id"] for row in rows]

    async def post_gone(self, post_id: str) -> None:
        """Marks a post that the network no longer has."""
        async with self._changing() as connection:
            await self._gone(connection, posts=[post_id])

    async def post_values(self, asked: Sequence[FoundPost], found: PostMetrics) -> None:
        """Stores the numbers of some posts."""
        read = [post.post_id for post in asked if post.post_id not in found.gone | found.missed]
        now = self._calls.now()
        async with self._changing() as connection:
            await self._values(connection, await self._unknown(connection, found.values), now)
            await load_sql(__name__, "read_posts").execute(connection, posts=read, now=now, **self._which)
            if found.gone:
                await self._gone(connection, posts=[*found.gone])
            self.posts += len(asked) - len(found.missed)

    async def _gone(
        self,
        connection: Connection,
        *,
        posts: Sequence[str] = (),
        since: datetime | None = None,
        whole: Sequence[str] = (),
        listed: Sequence[str] = (),
    ) -> None:
        await load_sql(__name__, "gone_posts").execute(
            connection,
            posts=[*posts],
            since=since,
            whole=[*whole],
            listed=[*listed],
            now=self._calls.now(),
            **self._which,
        )

    async def answers(self) -> None:
        """Keeps the raw answers of what failed."""
        if self._calls.kept:
            async with self._changing():
                pass

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator[Connection]:
        """A transaction, in which nobody takes the account away."""
        try:
            async with self._transaction() as connection:
                yield connection
        except asyncpg.PostgresError as error:
            if is_outage(error):
                raise
            _log.exception("numbers of a network cannot be stored", account=self._taken.account.account_id)
            raise ContractChanged("The network answered something that cannot be stored.") from error

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Connection]:
        async with self._pool.acquire() as connection, connection.transaction():
            collection, started_at = self._taken.collection, self._taken.started_at
            hold = load_sql(__name__, "hold_account")
            if await hold.fetchval(connection, collection=collection, **self._which) is None:
                raise Overtaken
            yield connection
            if self._calls.kept and self._keeps_answers:
                await self._answers(connection, self._calls.kept)
            await load_sql(__name__, "announce").execute(
                connection,
                workspace=self._taken.account.workspace_id,
                started_at=started_at,
                calls=self._calls.made,
                posts=self.posts,
                posts_due=self.posts_due,
                **self._which,
            )
        self._calls.kept.clear()

    async def _answers(self, connection: Connection, answers: Sequence[KeptAnswer]) -> None:
        compress = zstandard.ZstdCompressor().compress
        await load_sql(__name__, "store_answers").execute(
            connection,
            ats=[answer.at for answer in answers],
            requests=[storable(answer.request) for answer in answers],
            statuses=[answer.status for answer in answers],
            bodies=[compress(answer.body) for answer in answers],
            **self._which,
        )

    async def _unknown(self, connection: Connection, values: Sequence[MetricValue]) -> list[MetricValue]:
        """Numbers of posts and their rates, without those that leave a known number as it is."""
        all_values = [*values, *engagement_rates(values)]
        kept = {value.post_id for value in all_values if value.keeps_known}
        if not kept:
            return all_values
        account = self._taken.account
        posts = [(account.account_id, post_id) for post_id in kept]
        known = await latest_values(connection, account.project_id, posts)
        numbers = {
            (post, metric) for (_, post), own in known.items() for metric, one in own.items() if one.value is not None
        }
        return [one for one in all_values if not (one.keeps_known and (one.post_id, one.metric) in numbers)]

    async def _values(self, connection: Connection, values: Sequence[MetricValue], now: datetime) -> None:
        moments = [value for value in values if value.day is None]
        days = [value for value in values if value.day is not None]
        if moments:
            await load_sql(__name__, "store_moments").execute(connection, **self._arrays(moments, now))
        if days:
            await load_sql(__name__, "store_days").execute(connection, **self._arrays(days, now))
            await load_sql(__name__, "latest_days").execute(connection, **self._arrays(days, now))

    def _arrays(self, values: Sequence[MetricValue], now: datetime) -> dict[str, object]:
        fetcher = self._calls.fetcher
        return {
            "posts": [value.post_id for value in values],
            "metrics": [value.metric for value in values],
            "ats": [_beginning(value, fetcher.day_zone) or now for value in values],
            "values": [None if value.value is None else float(value.value) for value in values],
            "provenances": [value.provenance.value for value in values],
            "reasons": [None if value.reason is None else storable(value.reason) for value in values],
            "sources": [value.source for value in values],
            "api_version": fetcher.version,
            "now": now,
            **self._which,
        }


def _beginning(value: MetricValue, zone: ZoneInfo) -> datetime | None:
    return None if value.day is None else beginning(value.day, zone)
