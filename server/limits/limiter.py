"""How much one user, guest, write key or network may do in a minute (docs/adr/0060-rate-limits.md).

Each subject has a pot for each kind of request, and a request takes from the pots of all of its subjects.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from itertools import islice
from math import ceil
from typing import TypeAlias

from server.access import NO_PROJECT, Caller
from server.errors import ErrorCode, ViewpulseError, unavailable
from server.limits.pots import WINDOW, Draw, Drawn, LocalPots
from server.limits.shared_pots import RETRY_SECONDS, SharedPots
from server.monitoring.instruments import LIMIT_DECISIONS, LIMITS_SHARED
from server.monitoring.samples import Counts, Sample, sample
from server.settings import Settings

FULL_BATCH = 100
"""Events of a batch that takes one whole batch from the pot; a smaller one takes its share."""
LEAST_BATCH = 10
"""Events that a batch counts as at least: a request costs, however small it is."""
QUERY_COST = 1000
"""Cost (see ``server/transport/budget.py``) that counts as one query; a costlier one counts as several."""
MAX_ASKED = 100
"""Users who are asked, one after the other, whether they have an execution left."""
UNCHANGED_PART = 0.1
"""Part of a query that an answer counts as which the client has already: it is not computed."""


User: TypeAlias = tuple[int, str]
"""Project and id."""
Booking: TypeAlias = tuple[float, User | None]
"""Seconds after which something may be done, and who has paid for it."""


class Kind(StrEnum):
    """What is limited. Each kind and subject has a setting, ``limit_KIND_per_SUBJECT``."""

    TRACKING = "tracking"
    """Mutations that track one event."""
    BATCHES = "batches"
    """Mutations that track many."""
    ANALYTICS = "analytics"
    """Queries, and subscriptions that are opened."""
    ADMIN = "admin"
    """Mutations that track nothing."""
    EXECUTIONS = "executions"
    """Executions of live subscriptions, in one process."""
    CALLBACKS = "callbacks"
    """Browsers that come back from social networks."""


class Subject(StrEnum):
    """Who is limited."""

    USER = "user"
    """The user of the token, else the guest's session of the events."""
    KEY = "key"
    NETWORK = "network"
    """The network of clients without a token."""


