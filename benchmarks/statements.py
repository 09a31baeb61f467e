"""``python -m benchmarks.statements``: how long each statement of a run takes, for runs of several sizes.

It prints a table for docs/performance.md: milliseconds of each statement, the median of the runs. A run comes after
others of its size. With ``--history``, a database with so many events takes turns with an empty one.
"""

import argparse
import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from statistics import median
from typing import ClassVar
from unittest.mock import patch

from benchmarks.effort import FULL
from benchmarks.filling import fill, folding, with_history
from benchmarks.history import FIRST_NEW
from benchmarks.stage import Stage, fresh_database, open_stage
from server.rollup.aggregator import Aggregator
from server.rollup.fold import Fold
from server.settings import Settings

WARM_UP = 3
"""Runs that are not counted: plans are made, and tables get their first rows."""
REST = "claiming, reading the events, and the rest"
WHOLE = "the run"

Times = dict[str, list[float]]
"""Seconds of each run, by statement."""


class TimedFold(Fold):
    """Notes how long each statement of a run takes, in seconds."""

    took: ClassVar[dict[str, float]] = {}

    async def _execute(self, names: Iterable[str], *, keep: bool = False) -> None:
        for name in names:
            started = time.perf_counter()
            await super()._execute((name,), keep=keep)
            self.took[name] = time.perf_counter() - started


async def _run(aggregator: Aggregator, events: int) -> dict[str, float]:
    """Seconds of each statement of one run."""
    TimedFold.took.clear()
    started = time.perf_counter()
    report = await aggregator.run_once()
    whole = time.perf_counter() - started
    if report.events != events:
        raise RuntimeError(f"folded {report.events} events instead of {events}")
    took = dict(TimedFold.took)
    return took | {REST: whole - sum(took.values()), WHOLE: whole}


async def time_runs(databases: Sequence[Settings], events: int, runs: int) -> list[Times]:
    """The times of each statement on each database, which take turns.

    Args:
        databases: Databases on which nothing else runs.
        events: Events of a run.
        runs: How many runs of each database are timed.
    """
    found: list[Times] = [defaultdict(list) for _ in databases]
    more = {"aggregation_max_events": events, "database_timeout": 600.0}
    async with AsyncExitStack() as stack:
        stack.enter_context(patch("server.rollup.aggregator.Fold", TimedFold))
        limited = [settings.model_copy(update=more) for settings in databases]
        aggregators = [await stack.enter_async_context(folding(settings)) for settings in limited]
        for run in range(WARM_UP + runs):
            for settings, aggregator, times in zip(limited, aggregators, found, strict=True):
                first = FIRST_NEW + run * events
                await fill(settings.database_url, events, first=first, batch=min(events, 1000))
                for name, seconds in (await _run(aggregator, events)).items():
                    if run >= WARM_UP:
                        times[name].append(seconds)
    return found


def table(columns: dict[str, Times]) -> str:
    """Markdown; what takes longest in the last column comes first."""
    last = columns[list(columns)[-1]]
    names = sorted(last, key=lambda name: -median(last[name]))
    lines = [f"| statement | {' | '.join(columns)} |", f"| --- |{' --- |' * len(columns)}"]
    for name in names:
        shown = [f"{median(times[name]) * 1000:,.2f}" if name in times else "-" for times in columns.values()]
        lines.append(f"| {name if name in (REST, WHOLE) else f'`{name}`'} | {' | '.join(shown)} |")
    return "\n".join(lines)


def measure(stage: Stage, sizes: Sequence[int], runs: int, history: int) -> dict[str, Times]:
    """The columns of the table."""
    columns: dict[str, Times] = {}
    filled = [with_history(stage, replace(FULL, history=history)).stage.settings] if history else []
    for events in sizes:
        with fresh_database(stage, "bench_statements") as fresh:
            found = asyncio.run(time_runs([fresh.settings, *filled], events, runs))
        for times, more in zip(found, ("", f", {history / 1e6:g} M of history"), strict=False):
            columns[f"{events:,} events{more}"] = times
    return columns


def main() -> None:
    """Measures, and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.statements", description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[100, 2000, 100_000], help="of a run")
    parser.add_argument("--runs", type=int, default=9, help="for each size; the median counts")
    parser.add_argument("--history", type=int, default=0, help="events of the database that takes turns with the other")
    given = parser.parse_args()
    with open_stage() as stage:
        print(table(measure(stage, given.events, given.runs, given.history)))


if __name__ == "__main__":
    main()
