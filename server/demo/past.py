"""The demo's past: the sessions of earlier days. Pure: the same seed, day and moment give the same events.

History has to be counted in less than a minute, so players report once a minute instead of every few seconds.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from server.demo.catalogue import Catalogue, Content
from server.demo.reports import EPOCH, SessionReports
from server.demo.session import Pick, Session
from server.demo.viewers import make_viewer

SESSIONS = 100.0
"""Sessions of a working day now; there were fewer before."""
GROWTH = 0.015
WEEKEND = 1.3
NOISE = 0.15
HEARTBEAT_MS = 60_000
EVEN_SHARE = 0.4
"""Share of the feed that all creators have alike, so that each has numbers to show."""
HIT_SHARE = 0.08
"""Share of the feed that the hit of the day has."""
DAY = timedelta(days=1)
_BY_LOCAL_HOUR = (3, 2, 1, 1, 1, 2, 4, 6, 7, 7, 7, 8, 10, 9, 8, 8, 9, 11, 13, 15, 16, 14, 10, 6)


class Past:
    """The days before the demo's start, and its day until then; days are in UTC.

    Args:
        seed: Any integer.
        catalogue: The contents.
        now: The start.
        viewers: Number of viewers.
        sessions: Sessions of a working day now.
    """

    def __init__(
        self, seed: int, catalogue: Catalogue, *, now: datetime, viewers: int = 2000, sessions: float = SESSIONS
    ) -> None:
        self._seed = seed
        self._catalogue = catalogue
        self._now = now.astimezone(UTC)
        self._viewers = viewers
        self._sessions = sessions

    def events(self, day: date) -> Iterator[dict[str, object]]:
        """Yields the events of a day, in EventInput's JSON shape, one session after another."""
        rng = Random(f"past {self._seed} {self._now.date()} {day}")  # noqa: S311 - a simulation
        midnight = datetime.combine(day, time.min, UTC)
        end = min(midnight + DAY, self._now)
        published = self._catalogue.older_than(24 * (self._now.date() - day).days)
        feed = _feed(rng, published)
        for _ in range(self._count_sessions(rng, day)):
            actions = Random(rng.getrandbits(64))  # noqa: S311
            viewer = make_viewer(self._seed, int(self._viewers * actions.random() ** 2), published.creators)
            began = midnight + timedelta(seconds=_second_of_day(actions, midnight, str(viewer.location["timezone"])))
            steps = list(Session(actions, viewer, feed, published.of_creator(viewer.user_id), HEARTBEAT_MS).steps())
            if began + timedelta(milliseconds=steps[-1].at_ms) >= end:
                continue
            began_ms = (began - EPOCH) // timedelta(milliseconds=1)
            reports = SessionReports(actions, viewer, began_ms)
            for step in steps:
                yield reports.event(step, began_ms + step.at_ms)

    def _count_sessions(self, rng: Random, day: date) -> int:
        """How many sessions begin on a day; on the last one, some of them after the start."""
        days_ago = (self._now.date() - day).days
        level = self._sessions / (1 + GROWTH) ** days_ago * rng.uniform(1 - NOISE, 1 + NOISE)
        return round(level * (WEEKEND if day.weekday() >= 5 else 1.0))


def _feed(rng: Random, published: Catalogue) -> Pick:
    """The feed of a day."""
    creators = [
        found for number in range(published.creators) if (found := published.of_creator(f"creator-{number + 1}"))
    ]
    hit = rng.choice(published.contents)

    def pick(rng: Random, _at_ms: int) -> Content:
        chance = rng.random()
        if chance < EVEN_SHARE:
            return rng.choice(rng.choice(creators))
        return hit if chance < EVEN_SHARE + HIT_SHARE else published.popular(rng)

    return pick


def _second_of_day(rng: Random, midnight: datetime, timezone: str) -> int:
    """When a session begins: mostly in the evening of its viewer."""
    zone = ZoneInfo(timezone)
    while True:
        second = rng.randrange(int(DAY.total_seconds()))
        local = (midnight + timedelta(seconds=second)).astimezone(zone)
        if rng.random() * max(_BY_LOCAL_HOUR) < _BY_LOCAL_HOUR[local.hour]:
            return second
