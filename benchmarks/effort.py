"""How much is measured: the full bench, or a quick look at everything."""

import os
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Effort:
    """The size of every measurement.

    Attributes:
        quick: Whether this is the quick look, whose figures are rough.
        seconds: Length of each load run.
        runs: Number of runs of each figure; the median counts.
        history: Events of history, ten equal parts.
        folded: Events of the full roll-up.
        naive: Events that the naive designs fold; the ORM, which is slower, a quarter of them.
        sockets: The smaller and the larger number of subscribers.
        probes: Events whose way to the subscriber is timed, for each number of subscribers.
        queries: Reads of contents of all sizes, timed one by one.
        questions: Times that each other question is asked.
        asked: Times that each question of a worker is asked.
        reads: Reads of one content, each time that the growth of their cost is looked at.
        rates: Events per second offered to ingest and roll-up together, one after another.
        step_seconds: Length of each of these steps.
        sustained_seconds: Length of the run at the target rate.
        contents: Numbers of contents between which the cost of an event is compared.
        spread_events: Events folded for each number of contents.
        memory_seconds: Length of the run whose memory is watched.
        demo_events: Events of the demo whose stored size is measured.
    """

    quick: bool = False
    seconds: float = 8.0
    runs: int = 3
    history: int = 10_000_000
    folded: int = 1_000_000
    naive: int = 20_000
    sockets: tuple[int, int] = (1000, 5000)
    probes: int = 160
    queries: int = 600
    questions: int = 100
    asked: int = 10
    reads: int = 200
    rates: tuple[int, ...] = (1000, 2500, 4000, 5000, 6000, 7500, 10_000, 12_500)
    step_seconds: float = 30.0
    sustained_seconds: float = 120.0
    contents: tuple[int, ...] = (10, 100, 1000, 10_000)
    spread_events: int = 100_000
    memory_seconds: float = 300.0
    demo_events: int = 300_000


FULL = Effort()
QUICK = Effort(
    quick=True,
    seconds=1.0,
    runs=1,
    history=30_000,
    folded=60_000,
    naive=4000,
    sockets=(100, 600),
    probes=5,
    queries=100,
    questions=20,
    asked=2,
    reads=40,
    rates=(1000, 5000),
    step_seconds=2.0,
    sustained_seconds=3.0,
    contents=(10, 1000),
    spread_events=10_000,
    memory_seconds=3.0,
    demo_events=10_000,
)


def sized_by_environment(effort: Effort) -> Effort:
    """With what BENCH_HISTORY (events) and BENCH_MEMORY_SECONDS ask for."""
    return replace(
        effort,
        history=int(os.environ.get("BENCH_HISTORY", effort.history)),
        memory_seconds=float(os.environ.get("BENCH_MEMORY_SECONDS", effort.memory_seconds)),
    )
