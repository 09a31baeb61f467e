"""What the aggregator's log says of its runs."""

from typing import Any

from structlog.testing import capture_logs

from server.rollup.report import RunReport
from server.rollup.run_log import SLOW_SECONDS, SUMMARY_SECONDS, RunLog


class Clock:
    """Seconds that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def told(logs: list[Any]) -> list[Any]:
    """The lines at info."""
    return [line for line in logs if line["log_level"] == "info"]


def test_a_run_a_second_makes_a_line_a_minute_with_all_that_they_did() -> None:
    clock = Clock()
    runs = RunLog(clock)
    with capture_logs() as logs:
        for second in range(int(2 * SUMMARY_SECONDS) + 1):
            clock.now = 100.0 + second
            runs.note(RunReport(batches=2, events=10, seconds=0.25, lag=float(second)))
    lines = told(logs)
    assert [(line["runs"], line["batches"], line["events"], line["seconds"]) for line in lines] == [
        (1, 2, 10, 0.25), (60, 120, 600, 15.0), (60, 120, 600, 15.0),
    ]  # fmt: skip
    assert [line["lag"] for line in lines] == [0.0, 60.0, 120.0]
    assert [line["event"] for line in logs].count("run") == 121


def test_runs_without_events_are_not_logged() -> None:
    with capture_logs() as logs:
        runs = RunLog()
        for _ in range(3):
            runs.note(RunReport())
        runs.sum_up()
    assert told(logs) == []


def test_runs_before_a_quiet_time_are_logged_in_it() -> None:
    clock = Clock()
    runs = RunLog(clock)
    with capture_logs() as logs:
        runs.note(RunReport(events=1))
        clock.now += 1
        runs.note(RunReport(events=2))
        clock.now += SUMMARY_SECONDS
        runs.note(RunReport())
    assert [line["events"] for line in told(logs)] == [1, 2]


def test_runs_left_at_the_end_are_logged() -> None:
    runs = RunLog(Clock())
    with capture_logs() as logs:
        runs.note(RunReport(events=1))
        runs.note(RunReport(events=2))
        runs.sum_up()
        runs.sum_up()
    assert [line["events"] for line in told(logs)] == [1, 2]


def test_a_slow_run_has_a_line_at_once() -> None:
    runs = RunLog(Clock())
    with capture_logs() as logs:
        runs.note(RunReport(events=1))
        runs.note(RunReport(events=2, seconds=SLOW_SECONDS + 1))
    assert [(line["event"], line["events"]) for line in told(logs)] == [("runs", 1), ("run", 2)]
