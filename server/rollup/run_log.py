"""Log lines about the aggregator's runs: each run at debug level, and a regular summary at info level."""

import time
from collections.abc import Callable
from dataclasses import replace

import structlog

from server.rollup.report import RunReport

SUMMARY_SECONDS = 60.0
"""Minimum seconds between summaries: with one run per second, a line for each would flood the log."""
SLOW_SECONDS = 5.0
"""A run that takes longer has a line of its own."""

_log = structlog.get_logger(__name__)


class RunLog:
    """Logs runs: the first run with events at once, later ones within a minute.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told_at: float | None = None
        self._untold: list[RunReport] = []

    def note(self, report: RunReport) -> None:
        """Records the report of a run, and logs it if it is due."""
        log = _log.info if report.seconds > SLOW_SECONDS else _log.debug
        log(
            "run",
            batches=report.batches,
            events=report.events,
            seconds=round(report.seconds, 3),
            lag=round(report.lag, 3),
            paused=report.paused,
        )
        if report.events:
            self._untold.append(replace(report, revisions={}, subjects=()))  # which may be many
        if self._told_at is None or self._clock() - self._told_at >= SUMMARY_SECONDS:
            self.sum_up()

    def sum_up(self) -> None:
        """Logs a summary of the runs with events that were not logged yet, if there were any."""
        runs, self._untold = self._untold, []
        if not runs:
            return
        self._told_at = self._clock()
        _log.info(
            "runs",
            runs=len(runs),
            batches=sum(run.batches for run in runs),
            events=sum(run.events for run in runs),
            seconds=round(sum(run.seconds for run in runs), 3),
            slowest=round(max(run.seconds for run in runs), 3),
            lag=round(max(run.lag for run in runs), 3),
        )
