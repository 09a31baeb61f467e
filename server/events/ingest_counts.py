"""What /metrics shows of ingest: one set of counters for all cells of a process."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from server.live.activity import Arrivals
from server.monitoring.instruments import COMMIT_SECONDS, COMMITS_FAILED, GROUP_SIZE, ITEMS, WAIT_SECONDS
from server.monitoring.samples import Counts, Observations, Sample, sample

if TYPE_CHECKING:
    from server.events.ingest import ItemResult

ACCEPTED = "ACCEPTED"
DUPLICATE = "DUPLICATE"


class IngestCounts:
    """Counters that cost a request about a microsecond, and an accepted event nothing.

    Args:
        arrivals: Where the items of each project are counted, too; by default, nowhere else.

    Attributes:
        items: Items by status and reason.
        group_events: Events of each group commit.
        commit_seconds: Duration of each group commit.
        wait_seconds: How long each request waited for its commit.
        failed: Group commits that failed.
    """

    def __init__(self, arrivals: Arrivals | None = None) -> None:
        self.items = Counts(ITEMS)
        self.group_events = Observations(GROUP_SIZE)
        self.commit_seconds = Observations(COMMIT_SECONDS)
        self.wait_seconds = Observations(WAIT_SECONDS)
        self.failed = 0
        self._arrivals = arrivals or Arrivals()

    def note(self, results: Sequence["ItemResult"], others: int, project_id: int) -> None:
        """Counts the results of one request.

        Args:
            results: All of them.
            others: How many were not accepted.
            project_id: Whose they are.
        """
        rejected = 0
        if len(results) > others:
            self.items.add(ACCEPTED, "", by=len(results) - others)
        if others:
            for result in results:
                if result.code is not None:
                    self.items.add(result.status.value, result.code)
                    rejected += result.code != DUPLICATE
        self._arrivals.note(project_id, len(results) - others, rejected)

    def measure(self) -> Iterator[Sample]:
        """What was counted so far."""
        yield from self.items.measure()
        for observations in (self.group_events, self.commit_seconds, self.wait_seconds):
            yield from observations.measure()
        yield sample(COMMITS_FAILED, self.failed)