NOUNS = {
    Kind.TRACKING: "single tracking mutations",
    Kind.BATCHES: f"batches of {FULL_BATCH} events",
    Kind.ANALYTICS: f"queries or subscriptions of cost {QUERY_COST:,}",
    Kind.ADMIN: "mutations",
    Kind.EXECUTIONS: "executions of subscriptions",
    Kind.CALLBACKS: "returns from social networks",
}
"""What a limit counts, for messages."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How much one kind of request one kind of subject may send.

    Attributes:
        kind: The kind.
        subject: The subject.
        per_minute: What a full pot holds, and what comes back in a minute.
    """

    kind: Kind
    subject: Subject
    per_minute: int

    @property
    def name(self) -> str:
        """Its name in answers."""
        return f"{self.kind}Per{self.subject.capitalize()}"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a request was allowed, and what is left: of its pots, the one with the least.

    Attributes:
        limit: The limit.
        remaining: What is left of it.
        full_in: Seconds until the pot is full again.
        wait: Seconds after which the same request can be repeated; 0: it was allowed.
        taken: What it took, and of which limits, if it was allowed.
    """

    limit: Limit
    remaining: float
    full_in: float
    wait: float
    taken: "Sequence[tuple[Limit, Draw]]" = ()

    def require(self) -> None:
        """Raises RATE_LIMITED unless the request was allowed."""
        if not self.wait:
            return
        limit = self.limit
        raise ViewpulseError(
            ErrorCode.RATE_LIMITED,
            f"Too many requests: {limit.per_minute:,} {NOUNS[limit.kind]} a minute are allowed per {limit.subject}.",
            retry_after=self.wait,
            more={"limit": {"name": limit.name, "allowed": limit.per_minute}},
        )


@dataclass(frozen=True, slots=True)
class Tracked:
    """What one mutation tracks.

    Attributes:
        events: Number of its events.
        is_batch: Whether it could have sent several.
        session_id: The session of all its events; None if they have none, or several.
        consenting: Key of the viewer whose consent it notes, as ``viewer_keys`` makes it.
    """

    events: int
    is_batch: bool
    session_id: str | None
    consenting: str | None = None

    @property
    def kind(self) -> Kind:
        """What it is limited as."""
        return Kind.BATCHES if self.is_batch else Kind.TRACKING

    @property
    def amount(self) -> float:
        """How much of that it is."""
        return max(self.events, LEAST_BATCH) / FULL_BATCH if self.is_batch else 1

    @property
    def named(self) -> str | None:
        """Whose pot it takes from without a token. Consent has pots of its own: an app notes it for users, too."""
        if self.consenting is not None:
            return f"consent {self.consenting}"
        return None if self.session_id is None else f"session {self.session_id}"


class Limiter:
    """Limits requests by the settings; in Redis, and in this process alone while Redis is unavailable.

    Args:
        settings: The limits.
        shared: The pots in Redis.
        local: The pots of this process.
    """

    def __init__(self, settings: Settings, shared: SharedPots, local: LocalPots | None = None) -> None:
        self._shared = shared
        self._local = local or LocalPots()
        self._executions = LocalPots()
        self._decisions = Counts(LIMIT_DECISIONS)
        self._limits = {
            kind: [
                Limit(kind, subject, allowed)
                for subject in Subject
                if (allowed := getattr(settings, f"limit_{kind}_per_{subject}", 0))
            ]
            for kind in Kind
        }

    def measure(self) -> Iterator[Sample]:
        """Its part of /metrics."""
        yield from self._decisions.measure()
        yield sample(LIMITS_SHARED, self._shared.available)

    async def track(self, caller: Caller, events: int, *, is_batch: bool, session_id: str | None) -> Allowance | None:
        """What a mutation that tracks something, and is alone in its operation, is allowed; None without a limit.

        Args:
            caller: The sender.
            events: Number of its events.
            is_batch: Whether it could have sent several.
            session_id: The session of all events; None if they have none, or several.
        """
        return await self.mutate(caller, [Tracked(events, is_batch, session_id)])

    async def mutate(self, caller: Caller, tracked: Sequence[Tracked], changes: int = 0) -> Allowance | None:
        """What a mutation is allowed, as a whole; None without a limit.

        Args:
            caller: The sender.
            tracked: What each of its root fields tracks.
            changes: Number of its root fields that track nothing.

        Raises:
            ViewpulseError: UNAVAILABLE for an admin who changes something, while Redis is and there is a limit: what an
                admin can do is too much for a limit that each process has for itself.
        """
        asked = [(one.kind, one.amount, one.named) for one in tracked]
        return await self._take(caller, *asked, *([(Kind.ADMIN, changes, None)] if changes else []))

    async def note_consent(self, caller: Caller, viewer: str) -> Allowance | None:
        """What a mutation that notes consent is allowed; None without a limit.

        With a write key, each viewer has a pot of its own for it: entries are kept for good, and an app that sends
        some for a user must not use up what the user may send.

        Args:
            caller: The sender.
            viewer: Key of the viewer, as ``viewer_keys`` makes it.
        """
        return await self.mutate(caller, [Tracked(1, is_batch=False, session_id=None, consenting=viewer)])

    async def ask(self, caller: Caller, cost: int) -> Allowance | None:
        """What a query, or a subscription that is opened, is allowed; None without a limit.

        Args:
            caller: The sender.
            cost: Its cost.
        """
        return await self._take(caller, (Kind.ANALYTICS, max(cost, QUERY_COST) / QUERY_COST, None))

    async def come_back(self, network: int | None) -> Allowance | None:
        """What a browser is allowed that comes back from a social network; None without a limit.

        Args:
            network: Distinguishes networks; None: unknown, and not limited.
        """
        return await self._take(Caller(NO_PROJECT, network=network), (Kind.CALLBACKS, 1, None))

    async def give_back(self, allowance: Allowance, part: float = 1.0) -> Allowance:
        """Gives back what a request took, or a part of it; returns what is left then."""
        giving = [(limit, Draw(draw.pot, -part * draw.part)) for limit, draw in allowance.taken]
        draws = [draw for _, draw in giving]
        return _tightest(giving, await self._shared.take(draws) or self._local.take(draws))

    def book(self, users: Iterable[User], cost: int) -> Booking:
        """Charges an execution of a subscription to one of the users who share it: the first who has enough left.

        This process alone does it, and at once: what is limited is its own time, and a push does not wait for Redis.

        Args:
            users: Their projects and ids, in the order of their turns to pay; at most ``MAX_ASKED`` are asked.
            cost: The cost of the operation.

        Returns:
            When it may be executed, and who has paid; if nobody has enough now, who has it first.
        """
        if not (limits := self._limits[Kind.EXECUTIONS]):
            return 0.0, None
        [limit] = limits
        part = min(max(cost, QUERY_COST) / QUERY_COST / limit.per_minute, 1.0) * WINDOW
        asked = list(islice(users, MAX_ASKED))
        draws = (Draw(_digest(f"{project} user {user}"), part) for project, user in asked)
        wait, place = self._executions.book(draws)
        self._decisions.add(Kind.EXECUTIONS, "refused" if wait else "allowed")
        return wait, asked[place]

    async def _take(self, caller: Caller, *asked: tuple[Kind, float, str | None]) -> Allowance | None:
        """Takes amounts of some kinds, each of the caller and perhaps of whom it names, from all pots or from none."""
        amounts: dict[str, tuple[Limit, float]] = {}
        for kind, amount, named in asked:
            for limit in self._limits[kind]:
                for subject in _subjects(limit.subject, caller, named):
                    pot = f"{kind}:{subject}"
                    amounts[pot] = limit, amount + amounts.get(pot, (limit, 0.0))[1]
        if not amounts:
            return None
        taking = [
            (limit, Draw(pot, min(amount / limit.per_minute, 1.0) * WINDOW)) for pot, (limit, amount) in amounts.items()
        ]
        draws = [draw for _, draw in taking]
        kinds = {limit.kind for limit, _ in taking}
        drawn = await self._shared.take(draws)
        if drawn is None:
            if Kind.ADMIN in kinds and (caller.is_admin or caller.is_operator):
                raise unavailable(
                    "Admins cannot change anything while Redis is unavailable; try again.", retry_after=RETRY_SECONDS
                )
            drawn = self._local.take(draws)
        for kind in kinds:
            self._decisions.add(kind, "refused" if drawn.wait else "allowed")
        return _tightest(taking, drawn)


def _tightest(taking: list[tuple[Limit, Draw]], drawn: Drawn) -> Allowance:
    """Of several pots, the one with the least left, or the one that must be waited for."""

    def level_if_taken(pair: tuple[tuple[Limit, Draw], float]) -> float:
        (_, draw), level = pair
        return level + draw.part if drawn.wait else level

    (limit, _), level = max(zip(taking, drawn.levels, strict=True), key=level_if_taken)
    taken = () if drawn.wait else taking
    return Allowance(limit, (1 - level / WINDOW) * limit.per_minute, level, drawn.wait, taken)


def _subjects(kind: Subject, caller: Caller, named: str | None) -> Iterator[str]:
    """The subject of a request as its pots name it, if it is known; no name tells who it is."""
    match kind:
        case Subject.USER if caller.user_id is not None:
            yield _digest(f"{caller.project_id} user {caller.user_id}")
        case Subject.USER if named is not None:
            yield _digest(f"{caller.project_id} {named}")
        case Subject.KEY if caller.key_id is not None:
            yield f"{caller.project_id}:{caller.key_id}"
        case Subject.NETWORK if caller.user_id is None and caller.network is not None:
            yield f"{caller.project_id}:{caller.network:x}"


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=12).hexdigest()


def headers_of(allowance: Allowance) -> tuple[tuple[bytes, bytes], ...]:
    """``RateLimit-Policy`` and ``RateLimit`` (draft-ietf-httpapi-ratelimit-headers-11), in whole units and seconds."""
    limit = allowance.limit
    return (
        (b"ratelimit-policy", f'"{limit.name}";q={limit.per_minute};w={WINDOW:.0f}'.encode()),
        (b"ratelimit", f'"{limit.name}";r={max(0, int(allowance.remaining))};t={ceil(allowance.full_in)}'.encode()),
    )


def shown_allowance(allowance: Allowance) -> dict[str, int]:
    """What is left for queries, as ``extensions.cost`` shows it: units of cost, and those that a second brings back."""
    limit = allowance.limit
    return {
        "remaining": max(0, int(allowance.remaining * QUERY_COST)),
        "restoreRate": round(limit.per_minute * QUERY_COST / WINDOW),
    }
