"""What /metrics shows of live subscriptions, beyond how many there are."""

from collections.abc import Iterator

from server.monitoring.instruments import (
    COALESCED,
    EXECUTIONS,
    EXECUTIONS_FAILED,
    PUSH_SECONDS,
    PUSHES,
    RESNAPSHOTS,
)
from server.monitoring.samples import Counts, Observations, Sample, sample


class LiveCounts:
    """The counters of one hub. Those of single pushes are plain numbers, which cost a push next to nothing.

    Attributes:
        pushes: Answers handed to the connections of subscribers.
        coalesced: Answers held back since a subscriber was slow or rested.
        executions: Executions of shared subscriptions.
        resnapshots: Shared subscriptions that are read again since hints were lost.
        failed: Executions that failed, by code.
        push_seconds: From the hint to the last write.
    """

    def __init__(self) -> None:
        self.pushes = self.coalesced = self.executions = self.resnapshots = 0
        self.failed = Counts(EXECUTIONS_FAILED)
        self.push_seconds = Observations(PUSH_SECONDS)

    def measure(self) -> Iterator[Sample]:
        """What was counted so far."""
        yield sample(PUSHES, self.pushes)
        yield sample(COALESCED, self.coalesced)
        yield sample(EXECUTIONS, self.executions)
        yield sample(RESNAPSHOTS, self.resnapshots)
        yield from self.failed.measure()
        yield from self.push_seconds.measure()
