"""The interface of the code for each network, with what most of them have in common."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from server.social.answers import Answer
from server.social.failures import Scope, SocialFailure
from server.social.model import Code, FoundPost, MetricValue, Network, Opened, PostMetrics, Profile, Token
from server.social.oauth import Application, Renewal


@dataclass(frozen=True, slots=True)
class Pause:
    """Calls that have to wait, as the headers of a good answer say.

    Attributes:
        until: Until when.
        scope: Which calls.
    """

    until: datetime
    scope: Scope


class Calls(Protocol):
    """Calls the network for one account: with its token, in the limits of the network, repeated if that may help.

    Each answer is kept for some weeks, without tokens. Calls raise a ``SocialFailure`` for an answer that
    ``Fetcher.failure_of`` recognises as one.

    Attributes:
        token: The token of the account, as it is now.
    """

    token: Token

    def now(self) -> datetime:
        """The time, by the clock of the collection."""

    async def get(
        self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The answer to a GET request.

        Args:
            url: The address; it may have a query of its own, which is sent as it is.
            params: Parameters in their order; commas, colons and parentheses stay as they are.
            headers: Further headers.
        """

    async def post(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        json: Any = None,
    ) -> Answer:
        """The answer to a POST request with a form or a JSON body that reads something."""

    async def ask_supported(self, form: str, names: Sequence[str], ask: "AskMetrics") -> "Supported":
        """Asks for metrics of which the network may not have all: see ``server.social.supported``."""

    async def recall_lacking(self, posts: Sequence[FoundPost]) -> Mapping[str, Mapping[str, str]]:
        """By the id of a post: metrics that it lately lacked, and what the network said of them."""

    async def remember_lacking(self, post: FoundPost, reasons: Mapping[str, str]) -> None:
        """Remembers for days all metrics that a post lacks, and what the network says of them."""


class AskMetrics(Protocol):
    """Asks the network for some metrics at once."""

    async def __call__(self, names: Sequence[str], /) -> Any:
        """What the network says of them; raises MetricUnsupported if it refuses any of them."""


@dataclass(frozen=True, slots=True)
class Supported:
    """What came of a question for several metrics.

    Attributes:
        answers: The answers, each about some of the metrics.
        refused: Metrics that the network does not have, and what it says of them.
        unfit: Those of them that it may have for other posts and accounts.
    """

    answers: Sequence[Any]
    refused: Mapping[str, str]
    unfit: frozenset[str] = frozenset()


class Fetcher(Protocol):
    """Reads one network; the code for each derives from this. It holds nothing of an account, so one serves all.

    Attributes:
        network: The network.
        version: The version of its API, as it is stored with each number.
        posts_at_once: How many posts ``post_metrics`` takes.
        asks_by_form: Whether these are posts of one form, because others have other metrics.
        lists_by_kind: Whether posts of each kind come in a list of their own.
        day_zone: The zone in which the days of the network begin.
        renews_before: Seconds before the end of a token at which it is renewed; 0: only when it is refused.
        renews_itself: Whether a token gets the next one without a refresh token.
        application: Our application there.
        api: Which API of the network it reads; empty: the only one, or the one that most tokens open.
    """

    network: Network
    api: str = ""
    version: str
    posts_at_once: int
    asks_by_form: bool = False
    lists_by_kind: bool = False
    day_zone: ZoneInfo = ZoneInfo("UTC")
    renews_before: float
    renews_itself: bool = False
    application: Application

    @property
    def place(self) -> str:
        """Where limits and refusals hold: an API has its own."""
        return f"{self.network}.{self.api}" if self.api else self.network.value

    @property
    def apis(self) -> Sequence["Fetcher"]:
        """The fetchers of all APIs of the network: a token opens one of them."""
        return (self,)

    def of_api(self, api: str) -> "Fetcher | None":
        """The fetcher of an API of the network; None if it has no such API."""
        return next((one for one in self.apis if one.api == api), None)

    def opened_by(self, token: Token) -> "Fetcher":
        """The fetcher of the API that a token opens."""
        return self.of_api(token.api) or self

    def failure_of(self, answer: Answer) -> SocialFailure | None:
        """What an answer says has failed; None if it is a good one."""

    def pause_after(self, answer: Answer) -> Pause | None:
        """What the headers of a good answer say about further calls; None: nothing, as of most networks."""
        del answer
        return None

    def authorize(self, token: Token) -> Mapping[str, str]:
        """The headers that carry a token: in none of the addresses, so in no log of them."""
        return {"authorization": f"Bearer {token.access}"}

    async def exchange(self, send: Renewal, code: Code, now: datetime) -> Token:
        """The token that opens all that a user allowed; raises as ``Application.exchange``."""
        return await self.application.exchange(send, code, now)

    async def opened(self, calls: Calls, token: Token) -> Sequence[Opened]:
        """The accounts that a token of ``exchange`` opens: most open one. More than ``MAX_OPENED``, if there are more.

        Args:
            calls: The calls, with that token.
            token: The token.
        """
        profile = await self.profile(calls, None)
        return [Opened(profile.external_id, profile.handle, profile.name, token)]

    async def renew(self, send: Renewal, token: Token, now: datetime) -> Token:
        """The token that follows another.

        Raises:
            AuthExpired: There is none: the owner has to connect the account again.
            ContractChanged: The network does not accept our application.
            Transient: It does not answer now.
        """

    async def profile(self, calls: Calls, external_id: str | None) -> Profile:
        """The account that the token opens, with the numbers that come in the same answer.

        Args:
            calls: The calls.
            external_id: Its id; None where it is not known yet.
        """

    async def account_metrics(self, calls: Calls, profile: Profile, days: Sequence[date]) -> list[MetricValue]:
        """The numbers of the account that ``profile`` does not have.

        Args:
            calls: The calls.
            profile: The account.
            days: Days of the network, for the numbers that it tells by day; the last ones may still change.
        """

    def posts(self, calls: Calls, profile: Profile, since: datetime) -> AsyncIterator[FoundPost]:
        """The posts of the account that were published since a moment, and its live stories."""

    async def is_gone(self, calls: Calls, profile: Profile, post_id: str) -> bool:
        """Whether the network no longer has a post; asked of the last ones of an account, whose list is empty."""

    async def post_metrics(self, calls: Calls, profile: Profile, posts: Sequence[FoundPost]) -> PostMetrics:
        """The numbers of at most ``posts_at_once`` posts.

        Each metric of ``POST_METRICS`` that the network has in principle is in the result for each post that is
        neither gone nor missed: with a value, or with the reason why there is none. A missed one has what was read.
        """
