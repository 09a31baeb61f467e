"""P9: what an event and a revision cost as history and the number of contents grow, and memory over time."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import fmean

import psutil

from benchmarks.effort import Effort
from benchmarks.fanout import QUERY, readers
from benchmarks.filling import PARTS, fill, folding, timed_fold, with_history
from benchmarks.reading import ALL_TIME, CONTENT, WARM_UP, times_of_reads
from benchmarks.report import Chart, Figure
from benchmarks.sent_events import batch_bodies
from benchmarks.stage import Stage, fresh_database
from server.settings import Settings

FLAT = 1.1
"""How much more the last may cost than the first, to be called constant; as for P3."""
RATE = 2000
BATCH = 100
SOCKETS = 100
MIB = 2**20

Points = list[tuple[float, float]]


def _last_over_first(what: str, unit: str, points: Points, first: str, detail: str) -> Figure:
    values = [value for _, value in points]
    return Figure("P9", what, values[-1], unit, first, values[0], FLAT, at_most=True, detail={detail: max(values)})


def _by_history(stage: Stage, effort: Effort) -> list[Figure | Chart]:
    history = with_history(stage, effort)
    millions = [effort.history / PARTS * part / 1e6 for part in range(1, PARTS + 1)]
    folds: Points = [(at, seconds * 1e6) for at, seconds in zip(millions, history.folding, strict=True)]
    reads: Points = [(at, seconds * 1e3) for at, seconds in zip(millions, history.reading, strict=True)]
    x = "history (millions of events)"
    what = f"with {effort.history / 1e6:g} M events of history"
    return [
        _last_over_first(f"counting an event {what}", "µs", folds, "in the first tenth", "max"),
        _last_over_first(f"reading a revision {what}, p50", "ms", reads, "after the first tenth", "max"),
        Chart("growth-fold", "Counting an event as history grows", x, "time per event (µs)", {"roll-up": folds}),
        Chart("growth-read", "Reading a revision as history grows", x, "median (ms)", {"contentAnalytics": reads}),
    ]


async def _fold_with_contents(settings: Settings, contents: int, events: int) -> float:
    """Seconds per event; the first half of the events only warms up."""
    async with folding(settings) as aggregator:
        await fill(settings.database_url, events, contents=contents)
        await timed_fold(aggregator)
        await fill(settings.database_url, events, first=events, contents=contents)
        return await timed_fold(aggregator)


def _with_contents(stage: Stage, contents: int, effort: Effort) -> tuple[float, float]:
    """Microseconds per event and milliseconds per read."""
    with fresh_database(stage, "bench_contents") as fresh:
        fold = asyncio.run(_fold_with_contents(fresh.settings, contents, effort.spread_events))
        with fresh.api() as (port, _pid):
            reads = [CONTENT] * (WARM_UP + effort.reads)
            times = asyncio.run(times_of_reads(port, fresh.admin_token, ALL_TIME, reads))
        return fold * 1e6, times[len(times) // 2] * 1e3


def _by_contents(stage: Stage, effort: Effort) -> list[Figure | Chart]:
    costs = [(contents, *_with_contents(stage, contents, effort)) for contents in effort.contents]
    folds: Points = [(contents, fold) for contents, fold, _read in costs]
    reads: Points = [(contents, read) for contents, _fold, read in costs]
    x, what, few = "contents", f"with {effort.contents[-1]:,} contents", f"with {effort.contents[0]}"
    return [
        _last_over_first(f"counting an event {what}", "µs", folds, few, "max"),
        _last_over_first(f"reading a revision {what}, p50", "ms", reads, few, "max"),
        Chart(
            "growth-contents-fold", "Counting an event by contents", x, "time per event (µs)", {"roll-up": folds}, True
        ),
        Chart("growth-contents-read", "Reading a revision by contents", x, "median (ms)", {"p50": reads}, True),
    ]


def _watch(pids: dict[str, int], seconds: float) -> dict[str, Points]:
    """MiB of each process over time, a hundred times."""
    processes = {name: psutil.Process(pid) for name, pid in pids.items()}
    memory: dict[str, Points] = {name: [] for name in pids}
    started = time.monotonic()
    while (elapsed := time.monotonic() - started) < seconds:
        for name, process in processes.items():
            memory[name].append((elapsed, process.memory_info().rss / MIB))
        time.sleep(seconds / 100)
    return memory


def _memory(stage: Stage, effort: Effort) -> dict[str, Points]:
    """Memory under load, with subscribers, after a while to warm up."""
    length = effort.seconds + effort.memory_seconds
    bodies = batch_bodies(int(RATE * (length + 1)) // BATCH, 2_000_001)
    with (
        fresh_database(stage, "bench_memory") as fresh,
        fresh.api() as (port, api),
        fresh.aggregator() as aggregator,
        readers(fresh, port, SOCKETS, {"query": QUERY, "variables": {"id": CONTENT}}, snapshot=True),
        fresh.prepared(bodies) as file,
        ThreadPoolExecutor() as executor,
    ):
        load = executor.submit(fresh.send, port, file, clients=4, seconds=length, path="/graphql", rate=RATE / BATCH)
        time.sleep(effort.seconds)
        memory = _watch({"API": api, "aggregator": aggregator}, effort.memory_seconds)
        load.result()
        return memory


def tenths(points: Points) -> tuple[float, float]:
    """The mean of the first tenth and of the last."""
    values = [value for _, value in points]
    size = max(1, len(values) // 10)
    return fmean(values[:size]), fmean(values[-size:])


def _over_time(stage: Stage, effort: Effort) -> list[Figure | Chart]:
    memory = _memory(stage, effort)
    what = f"after {effort.memory_seconds / 60:.2g} min of {RATE:,} events/s"
    figures = []
    for name, points in memory.items():
        first, last = tenths(points)
        figures.append(
            Figure("P9", f"memory of the {name} {what}", last, "MiB", "first tenth", first, FLAT, at_most=True)
        )
    title = f"Memory while {RATE:,} events/s are ingested and counted"
    return [*figures, Chart("growth-memory", title, "time (s)", "memory (MiB)", memory)]


def measure(stage: Stage, effort: Effort) -> list[Figure | Chart]:
    """The last over the first: by history, by number of contents, over time."""
    return [*_by_history(stage, effort), *_by_contents(stage, effort), *_over_time(stage, effort)]
