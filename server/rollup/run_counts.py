"""What /metrics shows of the aggregator: its runs in all cells that it leads."""

from collections.abc import Iterator

from server.monitoring.instruments import (
    AUDIT_CHECKPOINT,
    LEADING,
    RUN_EVENTS,
    RUN_LAG,
    RUN_SECONDS,
    RUNS,
    RUNS_FAILED,
)
from server.monitoring.samples import Observations, Sample, sample
from server.rollup.report import RunReport


class RunCounts:
    """The counters of one process.

    Attributes:
        leading: Cells that it leads.
        failed: Runs that failed and were rolled back.
        checkpoints: By leading aggregator, when it last logged the audit checkpoints, in Unix time; 0: not yet.
    """

    def __init__(self) -> None:
        self.leading = self.failed = 0
        self.checkpoints: dict[object, float] = {}
        self._runs = self._events = 0
        self._seconds, self._lag = Observations(RUN_SECONDS), Observations(RUN_LAG)

    def note(self, report: RunReport) -> None:
        """Counts a run."""
        self._runs += 1
        self._events += report.events
        if report.events:
            trace = report.traces[0] if report.traces else None
            self._seconds.observe(report.seconds, trace)
            self._lag.observe(report.lag, trace)

    def measure(self) -> Iterator[Sample]:
        """Its part of /metrics."""
        yield sample(LEADING, self.leading)
        yield sample(RUNS, self._runs)
        yield sample(RUNS_FAILED, self.failed)
        yield sample(RUN_EVENTS, self._events)
        yield from self._seconds.measure()
        yield from self._lag.measure()
        if self.checkpoints:
            yield sample(AUDIT_CHECKPOINT, min(self.checkpoints.values()))
