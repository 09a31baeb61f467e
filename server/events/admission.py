"""Slows tracking down to the rate that is counted, while events would wait too long to be counted.

Each process decides for itself, from what it reads every other second of the events that wait. The decision and its
alternatives: docs/adr/0033-bounded-lag.md.
"""

import time
from collections import deque
from collections.abc import Callable

import structlog

from server.errors import unavailable
from server.live.progress import Backlog

BEHIND = 1 / 6
"""Part of the maximum lag above which the aggregator is taken to be busy: what it counts is what it can count."""
SLOWEST = 0.8
"""Least part of the counted rate that is admitted, however much waits: an old backlog does not stop tracking."""
GROWTH = 0.01
"""Part of the counted rate that each process is allowed beyond its share, so that a small share can grow."""
LOOK_SECONDS = 1.0
"""Minimum seconds between two observations."""
SHARE_SECONDS = 6.0
"""Over so long, or two observations, a process compares what it stores with what all store."""
RATE_SECONDS = 20.0
"""Over so long, or two runs if these take longer, the counted rate is measured."""
STALLED_SECONDS = 60.0
"""Without progress for so long, nothing is limited: no aggregator runs, and stored events are safe. The
same holds without an observation for so long: the backlog may be gone."""
MAX_WAIT = 2.0
"""Seconds for which a request is slowed down at most; one that would have to wait longer is refused."""

_log = structlog.get_logger(__name__)


class Admission:
    """The limit of one process in one cell.

    Args:
        max_lag: Seconds that events may wait to be counted; 0: as long as they like.
        interval: Seconds between runs of the aggregator; a lag of two of them is not taken for a backlog.
        clock: Monotonic seconds.

    Attributes:
        admitted: Events admitted so far; counted by the caller, whether there is a limit or not.
        rate: Events admitted per second; None: no limit.
        last: What was observed last.
    """

    def __init__(self, max_lag: float, interval: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._max_lag = max_lag
        self._behind = max(BEHIND * max_lag, 2 * interval)
        self._clock = clock
        self.admitted = 0
        self.rate: float | None = None
        self.last: Backlog | None = None
        self._free_at = self._observed_at = 0.0
        self._stored = self._counted = 0
        self._stores: deque[tuple[float, int, int]] = deque()
        self._runs: deque[tuple[float, int]] = deque()

    def observe(self, backlog: Backlog) -> None:
        """Adapts the limit to what waits now."""
        if not self._max_lag:
            return
        self._observed_at = self._clock()
        before, now = self.last, backlog.at.timestamp()
        seconds = now - before.at.timestamp() if before else LOOK_SECONDS
        if 0 <= seconds < LOOK_SECONDS:
            return
        self.last = backlog
        if before is None or seconds < 0 or backlog.lag < self._behind:
            self._start_over()
            return
        self._note(now, backlog.arrived, before.waiting - (backlog.waiting - backlog.arrived))
        if self._runs and now - self._runs[-1][0] > STALLED_SECONDS:
            self._start_over()
        elif len(self._runs) > 1:
            self._limit(max(1, backlog.waiting))

    def reserve(self, events: int) -> float:
        """Seconds that a request with so many events waits for its turn, while there is a limit.

        Raises:
            ViewpulseError: UNAVAILABLE if that is too long.
        """
        assert self.rate is not None
        now = self._clock()
        if now - self._observed_at > STALLED_SECONDS:
            self._start_over()
            return 0.0
        wait = max(0.0, self._free_at - now)
        if wait > MAX_WAIT:
            raise unavailable(
                "More events arrive than can be counted; send the same again later.",
                retry_after=MAX_WAIT,
            )
        self._free_at = now + wait + events / self.rate
        return wait

    def _note(self, now: float, stored: int, counted: int) -> None:
        self._stored += stored
        self._stores.append((now, self.admitted, self._stored))
        while len(self._stores) > 2 and self._stores[1][0] < now - SHARE_SECONDS:
            self._stores.popleft()
        if counted > 0:
            self._counted += counted
            self._runs.append((now, self._counted))
        while len(self._runs) > 2 and self._runs[1][0] < now - RATE_SECONDS:
            self._runs.popleft()

    def _limit(self, waiting: int) -> None:
        """Admits this process's share of what is counted: less while events would wait too long, else more."""
        (began, counted_before), (ended, counted) = self._runs[0], self._runs[-1]
        counted_rate = (counted - counted_before) / (ended - began)
        wait = waiting / counted_rate
        if self.rate is None:
            if wait <= self._max_lag:
                return
            _log.warning("more events arrive than are counted; tracking is slowed down", rate=round(counted_rate))
        _, admitted_before, stored_before = self._stores[0]
        stored = self._stored - stored_before
        share = (self.admitted - admitted_before) / stored if stored else 1.0
        self.rate = counted_rate * max(SLOWEST, self._max_lag / wait) * (share + GROWTH)
        self._free_at = min(self._free_at, self._clock() + MAX_WAIT)

    def _start_over(self) -> None:
        if self.rate is not None:
            _log.info("tracking is not slowed down any more")
        self.rate = None
        self._stores.clear()
        self._runs.clear()
