"""The report of one run of the aggregator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ProjectRun:
    """What a run, or several, counted of one project.

    Attributes:
        batches: Ingest transactions with events of the project.
        events: Its events.
        lag: Seconds that the oldest of them had waited; 0 if there were none.
    """

    batches: int = 0
    events: int = 0
    lag: float = 0.0

    def __add__(self, other: "ProjectRun") -> "ProjectRun":
        return ProjectRun(self.batches + other.batches, self.events + other.events, max(self.lag, other.lag))


@dataclass(frozen=True, slots=True)
class RunReport:
    """The outcome of one run.

    Attributes:
        batches: Ingest transactions folded.
        events: Events folded.
        seconds: Duration of the run.
        lag: Seconds from the oldest folded batch's commit to this run's; 0 when there was none.
        backlog: Whether batches were left that existed before the run; batches that arrived meanwhile are no reason to
            run again at once.
        paused: Whether a rebuild or another run holds the tables, so that nothing was folded.
        revisions: New revision of each project that changed.
        subjects: The changed subjects, as named by ``server.live.subjects``.
        traces: The traces that its batches belong to, by the order of the batches.
        claimed_at: When it had claimed them, by ``time.perf_counter()``.
        projects: What it counted of each project.
        began_at: When it began, by the clock of the database.
    """

    batches: int = 0
    events: int = 0
    seconds: float = 0.0
    lag: float = 0.0
    backlog: bool = False
    paused: bool = False
    revisions: dict[int, int] = field(default_factory=dict)
    subjects: Sequence[str] = ()
    traces: Sequence[str] = ()
    claimed_at: float = 0.0
    projects: Mapping[int, ProjectRun] = field(default_factory=dict)
    began_at: datetime | None = None
