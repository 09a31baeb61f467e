"""``make bench``: measures, prints a table, writes JSON.

python -m benchmarks [NAME …] [--quick] [--seconds 8] [--runs 3] [--json FILE]
"""

import argparse
import importlib
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.effort import FULL, QUICK, Effort, sized_by_environment
from benchmarks.provenance import code, machine
from benchmarks.report import Chart, Figure, Part, Report, print_table, write_json
from benchmarks.stage import Stage, open_stage

NAMES = (
    *("ingest", "rollup", "cells", "history", "sustained", "fanout"),
    *("freshness", "queries", "events", "erasures", "growth", "start", "size"),
)


def main() -> int:
    """Runs the named benchmarks, all of them by default."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)}; all by default")
    parser.add_argument("--quick", action="store_true", help="everything in three minutes, with rough figures")
    parser.add_argument("--seconds", type=float, help="of each load run")
    parser.add_argument("--runs", type=int, help="of each figure; the median counts")
    parser.add_argument("--json", type=Path, default=Path("benchmarks/results/latest.json"))
    arguments = parser.parse_args()
    names = arguments.names or NAMES
    if unknown := set(names) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    effort = sized_by_environment(QUICK if arguments.quick else FULL)
    effort = replace(effort, seconds=arguments.seconds or effort.seconds, runs=arguments.runs or effort.runs)
    console = Console(width=None if sys.stdout.isatty() else 170)
    report = run(names, effort, arguments.json, console)
    print_table(report.ordered(), console, quick=effort.quick)
    console.print(f"written to {arguments.json}")
    return 0


def run(names: Sequence[str], effort: Effort, json: Path, console: Console) -> Report:
    """Measures one part after another; what is measured already is in the file if a later part fails."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with open_stage() as stage, Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        began = datetime.now(UTC).isoformat(timespec="seconds")
        report = Report(began, effort.quick, code(), machine(stage.settings))
        task = progress.add_task("benchmarks", total=len(names))
        for name in names:
            progress.update(task, description=name)
            part, found = _measure(name, stage, effort)
            report.add(part, found)
            write_json(report, json)
            progress.advance(task)
            progress.console.print(f"{name}: {part.seconds:.0f} s")
            print_table((one for one in found if isinstance(one, Figure)), progress.console, quick=effort.quick)
    return report


def _measure(name: str, stage: Stage, effort: Effort) -> tuple[Part, Sequence[Figure | Chart]]:
    load_average, started = os.getloadavg(), time.monotonic()
    found: Sequence[Figure | Chart] = importlib.import_module(f"benchmarks.{name}").measure(stage, effort)
    return Part(name, load_average, round(time.monotonic() - started, 1)), found


if __name__ == "__main__":
    sys.exit(main())
