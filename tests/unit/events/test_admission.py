"""The limit of admission, with a simulated aggregator, simulated clients and a clock of its own."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from server.errors import ErrorCode, ViewpulseError
from server.events.admission import MAX_WAIT, STALLED_SECONDS, Admission
from server.live.progress import Backlog
from server.rollup.aggregator import LEAST_EVENTS, RUN_SECONDS
from tests.drawing import drawn

START = datetime(2026, 3, 1, tzinfo=UTC)
TICK = 0.25
POLL = 2.0
MAX_LAG = 30.0

Rate = Callable[[float], float]
"""Events per second at a moment."""


@dataclass
class Process:
    """One API process and its clients, which send again what is refused.

    Attributes:
        demand: What its clients send.
        since: When it read last.
        stored: Events stored in the last tick.
        refused: How many requests were refused.
    """

    admission: Admission
    demand: Rate
    since: float = 0.0
    due: float = 0.0
    stored: int = 0
    refused: int = 0

    def send(self, now: float, batch: int) -> int:
        """Sends for one tick; returns how many events were admitted."""
        self.stored = 0
        self.due += self.demand(now) * TICK
        while self.due >= batch:
            self.due -= batch
            if self.admission.rate is not None:
                try:
                    self.admission.reserve(batch)
                except ViewpulseError:
                    self.refused += 1
                    continue
            self.admission.admitted += batch
            self.stored += batch
        return self.stored


@dataclass
class World:
    """A cell: what waits in order of arrival, an aggregator that folds it run by run, and some processes."""

    demands: list[Rate]
    capacity: Rate
    max_lag: float = MAX_LAG
    largest_run: int = 100_000
    batch: int = 100
    poll: float = POLL
    now: float = 0.0
    waiting: deque[tuple[float, int]] = field(default_factory=deque)
    lags: list[float] = field(default_factory=list)
    progress: float = 0.0
    run: int = 0

    def __post_init__(self) -> None:
        self.processes = [
            Process(Admission(self.max_lag, 1.0, clock=lambda: self.now), demand) for demand in self.demands
        ]

    @property
    def lag(self) -> float:
        return self.now - self.waiting[0][0] if self.waiting else 0.0

    def live(self, seconds: float) -> "World":
        for _ in range(round(seconds / TICK)):
            self.now += TICK
            arrived = sum(process.send(self.now, self.batch) for process in self.processes)
            if arrived:
                self.waiting.append((self.now, arrived))
            self._fold()
            self.lags.append(self.lag)
            for place, process in enumerate(self.processes):
                if self.now - process.since >= self.poll + place / 10:
                    self._observe(process)
        return self

    def _fold(self) -> None:
        """A run claims what waits when it begins, and commits after as long as the capacity takes for it."""
        if not self.run:
            largest = min(self.largest_run, max(LEAST_EVENTS, self.capacity(self.now) * RUN_SECONDS))
            self.run = min(round(largest), sum(events for _, events in self.waiting))
        self.progress = self.progress + self.capacity(self.now) * TICK if self.run else 0.0
        if not self.run or self.progress < self.run:
            return
        self.progress = min(self.progress - self.run, self.capacity(self.now) * TICK)
        while self.run > 0:
            arrived, events = self.waiting.popleft()
            if events > self.run:
                self.waiting.appendleft((arrived, events - self.run))
            self.run = max(0, self.run - events)

    def _observe(self, process: Process) -> None:
        process.admission.observe(
            Backlog(
                at=START + timedelta(seconds=self.now),
                lag=self.lag,
                waiting=sum(events for _, events in self.waiting),
                arrived=sum(events for at, events in self.waiting if at > process.since),
            )
        )
        process.since = self.now

    def stored_per_second(self, seconds: float) -> list[float]:
        """What each process stores meanwhile; the lags are those of this time."""
        self.lags.clear()
        before = [process.admission.admitted for process in self.processes]
        self.live(seconds)
        return [(p.admission.admitted - admitted) / seconds for p, admitted in zip(self.processes, before, strict=True)]

    def refused_within(self, seconds: float) -> int:
        """How many requests are refused meanwhile."""
        before = sum(process.refused for process in self.processes)
        self.live(seconds)
        return sum(process.refused for process in self.processes) - before


def steady(rate: float) -> Rate:
    return lambda _now: rate


def between(start: float, end: float, inside: float, outside: float) -> Rate:
    return lambda now: inside if start <= now < end else outside


def limited(rate: float = 1000.0) -> Admission:
    """A limit at a clock that stands still."""
    admission = Admission(MAX_LAG, 1.0, clock=lambda: 0.0)
    admission.rate = rate
    return admission


@hypothesis_settings(max_examples=drawn(10))
@given(
    capacity=st.floats(2_000, 8_000),
    overload=st.floats(1.3, 4),
    processes=st.integers(1, 8),
    max_lag=st.sampled_from([10.0, 30.0, 60.0]),
    largest_run=st.sampled_from([2_000, 20_000, 100_000]),
)
def test_the_lag_settles_and_as_much_is_stored_as_is_counted(
    capacity: float, overload: float, processes: int, max_lag: float, largest_run: int
) -> None:
    world = World([steady(capacity * overload / processes)] * processes, steady(capacity), max_lag, largest_run)
    stored = world.live(300).stored_per_second(100)
    is_settled = max(world.lags) < 1.5 * max_lag + largest_run / capacity
    assert is_settled or sum(stored) < 0.95 * capacity  # else the backlog still shrinks
    assert 0.8 * capacity < sum(stored) < 1.1 * capacity
    assert min(stored) > 0.3 * max(stored)


@pytest.mark.parametrize("overload", [1.5, 2, 4])
@pytest.mark.parametrize("processes", [1, 4])
def test_a_sudden_load_makes_events_wait_little_longer_than_the_setting(overload: float, processes: int) -> None:
    capacity = 3_000.0
    demand = between(60, math.inf, overload * capacity / processes, 0.5 * capacity / processes)
    world = World([demand] * processes, steady(capacity))
    world.live(360)
    assert max(world.lags) < 1.75 * MAX_LAG


@hypothesis_settings(max_examples=drawn(10))
@given(
    demand=st.floats(0.01, 0.75),
    before=st.floats(0, 0.75),
    processes=st.integers(1, 8),
    max_lag=st.sampled_from([5.0, 30.0]),
    pause=st.floats(0, 300),
    batch=st.sampled_from([1, 100]),
)
@example(demand=0.75, before=0.01, processes=1, max_lag=5.0, pause=0.0, batch=100)
def test_what_can_be_counted_is_never_refused_whatever_an_aggregator_left_that_was_away(
    demand: float, before: float, processes: int, max_lag: float, pause: float, batch: int
) -> None:
    capacity = 2_000.0
    demands = [between(50, math.inf, demand * capacity / processes, before * capacity / processes)] * processes
    world = World(demands, between(60, 60 + pause, 0, capacity), max_lag, batch=batch)
    assert world.refused_within(60 + pause + 200) == 0
    if pause > 30:
        assert world.lag < max(world.lags)


def test_without_progress_nothing_is_refused_however_long_events_wait() -> None:
    world = World([steady(5000)], steady(0))
    assert world.refused_within(1000) == 0
    assert world.lag > 990


def test_a_limit_ends_when_the_aggregator_does() -> None:
    world = World([steady(16_000)], between(0, 100, 8000, 0))
    assert world.refused_within(100) > 0
    world.live(65)
    assert world.refused_within(300) == 0


def test_a_limit_ends_soon_after_the_load() -> None:
    with capture_logs() as logs:
        world = World([between(0, 100, 16_000, 5000)], steady(8000)).live(100)
        assert world.processes[0].admission.rate is not None
        assert world.refused_within(2) < 30
        assert world.refused_within(100) == 0
    assert world.processes[0].admission.rate is None
    assert [line["log_level"] for line in logs] == ["warning", "info"]


def test_a_process_whose_clients_come_later_gets_its_share() -> None:
    world = World([steady(16_000), between(100, math.inf, 16_000, 0)], steady(8000)).live(300)
    early, late = world.stored_per_second(200)
    assert late > 0.5 * early


def test_processes_that_look_seldom_share_what_is_counted() -> None:
    world = World([steady(4000)] * 4, steady(8000), poll=10.0).live(200)
    assert sum(world.stored_per_second(200)) < 1.1 * 8000


def test_a_limit_ends_when_nothing_is_observed_any_more() -> None:
    world = World([steady(16_000)], steady(8000)).live(100)
    world.poll = math.inf
    world.live(STALLED_SECONDS)
    assert world.refused_within(100) == 0
    world.poll = POLL
    world.live(100)
    assert world.refused_within(100) > 0


def test_zero_limits_nothing() -> None:
    world = World([steady(16_000)], steady(8000), max_lag=0)
    assert world.refused_within(600) == 0


def test_requests_wait_for_their_turn_and_are_refused_when_it_is_far() -> None:
    admission = limited()
    waits = [admission.reserve(100) for _ in range(20)]
    assert waits == pytest.approx([number / 10 for number in range(20)])
    with pytest.raises(ViewpulseError) as refusal:
        admission.reserve(1)
    assert (refusal.value.code, refusal.value.retry_after) == (ErrorCode.UNAVAILABLE, MAX_WAIT)


def test_the_first_request_is_taken_however_low_the_rate() -> None:
    assert limited(0.1).reserve(100) == 0
