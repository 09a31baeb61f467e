"""Small drawn histories of views and reactions, sent as an app sends them, and their totals by plain counting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import count
from typing import Any

from hypothesis import strategies as st

from server.access import Caller, Role
from tests.integration.analytics.stack import Stack, event, moment

FULL = Fraction(100)
NEAR = 1e-9  # scores that differ by less are equal
CRAWLER = {"device": {"userAgent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}}
_projects = count(20_000)
_plays = count(1)
_reacting = count(1)


@dataclass(frozen=True)
class Burst:
    """Views of one content at one moment by the first of the users; each is a play of its own.

    Attributes:
        content: What was viewed.
        time: When.
        viewers: How many users.
        watched: Seconds, of each.
        completed: Whether each saw all of it.
        bot: Whether a crawler did it, as one viewer more.
    """

    content: str
    time: datetime
    viewers: int
    watched: int
    completed: bool
    bot: bool

    def events(self) -> list[dict[str, Any]]:
        """What the app sends."""
        found = []
        for number in range(self.viewers):
            who = f"u{number}"
            more: dict[str, Any] = {"playId": f"p{next(_plays)}", "occurredAt": moment(self.time)}
            if self.bot:
                who, more = "crawler", {**more, **CRAWLER}
            found.append(event("VIEW_START", self.content, who, viewData={"watchTime": self.watched}, **more))
            if self.completed:
                found.append(event("VIEW_COMPLETE", self.content, who, **more))
        return found


@dataclass(frozen=True)
class Reacted:
    """One reaction, by a user who does nothing else."""

    content: str
    kind: str
    time: datetime

    def events(self) -> list[dict[str, Any]]:
        """What the app sends."""
        return [event(self.kind, self.content, f"r{next(_reacting)}", occurredAt=moment(self.time))]


Action = Burst | Reacted


def bursts(contents: list[str], now: datetime, within: timedelta) -> st.SearchStrategy[Burst]:
    """Views of some contents up to now."""
    return st.builds(
        Burst,
        st.sampled_from(contents),
        times(now, within),
        st.integers(1, 4),
        st.sampled_from([0, 1, 4, 9]),
        st.booleans(),
        st.sampled_from([False] * 5 + [True]),
    )


def reactions(contents: list[str], now: datetime, within: timedelta) -> st.SearchStrategy[Reacted]:
    """Reactions to some contents up to now."""
    kinds = st.sampled_from(["LIKE", "COMMENT", "SHARE", "SAVE", "CLICK", "SKIP"])
    return st.builds(Reacted, st.sampled_from(contents), kinds, times(now, within))


def times(now: datetime, within: timedelta) -> st.SearchStrategy[datetime]:
    """Whole minutes up to now."""
    return st.integers(0, within // timedelta(minutes=1)).map(lambda minutes: now - timedelta(minutes=minutes))


@dataclass
class Sums:
    """What some people did with one content, counted one by one."""

    actions: list[Action]
    definition: str = "start@1"

    def _counts(self, burst: Burst) -> bool:
        return self.definition == "start@1" or burst.watched >= 3 or burst.completed

    @property
    def _bursts(self) -> list[Burst]:
        return [action for action in self.actions if isinstance(action, Burst) and not action.bot]

    @property
    def views(self) -> int:
        return sum(burst.viewers for burst in self._bursts if self._counts(burst))

    @property
    def viewers(self) -> int:
        return max((burst.viewers for burst in self._bursts if self._counts(burst)), default=0)

    @property
    def completed(self) -> int:
        return sum(burst.viewers for burst in self._bursts if burst.completed)

    @property
    def watch_time(self) -> int:
        return sum(burst.viewers * burst.watched for burst in self._bursts)

    def reacted(self, kind: str) -> int:
        return sum(isinstance(action, Reacted) and action.kind == kind for action in self.actions)

    @property
    def quality(self) -> Fraction:
        """As QualityScore.score."""
        social = sum(self.reacted(kind) for kind in ("LIKE", "COMMENT", "SHARE"))
        parts = (
            (35, min(_per(self.completed, self.views), Fraction(1))),
            (30, min(_per(social, self.views) / Fraction("0.20"), Fraction(1))),
            (20, min(_per(self.reacted("SHARE"), self.views) / Fraction("0.05"), Fraction(1))),
            (15, min(_per(self.views - self.viewers, self.viewers) / Fraction("0.30"), Fraction(1))),
        )
        return sum((weight * part for weight, part in parts), Fraction(0))

    @property
    def engagement(self) -> Fraction:
        """As ContentAnalytics.engagementScore."""
        points = 40 * self.completed + 30 * self.reacted("SAVE") + 20 * self.reacted("SHARE")
        points += 10 * self.reacted("CLICK") - 20 * self.reacted("SKIP")
        return min(max(_per(points, self.views), Fraction(0)), FULL)


def _per(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def sums_of(
    history: Iterable[Action], content: str, definition: str, start: datetime | None = None, end: datetime | None = None
) -> Sums:
    """What happened to a content, from ``start`` on and before ``end``."""
    found = [
        action
        for action in history
        if action.content == content and (start is None or start <= action.time) and (end is None or action.time < end)
    ]
    return Sums(found, definition)


@dataclass
class Project:
    """A project of an example's own, so that examples do not meet."""

    stack: Stack

    def __post_init__(self) -> None:
        self.id = next(_projects)
        self.app = Caller(project_id=self.id, may_track=True)
        self.admin = Caller(project_id=self.id, user_id="root", role=Role.ADMIN)

    async def send(self, events: Iterable[dict[str, Any]]) -> None:
        """Sends events and rolls them up."""
        await self.stack.track(list(events), self.app)
        await self.stack.aggregator.drain()

    async def ask(self, document: str, **variables: Any) -> Any:
        """The answer to an admin of the project."""
        return await self.stack.ask(document, self.admin, **variables)
