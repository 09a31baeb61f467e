"""P3: a run over 10,000 new events, with a month of history and with none."""

import asyncio
import statistics
import time

from benchmarks.effort import Effort
from benchmarks.filling import fill, nothing, with_history
from benchmarks.report import Figure
from benchmarks.stage import Stage, fresh_database
from server.rollup.aggregator import Aggregator
from server.settings import Settings

NEW = 10_000
FIRST_NEW = 1_000_000_000


async def _one_run(settings: Settings) -> float:
    aggregator = Aggregator(settings, publish=nothing)
    try:
        await aggregator.run_once()  # connects, prepares; nothing waits yet or only the warm-up
        started = time.perf_counter()
        report = await aggregator.run_once()
        elapsed = time.perf_counter() - started
        if report.events != NEW:
            raise RuntimeError(f"folded {report.events} events instead of {NEW}")
        return elapsed
    finally:
        await aggregator.close()


def _time(settings: Settings, run: int) -> float:
    """Seconds of one run; a run before it, over as many events, does not count."""
    limited = settings.model_copy(update={"aggregation_max_events": NEW, "database_timeout": 120.0})
    asyncio.run(fill(settings.database_url, 2 * NEW, first=FIRST_NEW + run * 2 * NEW))
    return asyncio.run(_one_run(limited))


def measure(stage: Stage, effort: Effort) -> list[Figure]:
    """The same new events on a database with history and on one without, in turn."""
    with_events, without = [], []
    filled = with_history(stage, effort).stage.settings
    with fresh_database(stage, "bench_empty") as fresh:
        for run in range(2 * effort.runs - 1):
            without.append(_time(fresh.settings, run))
            with_events.append(_time(filled, run))
    what = f"a run over {NEW:,} new events with {effort.history / 1e6:g} M of history"
    value, baseline = statistics.median(with_events) * 1000, statistics.median(without) * 1000
    detail = {"min": min(with_events) * 1000, "max": max(with_events) * 1000}
    return [Figure("P3", what, value, "ms", "with none", baseline, 1.1, at_most=True, detail=detail)]
