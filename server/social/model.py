"""What is known of accounts on social networks, of their posts, and of the numbers of both."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

MAX_OPENED = 500
"""Accounts that are listed for one token, such as the pages of an agency."""

BUSINESS = "business"
"""The API of a network for businesses, where it has one besides that for everyone."""


class Network(StrEnum):
    """A social network; the value is what is stored."""

    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    X = "x"
    LINKEDIN = "linkedin"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"
    PINTEREST = "pinterest"


class AccountState(StrEnum):
    """Whether an account is collected, and if not, who has to do something."""

    CONNECTED = "connected"
    NEEDS_RECONNECT = "needs_reconnect"
    PAUSED = "paused"
    BILLING_STOP = "billing_stop"
    DISCONNECTED = "disconnected"


class PostKind(StrEnum):
    """What an account published."""

    POST = "post"
    STORY = "story"
    REEL = "reel"


class Provenance(StrEnum):
    """Where a number comes from."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    UNAVAILABLE = "unavailable"


class Grain(StrEnum):
    """What a number of a series is about: a moment, or a whole day of the network."""

    MOMENT = "moment"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class SocialScope:
    """What is asked about: exactly one of these.

    Attributes:
        workspace_id: All accounts of a workspace together.
        account_id: One account.
    """

    workspace_id: str | None = None
    account_id: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a workspace.

    Attributes:
        project_id: The project.
        workspace_id: The workspace that owns it.
        account_id: Its id here: ``instagram:17841400000000000``.
        network: The network.
        external_id: Its id at the network.
        handle: Its name at the network.
        state: Whether it is collected.
        reason: Why not, in words for the owner; None while it is.
        since: Since when it is in that state.
        collected_at: When it was last collected to the end; None: never.
    """

    project_id: int
    workspace_id: str
    account_id: str
    network: Network
    external_id: str
    handle: str
    state: AccountState
    reason: str | None
    since: datetime
    collected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An account that this process collects, and no other one.

    Attributes:
        account: The account.
        collection: Identifies the collection.
        started_at: When it began, by the clock of the database.
        reads_all: Whether the numbers of all of its posts are read, however old they are: a person asked for it.
        taken_at: When it was taken, by the process's own clock, which only measures what passed since.
    """

    account: Account
    collection: UUID
    started_at: datetime
    reads_all: bool
    taken_at: float = field(default_factory=time.monotonic, compare=False)

    def now(self) -> datetime:
        """The time, by the clock of the database: all processes that collect an account have this one."""
        return self.started_at + timedelta(seconds=time.monotonic() - self.taken_at)


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as its network shows it.

    Attributes:
        external_id: Its id at the network.
        handle: Its name there.
        details: What further calls need, such as the list of its uploads; not stored.
        values: Its numbers that came in the same answer.
        name: How it calls itself, besides its handle; None where the network has only one name.
    """

    external_id: str
    handle: str
    details: Mapping[str, str] = field(default_factory=dict)
    values: Sequence["MetricValue"] = ()
    name: str | None = None


@dataclass(frozen=True, slots=True)
class FoundPost:
    """A post in the list of an account.

    Attributes:
        post_id: Its id at the network.
        kind: What it is.
        published_at: When it was published.
        title: Its title, or the beginning of its text; empty without any.
        url: Its address; empty if the network does not tell it.
        form: What the network calls its kind, which decides the metrics that it has: ``REELS``, ``video``.
        numbers: Numbers that came with the list, by the network's names.
    """

    post_id: str
    kind: PostKind
    published_at: datetime
    title: str = ""
    url: str = ""
    form: str = ""
    numbers: Mapping[str, int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MetricValue:
    """One number, or why there is none.

    Attributes:
        metric: Name of a metric of ``server.social.metrics``.
        value: In the unit of the metric; None exactly if the provenance is UNAVAILABLE.
        source: What the network calls it; empty if the network has nothing of that kind.
        post_id: The post; empty for the account itself.
        day: The day of the network that it is about; None: the moment of the collection.
        provenance: Where it comes from.
        reason: Why it is unavailable or estimated; None if it is measured.
        keeps_known: Whether a number of the post that is known stays instead: the network only stopped giving it.
    """

    metric: str
    value: float | None
    source: str = ""
    post_id: str = ""
    day: date | None = None
    provenance: Provenance = Provenance.MEASURED
    reason: str | None = None
    keeps_known: bool = False

    def __post_init__(self) -> None:
        if (self.value is None) != (self.provenance is Provenance.UNAVAILABLE):
            raise ValueError(f"{self.metric}: a value is missing exactly if it is unavailable")
        if (self.reason is None) != (self.provenance is Provenance.MEASURED):
            raise ValueError(f"{self.metric}: what is not measured needs a reason")


def unavailable_value(
    metric: str,
    reason: str,
    *,
    source: str = "",
    post_id: str = "",
    day: date | None = None,
    keeps_known: bool = False,
) -> MetricValue:
    """A number that the network does not give, or did not give this time, or, if it keeps what is known, no longer."""
    return MetricValue(metric, None, source, post_id, day, Provenance.UNAVAILABLE, reason, keeps_known)


def estimated_value(metric: str, value: float, reason: str, *, source: str, post_id: str = "") -> MetricValue:
    """A number that the network rounds, or that stands for another one."""
    return MetricValue(metric, value, source, post_id, None, Provenance.ESTIMATED, reason)


@dataclass(frozen=True, slots=True)
class PostMetrics:
    """The numbers of some posts.

    Attributes:
        values: Their numbers.
        gone: Ids of posts that the network no longer has.
        missed: Ids of posts that the network was not asked for this time, or did not answer for, in part or at all;
            they are asked for again.
    """

    values: Sequence[MetricValue]
    gone: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Token:
    """What opens an account at its network. It is never logged, and no answer of ours contains it.

    Attributes:
        access: Goes with each call.
        refresh: Gets the next one; None where the network has none.
        expires_at: When ``access`` ends; None: not known, or never.
        api: Which API of the network it opens; empty: the only one, or the one that most tokens open.
        owner: The account that came with it; it is not stored. None: the network tells it, if it is asked.
    """

    access: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    api: str = ""
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """What the page of a network gave for a user who allowed it; it gets one token.

    Attributes:
        code: The code.
        verifier: What proves that we began.
        callback_url: Where the page sent the browser.
    """

    code: str = field(repr=False)
    verifier: str = field(repr=False)
    callback_url: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An account that a token opens.

    Attributes:
        external_id: Its id at the network.
        handle: Its name there.
        name: How it calls itself; None where the network has only one name.
        token: Its own token, where accounts have one each.
    """

    external_id: str
    handle: str
    name: str | None
    token: Token
