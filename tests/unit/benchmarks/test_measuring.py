"""What the benchmarks compute by themselves."""

import time
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.baselines.naive_rollup import sums
from benchmarks.effort import FULL, QUICK, sized_by_environment
from benchmarks.events import percentile
from benchmarks.growth import tenths
from benchmarks.load import schedule
from benchmarks.sustained import Step


def test_at_a_rate_each_request_is_due_at_its_time() -> None:
    started = time.perf_counter() + 60
    found = list(schedule(iter([b"request"] * 100), started, 2.0, 4.0))

    assert [due for due, _ in found] == [started + number / 4 for number in range(8)]


@pytest.mark.parametrize("rate", [None, 4.0])
def test_when_the_time_is_over_late_requests_are_not_sent(rate: float | None) -> None:
    assert list(schedule(iter([b"request"] * 100), time.perf_counter() - 2, 1.0, rate)) == []


def test_without_a_rate_no_request_waits() -> None:
    assert list(schedule(iter([b"one", b"two"]), time.perf_counter(), 60.0, None)) == [(None, b"one"), (None, b"two")]


@pytest.mark.parametrize(
    ("taken", "lags", "held"),
    [
        (15_000, [0.0, 2.0, 1.0], True),
        (15_000, [0.0, 2.1, 1.0], False),
        (14_000, [0.0, 0.1, 0.2], False),
    ],
)
def test_a_rate_is_held_if_events_are_taken_and_counted_in_time(taken: float, lags: list[float], held: bool) -> None:
    step = Step(15_000, taken, 14_000, [(float(number), lag) for number, lag in enumerate(lags)], 20.0)

    assert step.is_held(1.0) is held


def test_the_first_and_the_last_tenth_are_compared() -> None:
    assert tenths([(float(number), float(number)) for number in range(20)]) == (0.5, 18.5)
    assert tenths([(0.0, 5.0), (1.0, 7.0)]) == (5.0, 7.0)


@pytest.mark.parametrize(("count", "share", "expected"), [(1, 0.95, 1), (10, 0.95, 10), (20, 0.95, 19), (100, 0.5, 50)])
def test_as_many_as_a_percentile_says_are_not_above_it(count: int, share: float, expected: int) -> None:
    assert percentile([float(number) for number in range(1, count + 1)], share) == expected


def test_the_naive_design_sums_per_content_and_hour() -> None:
    hour = datetime(2026, 11, 29, 3, tzinfo=UTC)
    later = hour + timedelta(hours=1)
    events = [
        {"type": kind, "content_id": content, "hour": at, "watch_ms": watched}
        for kind, content, at, watched in (
            ("view_start", "a", hour, 0),
            ("view_progress", "a", hour, 500),
            ("view_start", "a", hour, 7),
            ("like", "a", later, 0),
            ("view_start", None, hour, 9),
        )
    ]
    found = {key: {name: value for name, value in added.items() if value} for key, added in sums(events).items()}

    assert found == {("a", hour): {"views": 2, "watch_ms": 507}, ("a", later): {"likes": 1}}


def test_a_quick_look_does_less_of_everything() -> None:
    for field in fields(FULL):
        quick, full = getattr(QUICK, field.name), getattr(FULL, field.name)
        smaller = quick and not full if field.name == "quick" else quick < full or len(quick) < len(full)
        assert smaller, field.name


def test_sizes_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BENCH_HISTORY", raising=False)
    monkeypatch.delenv("BENCH_MEMORY_SECONDS", raising=False)
    assert sized_by_environment(FULL) == FULL
    monkeypatch.setenv("BENCH_HISTORY", "400000")
    monkeypatch.setenv("BENCH_MEMORY_SECONDS", "3600")
    assert sized_by_environment(QUICK) == replace(QUICK, history=400_000, memory_seconds=3600.0)
