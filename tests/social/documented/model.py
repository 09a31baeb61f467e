"""What is said of each network: what it answers when something fails, and which requests read what."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from server.social.failures import Scope, SocialFailure
from server.social.model import Network

ACCOUNT = "account"
NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Asked:
    """A request: its method, its path, its parameters and its body as they were sent."""

    method: str
    path: str
    query: str
    body: str


@dataclass(frozen=True)
class Answered:
    """An answer that means a failure.

    Attributes:
        status: HTTP status.
        body: The body.
        headers: Its headers.
        until: When the network answers again, by the time of the answer; None: it does not say.
        scope: Whose calls wait until then.
    """

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    until: Callable[[datetime], datetime] | None = None
    scope: Scope = Scope.ACCOUNT


@dataclass(frozen=True)
class Refused:
    """Metrics that a network refuses from now on.

    Attributes:
        metrics: As we call them.
        retired: What the network calls them; None: requests that match ``asked`` get ``answer``.
    """

    metrics: frozenset[str]
    retired: str | None = None
    asked: Callable[[Asked], bool] = lambda _asked: False
    answer: Answered | None = None


@dataclass(frozen=True)
class Removed:
    """A post that the network no longer has; ``remove`` takes it from its account."""

    post_id: str
    remove: Callable[[Any, Any], None]


Documented = Sequence[Answered] | Refused | Removed | str
Kinds = Mapping[str, Documented]


@dataclass(frozen=True)
class Place:
    """Which requests read numbers of a kind.

    Attributes:
        asked: Whether a request does.
        is_door: Whether nothing else of an account is read without it.
    """

    asked: Callable[[Asked], bool]
    is_door: bool = False


@dataclass(frozen=True)
class Documentation:
    """A network, or one of its APIs.

    Attributes:
        network: The network.
        owner: The fixture with an account there.
        own_id: The attribute that has the id of an account.
        places: Where numbers of each kind are read.
        failures: What it answers, of all kinds or by kind.
        unknown: The attribute of the local network with what it no longer knows.
        prepare: Completes the account.
    """

    network: Network
    owner: str
    own_id: str
    places: Mapping[str, Place]
    failures: Mapping[type[SocialFailure], Documented | Kinds]
    unknown: str = "retired"
    prepare: Callable[[Any], None] = lambda _owner: None

    def documented(self, kind: str, failure: type[SocialFailure]) -> Documented:
        """What it answers when numbers of a kind are read."""
        found = self.failures[failure]
        return found[kind] if isinstance(found, Mapping) else found


def after(seconds: float) -> Callable[[datetime], datetime]:
    return lambda now: now + timedelta(seconds=seconds)


def next_midnight(now: datetime, zone: Any = UTC) -> datetime:
    day = now.astimezone(zone).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def next_month(now: datetime) -> datetime:
    return datetime(now.year + now.month // 12, now.month % 12 + 1, 1, tzinfo=UTC)


def deleted(posts: str, own_id: str, post_id: str) -> Removed:
    """A post that is no longer in the list of its account, by the attributes that have the posts and their ids."""

    def remove(owner: Any, _local: Any) -> None:
        setattr(owner, posts, [one for one in getattr(owner, posts) if getattr(one, own_id) != post_id])

    return Removed(post_id, remove)


def of_path(pattern: str) -> Callable[[Asked], bool]:
    """Requests whose path matches a pattern."""
    return lambda asked: re.search(pattern, asked.path) is not None


ROLLING = "Its limits are of a rolling time: there is no quota of a day or a month."
FREE = "It is free."
OWN_ONLY = "A token opens its own account only, so that is never missing."
NO_CONTRACT = "It documents no error of that kind: what it does not know, it refuses as a metric, or leaves out."
