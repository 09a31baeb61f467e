"""P4: ingest and roll-up together, with the load on the same machine, at rising rates and then at the target's.

Lag is the age of the oldest event that is stored but not counted yet, as the database shows it. A rate is held when its
events are taken and no lag is longer than two intervals of the aggregator.
"""

import asyncio
import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import asyncpg

from benchmarks.effort import Effort
from benchmarks.ingest import CLIENTS, batches
from benchmarks.report import Chart, Figure
from benchmarks.sent_events import batch_bodies
from benchmarks.stage import Stage, fresh_database

TARGET = 15_000
INTERVALS = 2
BATCH = 100
TAKEN = 0.98
"""Share of the offered events that must be taken: the last requests of a step end after it."""
SAMPLE_SECONDS = 0.1
WARM_UP_RATE, WARM_UP_SECONDS = 1000, 2.0
"""Before the first step, so that the aggregator has prepared its plans."""
WAITING = """
SELECT coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::double precision AS lag,
    coalesce(sum(events), 0)::bigint AS events
FROM ingest_batches
"""
_seeds = itertools.count(1_000_001)


@dataclass
class Step:
    """What happened at one rate.

    Attributes:
        offered: Events per second that were sent, if the API took them.
        taken: Events per second that were acknowledged.
        counted: Events per second that were counted when the load ended.
        lags: The lag over time, as pairs of seconds.
        latency: 99th percentile of the answers, in ms, from when a request was due.
    """

    offered: float
    taken: float
    counted: float
    lags: list[tuple[float, float]]
    latency: float

    @property
    def worst_lag(self) -> float:
        """The longest lag in seconds."""
        return max(lag for _, lag in self.lags)

    def is_held(self, interval: float) -> bool:
        """Whether events are taken and counted as fast as they come."""
        return self.taken >= TAKEN * self.offered and self.worst_lag <= INTERVALS * interval


async def _waiting(connection: asyncpg.Connection) -> tuple[float, int]:
    """The lag, and the number of events that wait."""
    ((lag, events),) = await connection.fetch(WAITING)
    return lag, events


async def _drained(connection: asyncpg.Connection) -> None:
    """Returns when everything is counted."""
    while any(await _waiting(connection)):  # noqa: ASYNC110 - no event to wait for: this is the database
        await asyncio.sleep(SAMPLE_SECONDS)


async def _step(stage: Stage, port: int, bodies: Path, rate: int, seconds: float) -> Step:
    connection = await asyncpg.connect(stage.settings.database_url)
    try:
        await _drained(connection)
        started, lags = time.perf_counter(), []
        sending = asyncio.create_task(
            asyncio.to_thread(
                stage.send, port, bodies, clients=CLIENTS, seconds=seconds, path="/graphql", rate=rate / BATCH
            )
        )
        while not sending.done():
            lag, _events = await _waiting(connection)
            lags.append((time.perf_counter() - started, lag))
            await asyncio.wait((sending,), timeout=SAMPLE_SECONDS)
        seen = await sending
        _lag, uncounted = await _waiting(connection)
    finally:
        await connection.close()
    taken = seen["requests"] * BATCH
    return Step(rate, taken / seconds, (taken - uncounted) / seconds, lags, seen["p99"])


@contextmanager
def _running(stage: Stage) -> Iterator[tuple[Stage, int]]:
    with fresh_database(stage, "bench_sustained") as fresh, fresh.api() as (port, _pid), fresh.aggregator():
        yield fresh, port


def _at(stage: Stage, port: int, rate: int, seconds: float) -> Step:
    with stage.prepared(batch_bodies(int(rate * seconds) // BATCH, next(_seeds))) as bodies:
        return asyncio.run(_step(stage, port, bodies, rate, seconds))


def _rising(stage: Stage, port: int, effort: Effort) -> list[Step]:
    """Steps up to the first rate that is not held."""
    _at(stage, port, WARM_UP_RATE, WARM_UP_SECONDS)
    steps: list[Step] = []
    for rate in effort.rates:
        steps.append(_at(stage, port, rate, effort.step_seconds))
        if not steps[-1].is_held(stage.settings.aggregation_interval):
            break
    return steps


def charts(steps: list[Step], sustained: Step, limit: float) -> list[Chart]:
    """Rates, lag by rate, and lag over time at the target rate."""
    offered = "offered (events/s)"
    return [
        Chart(
            "sustained-rates",
            "Ingest and roll-up together: events taken and counted",
            offered,
            "events/s",
            {
                "taken": [(step.offered, step.taken) for step in steps],
                "counted": [(step.offered, step.counted) for step in steps],
            },
        ),
        Chart(
            "sustained-lag",
            "Ingest and roll-up together: lag by rate",
            offered,
            "lag (s)",
            {
                "largest": [(step.offered, step.worst_lag) for step in steps],
                "median": [(step.offered, median(lag for _, lag in step.lags)) for step in steps],
                "two intervals": [(step.offered, limit) for step in steps],
            },
        ),
        Chart(
            "sustained-over-time",
            f"Lag while {sustained.offered:,.0f} events/s are offered",
            "time (s)",
            "lag (s)",
            {
                "lag": sustained.lags[:: max(1, len(sustained.lags) // 300)],
                "two intervals": [(0, limit), (sustained.lags[-1][0], limit)],
            },
        ),
    ]


def measure(stage: Stage, effort: Effort) -> list[Figure | Chart]:
    """The highest rate that is held, and what happens at the target rate."""
    alone = batches(stage, effort.seconds)["perSecond"] * BATCH
    interval = stage.settings.aggregation_interval
    with _running(stage) as (fresh, port):
        steps = _rising(fresh, port, effort)
        sustained = _at(fresh, port, TARGET, effort.sustained_seconds)
    held = max((step.offered for step in (*steps, sustained) if step.is_held(interval)), default=0)
    knee = f"ingest and roll-up, rate held for {effort.step_seconds:g} s"
    target = f"ingest and roll-up, {TARGET:,} events/s for {effort.sustained_seconds:g} s"
    limit = INTERVALS * interval
    detail = {"taken": sustained.taken, "p99 ms": sustained.latency}
    return [
        Figure("P4", knee, held, "events/s", "target rate", TARGET, 1),
        Figure("P4", knee, held, "events/s", "ingest alone", alone, None),
        Figure("P4", f"{target}, largest lag", sustained.worst_lag, "s", "2 intervals", limit, 1, at_most=True),
        Figure("P4", f"{target}, counted", sustained.counted, "events/s", "offered", TARGET, None, detail=detail),
        *charts([*steps, sustained], sustained, limit),
    ]
