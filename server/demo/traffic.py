"""The demo's events: many sessions at the same time, some of them offline, some events sent twice.

Pure: no clock, no I/O. The same seed always gives the same events; only times, and ids made from
them, depend on ``start``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from math import ceil
from random import Random

from server.demo.catalogue import Catalogue, Content, make_catalogue
from server.demo.playback import Step
from server.demo.reports import EPOCH, SessionReports
from server.demo.session import Session
from server.demo.trends import Trends
from server.demo.viewers import DemoViewer, make_viewer

_SAMPLE_SESSIONS = 200
_FRESH_MS, _UNDER_WAY_MS = 20_000, 300_000
_BEGINNINGS = ("SESSION_START", "IMPRESSION")
_BETWEEN_SESSIONS_MS = 1_000
_RESEND_MS = 30_000
_LATE_SECONDS = (120.0, 6 * 3600.0)


@dataclass(frozen=True, slots=True)
class Sending:
    """One event to be sent.

    Attributes:
        at: Time of sending, in seconds since the start.
        event: EventInput's JSON shape. Do not change it: it may be sent again.
        resent: Whether this is a retry.
    """

    at: float
    event: dict[str, object]
    resent: bool = False


class Traffic:
    """The endless traffic of one seed.

    Args:
        seed: Any integer.
        start: The moment from which ``Sending.at`` counts.
        rate: Events per second, on average, once the first sessions are under way.
        speed: Speed of the viewers relative to real time: at 10, heartbeats come every half second.
        contents: Number of contents in the catalogue.
        viewers: Minimum number of viewers; more if the rate needs more at the same time.
        duplicates: Share of the events that is sent a second time.
        late: Share of the sessions that are offline and reported minutes to hours later.
    """

    def __init__(
        self,
        seed: int,
        *,
        start: datetime,
        rate: float = 100.0,
        speed: float = 1.0,
        contents: int = 300,
        viewers: int = 2000,
        duplicates: float = 0.03,
        late: float = 0.02,
    ) -> None:
        self.catalogue: Catalogue = make_catalogue(seed, contents)
        self._seed = seed
        self._start_ms = (start - EPOCH) // timedelta(milliseconds=1)
        self._trends = Trends(seed, self.catalogue)
        self._duplicates = duplicates
        self._late = late
        per_viewer = self._events_per_second() * (1 + duplicates)
        self.concurrent = max(1, ceil(rate / (per_viewer * speed)))
        self._pace = rate / (per_viewer * self.concurrent)
        self._viewers = max(viewers, 3 * self.concurrent)
        self._made: dict[int, DemoViewer] = {}

    def postpone(self, seconds: float) -> None:
        """Delays all further events, as after an outage."""
        self._start_ms += round(seconds * 1000)

    def sendings(self) -> Iterator[Sending]:
        """Yields the events in the order of sending; each call starts from the beginning."""
        rng = Random(f"traffic {self._seed}")  # noqa: S311 - a simulation
        order = count()
        heap: list[tuple[float, int, Sending, Iterator[Sending] | None]] = [
            (sending.at, next(order), sending, None) for sending in self._starts()
        ]
        for number in range(self.concurrent):
            # New sessions send more than running ones, because every play is sent from its beginning. With half of
            # each, the rate is about right from the first seconds.
            began_ms = rng.randrange(_FRESH_MS) if number % 2 else -rng.randrange(_UNDER_WAY_MS)
            actor = self._sessions(Random(rng.getrandbits(64)), began_ms)  # noqa: S311
            sending = next(one for one in actor if one.at >= 0 and one.event["type"] in _BEGINNINGS)
            heappush(heap, (sending.at, next(order), sending, actor))
        while True:
            at, _, sending, source = heappop(heap)
            yield sending
            if source is None:
                continue
            following = next(source)
            heappush(heap, (following.at, next(order), following, source))
            if rng.random() < self._duplicates:
                again = Sending(at + rng.uniform(50, _RESEND_MS) / 1000 / self._pace, sending.event, resent=True)
                heappush(heap, (again.at, next(order), again, None))

    def _starts(self) -> Iterator[Sending]:
        """The creators of live streams begin them."""
        rng = Random(f"streams {self._seed}")  # noqa: S311 - a simulation
        for content in self.catalogue.contents:
            if content.type == "STREAM":
                creator = replace(self._viewer(0), user_id=content.creator_id, traits=None)
                facts: dict[str, object] = {
                    "contentId": content.content_id,
                    "contentType": "STREAM",
                    "creatorId": content.creator_id,
                }
                start = Step(0, "STREAM_START", facts)
                yield Sending(0.0, SessionReports(rng, creator, self._start_ms).event(start, self._start_ms))

    def _sessions(self, rng: Random, began_ms: int) -> Iterator[Sending]:
        """One phone after another: when a session ends, that of another viewer begins."""
        while True:
            viewer = self._viewer(int(self._viewers * rng.random() ** 2))  # squared, so that some viewers return often
            steps = self._session(rng, viewer, began_ms).steps()
            if rng.random() < self._late:
                known = list(steps)
                began_ms += known[-1].at_ms
                yield from self._report_offline(rng, viewer, known, began_ms)
            else:
                ended_ms = began_ms
                for sending in self._report_online(rng, viewer, steps, began_ms):
                    ended_ms = round(sending.at * 1000 * self._pace)
                    yield sending
                began_ms = ended_ms
            began_ms += _BETWEEN_SESSIONS_MS

    def _viewer(self, number: int) -> DemoViewer:
        if number not in self._made:
            self._made[number] = make_viewer(self._seed, number, self.catalogue.creators)
        return self._made[number]

    def _session(self, rng: Random, viewer: DemoViewer, began_ms: int) -> Session:
        def pick(rng: Random, at_ms: int) -> Content:
            return self._trends.pick(rng, began_ms + at_ms)

        return Session(rng, viewer, pick, self.catalogue.of_creator(viewer.user_id))

    def _report_online(
        self, rng: Random, viewer: DemoViewer, steps: Iterator[Step], began_ms: int
    ) -> Iterator[Sending]:
        reports = SessionReports(rng, viewer, self._milliseconds(began_ms / 1000 / self._pace))
        for step in steps:
            at = (began_ms + step.at_ms) / 1000 / self._pace
            yield Sending(at, reports.event(step, self._milliseconds(at)))

    def _report_offline(self, rng: Random, viewer: DemoViewer, steps: list[Step], ended_ms: int) -> Iterator[Sending]:
        """A whole session at once, long after it took place."""
        at = ended_ms / 1000 / self._pace
        began = at - rng.uniform(*_LATE_SECONDS) - steps[-1].at_ms / 1000 / self._pace
        reports = SessionReports(rng, viewer, self._milliseconds(began), network={"type": "OFFLINE"})
        for step in steps:
            yield Sending(at, reports.event(step, self._milliseconds(began + step.at_ms / 1000 / self._pace)))

    def _milliseconds(self, seconds: float) -> int:
        """Unix time of a number of seconds after the start."""
        return self._start_ms + round(seconds * 1000)

    def _events_per_second(self) -> float:
        """Events that one viewer sends per second of a session, on average over a sample."""
        rng = Random(f"sample {self._seed}")  # noqa: S311 - a simulation
        events = milliseconds = 0
        for number in range(_SAMPLE_SESSIONS):
            viewer = make_viewer(self._seed, number, self.catalogue.creators)
            steps = list(self._session(Random(rng.getrandbits(64)), viewer, 0).steps())  # noqa: S311
            events += len(steps)
            milliseconds += steps[-1].at_ms + _BETWEEN_SESSIONS_MS
        return 1000 * events / milliseconds


def iter_traffic(
    seed: int,
    *,
    start: datetime,
    rate: float = 100.0,
    speed: float = 1.0,
    contents: int = 300,
    viewers: int = 2000,
    duplicates: float = 0.03,
    late: float = 0.02,
) -> Iterator[dict[str, object]]:
    """Endless lifelike events in EventInput's JSON shape, with ``id`` and ``occurredAt``; see ``Traffic``."""
    traffic = Traffic(
        seed,
        start=start,
        rate=rate,
        speed=speed,
        contents=contents,
        viewers=viewers,
        duplicates=duplicates,
        late=late,
    )
    return (sending.event for sending in traffic.sendings())
