"""Collects one account: its numbers, its posts, and theirs; and does what a failure asks for."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog

from server.errors import ViewpulseError
from server.social.answers import storable
from server.social.cadence import CHANGING_DAYS, is_due
from server.social.client import AccountCalls, SocialClient
from server.social.collections import KEPT_COLLECTIONS
from server.social.days import fold_account
from server.social.failures import (
    OTHER_FORM,
    AuthExpired,
    BillingStop,
    ContractChanged,
    MetricUnsupported,
    NotFound,
    PermissionMissing,
    QuotaExhausted,
    SocialFailure,
    Throttled,
    Transient,
    other_form,
)
from server.social.fetcher import Fetcher
from server.social.model import AccountState, FoundPost, Network, PostKind, Taken, Token
from server.social.networks import open_fetchers
from server.social.storing import Overtaken, Storage
from server.social.tokens import read_token, renew_token
from server.social.vault import Vault
from server.social_settings import SocialSettings
from server.storage.database import Pool
from server.storage.sql import load_sql

DONE = "done"
OF_PARTS = (PermissionMissing, MetricUnsupported, ContractChanged, NotFound, Transient)
"""Failures that say nothing about the rest of an account."""
MAX_FAILED_PARTS = 3
"""Parts of an account that may fail before a collection is given up: each may have taken several tries."""
MAX_CONFIRMED = 10
"""Posts of an empty list that a collection asks for one by one: the next collection continues."""
RETRY_SECONDS = 300.0
"""Seconds after which an account is collected again that failed for something that passes."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a collection.

    Attributes:
        code: ``done``, or the code of a failure.
        detail: What the failure says, in words for the owner of the account; None if there is none.
        calls: Requests that were sent.
        posts: Posts whose numbers were read.
        due_at: When the account is collected next.
    """

    code: str
    detail: str | None
    calls: int
    posts: int
    due_at: datetime


class Collector:
    """Collects accounts of one cell.

    Args:
        settings: How often, and how far back.
        pool: The database of the cell.
        client: The calls to networks.
        vault: The keys of the tokens.
    """

    def __init__(self, settings: SocialSettings, pool: Pool, client: SocialClient, vault: Vault) -> None:
        self._settings = settings
        self._pool = pool
        self._client = client
        self._vault = vault
        self._fetchers = open_fetchers(settings)

    async def collect(self, taken: Taken) -> Outcome:
        """Collects an account, and stores what became of it.

        What was read before a failure stays.

        Raises:
            Overtaken: The account was disconnected, or another collection has it.
            asyncpg.PostgresError, OSError: The database is unavailable; another collection takes the account up.
        """
        account = taken.account
        await load_sql(__name__, "forget_collections").execute(
            self._pool, project=account.project_id, account=account.account_id, kept=KEPT_COLLECTIONS
        )
        outcome = await _Collection(self, taken).run()
        async with self._pool.acquire() as connection, connection.transaction():
            await fold_account(connection, account.project_id, account.account_id, taken.now())
        finished = await load_sql(__name__, "finish_collection").fetchval(
            self._pool,
            project=account.project_id,
            account=account.account_id,
            collection=taken.collection,
            outcome=outcome.code,
            detail=outcome.detail,
            calls=outcome.calls,
            posts=outcome.posts,
            due_at=outcome.due_at,
            spacing=timedelta(seconds=self._settings.social_spacing),
            started_at=taken.started_at,
        )
        if finished is None:
            raise Overtaken
        if outcome.code == DONE and (account.collected_at is None or account.collected_at < account.since):
            await self._resume_network(account.network, taken.started_at)
        tell = _log.info if outcome.code == DONE else _log.warning
        tell(
            "a social account was collected",
            project=account.project_id,
            account=account.account_id,
            outcome=outcome.code,
            detail=outcome.detail,
            calls=outcome.calls,
            posts=outcome.posts,
            seconds=round((taken.now() - taken.started_at).total_seconds(), 3),
            due=outcome.due_at,
        )
        return outcome

    async def _resume_network(self, network: Network, started_at: datetime) -> None:
        """Resumes what waits for a payment: the first good collection of an account in its state was paid for."""
        resumed = await load_sql(__name__, "resume_network").fetchval(
            self._pool, network=network.value, started_at=started_at
        )
        if resumed:
            _log.info("a network is paid for again; its accounts are resumed", network=network, accounts=resumed)

    def fetcher_of(self, network: Network) -> Fetcher:
        """The code for a network; raises ContractChanged if this version has none."""
        if network not in self._fetchers:
            raise ContractChanged(f"This version does not collect {network}.")
        return self._fetchers[network]

    @property
    def settings(self) -> SocialSettings:
        """How often, and how far back."""
        return self._settings

    @property
    def pool(self) -> Pool:
        """The database of the cell."""
        return self._pool

    @property
    def client(self) -> SocialClient:
        """The calls to networks."""
        return self._client

    @property
    def vault(self) -> Vault:
        """The keys of the tokens."""
        return self._vault


class _Collection:
    """One collection of one account."""

    def __init__(self, collector: Collector, taken: Taken) -> None:
        self._collector = collector
        self._taken = taken
        self._account = taken.account
        self._calls: AccountCalls | None = None
        self._storage: Storage | None = None
        self._failed: list[SocialFailure] = []

    async def run(self) -> Outcome:
        """Reads everything that can be read."""
        interval = timedelta(seconds=self._collector.settings.social_interval)
        now = self._taken.now()
        failure = await self._failure()
        detail = None if failure is None else storable(failure.reason)
        due_at = now + interval
        match failure:
            case Throttled() | QuotaExhausted():
                due_at = max(failure.until, now)
            case Transient():
                due_at = now + min(interval, timedelta(seconds=RETRY_SECONDS))
            case AuthExpired():
                await self._stop(AccountState.NEEDS_RECONNECT, detail)
            case BillingStop():
                await self._stop_network(detail)
            case ContractChanged():
                _log.error("a network no longer answers as we know it", network=self._account.network, error=detail)
        code = DONE if failure is None else failure.code
        calls = 0 if self._calls is None else self._calls.made
        return Outcome(code, detail, calls, 0 if self._storage is None else self._storage.posts, due_at)

    async def _failure(self) -> SocialFailure | None:
        """Reads everything; returns what ended it, else what failed first of its parts."""
        try:
            await self._read_and_keep()
        except SocialFailure as failure:
            return failure
        except ViewpulseError as error:  # no key opens the token: that may be a mistake in the settings
            return PermissionMissing(error.message)
        except OTHER_FORM as error:
            _log.exception("an answer of a network cannot be read", account=self._account.account_id)
            return other_form(error)
        return self._failed[0] if self._failed else None

    async def _read_and_keep(self) -> None:
        try:
            await self._read()
        finally:
            if self._storage is not None:
                await self._storage.answers()

    async def _read(self) -> None:
        account, client = self._account, self._collector.client
        token = await read_token(self._collector.pool, self._collector.vault, account.project_id, account.account_id)
        fetcher = self._collector.fetcher_of(account.network).opened_by(token)
        token = await self._renewed_early(token, fetcher)
        self._calls = calls = AccountCalls(client, fetcher, account, token, self._renew, self._taken.now)
        keeps = self._collector.settings.social_answers_days > 0
        self._storage = storage = Storage(self._collector.pool, self._taken, calls, keeps_answers=keeps)

        profile = await fetcher.profile(calls, account.external_id)
        await storage.account_values(profile.handle, profile.values)
        with self._part():
            values = await fetcher.account_metrics(calls, profile, changing_days(fetcher, self._taken.now()))
            await storage.account_values(profile.handle, values)

        since = self._taken.now() - timedelta(days=self._collector.settings.social_posts_days)
        found: list[FoundPost] = []
        is_whole = False
        with self._part():
            async for post in fetcher.posts(calls, profile, since):
                found.append(post)  # noqa: PERF401 - what was found before a failure stays
            is_whole = True
        whole = _whole_kinds(found, fetcher) if is_whole else set()
        due = await storage.posts_found(found, since, whole, self._is_due)
        if is_whole and (kinds := set(PostKind) - {PostKind.STORY} - whole):
            with self._part():
                for post_id in await storage.unlisted_posts(kinds, since, MAX_CONFIRMED):
                    if not await fetcher.is_gone(calls, profile, post_id):
                        break  # the list is withheld, and so the others are there, too
                    await storage.post_gone(post_id)
        for posts in _batches(due, fetcher):
            with self._part():
                await storage.post_values(posts, await fetcher.post_metrics(calls, profile, posts))

    @contextmanager
    def _part(self) -> Iterator[None]:
        """A part of an account: if it fails by itself, the others are read all the same."""
        try:
            yield
        except OF_PARTS as failure:
            self._note(failure)
        except OTHER_FORM as error:
            _log.exception("an answer of a network cannot be read", account=self._account.account_id)
            self._note(other_form(error))

    def _note(self, failure: SocialFailure) -> None:
        _log.warning(
            "a part of a social account cannot be read", account=self._account.account_id, error=failure.reason
        )
        self._failed.append(failure)
        if len(self._failed) == MAX_FAILED_PARTS:
            raise self._failed[0]

    def _is_due(self, post: FoundPost, read_at: datetime | None) -> bool:
        return self._taken.reads_all or is_due(post.published_at, read_at, self._taken.now())

    async def _renew(self, used: Token) -> Token:
        collector, account = self._collector, self._account
        fetcher = collector.fetcher_of(account.network).opened_by(used)
        return await renew_token(collector.pool, collector.client, collector.vault, fetcher, account=account, used=used)

    async def _renewed_early(self, token: Token, fetcher: Fetcher) -> Token:
        """The token that follows one that ends soon; that one itself while it opens the account and none follows."""
        left = timedelta.max if token.expires_at is None else token.expires_at - self._taken.now()
        is_open = left > timedelta()
        can_follow = token.refresh is not None or fetcher.renews_itself
        if left >= timedelta(seconds=fetcher.renews_before) or (is_open and not can_follow):
            return token
        try:
            return await self._renew(token)
        except (SocialFailure, *OTHER_FORM) as failure:
            if not is_open:
                raise
            # the text of another exception may quote what is secret
            error = failure.reason if isinstance(failure, SocialFailure) else type(failure).__name__
            _log.warning("a token that ends soon is not renewed", account=self._account.account_id, error=error)
            return token

    async def _stop(self, state: AccountState, reason: str | None) -> None:
        account = self._account
        await load_sql(__name__, "stop_account").execute(
            self._collector.pool,
            project=account.project_id,
            account=account.account_id,
            collection=self._taken.collection,
            state=state.value,
            reason=reason,
            now=self._taken.now(),
        )

    async def _stop_network(self, reason: str | None) -> None:
        network = self._account.network
        stopped = await load_sql(__name__, "stop_network").fetchval(
            self._collector.pool, network=network.value, reason=reason, now=self._taken.now()
        )
        _log.error("a network wants to be paid; its accounts are stopped", network=network, accounts=stopped)


def changing_days(fetcher: Fetcher, now: datetime) -> list[date]:
    """The last whole days of a network, whose numbers still change, the oldest first."""
    today = now.astimezone(fetcher.day_zone).date()
    return [today - timedelta(days=back) for back in range(CHANGING_DAYS, 0, -1)]


def _whole_kinds(found: Sequence[FoundPost], fetcher: Fetcher) -> set[PostKind]:
    """The kinds of posts of which a list that was read to its end has all.

    Networks answer an empty list when they withhold one, so that says nothing yet; and stories end by themselves.
    """
    kinds = {post.kind for post in found} - {PostKind.STORY}
    return kinds if fetcher.lists_by_kind or not kinds else set(PostKind) - {PostKind.STORY}


def _batches(posts: Sequence[FoundPost], fetcher: Fetcher) -> Iterator[Sequence[FoundPost]]:
    """Posts as a fetcher takes them."""
    forms = sorted({post.form for post in posts}) if fetcher.asks_by_form else [None]
    for form in forms:
        own = [post for post in posts if form in (None, post.form)]
        for start in range(0, len(own), fetcher.posts_at_once):
            yield own[start : start + fetcher.posts_at_once]
