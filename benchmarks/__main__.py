"""``make bench``: measures, prints a table, writes JSON.

python -m benchmarks [NAME …] [--seconds 8] [--runs 3] [--json FILE]
"""

import argparse
import importlib
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.report import Figure, print_table, write_json
from benchmarks.stage import open_stage

NAMES = ("ingest", "rollup", "history", "fanout", "freshness", "queries")


def main() -> int:
    """Runs the named benchmarks, all of them by default."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)}; all by default")
    parser.add_argument("--seconds", type=float, default=8.0, help="of each load run")
    parser.add_argument("--runs", type=int, default=3, help="of each figure; the median counts")
    parser.add_argument("--json", type=Path, default=Path("benchmarks/results/latest.json"))
    arguments = parser.parse_args()
    names = arguments.names or NAMES
    if unknown := set(names) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    console = Console(width=None if sys.stdout.isatty() else 150)
    figures: list[Figure] = []
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with open_stage() as stage, Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("benchmarks", total=len(names))
        for name in names:
            progress.update(task, description=name)
            started = time.monotonic()
            module = importlib.import_module(f"benchmarks.{name}")
            found: list[Figure] = module.measure(stage, seconds=arguments.seconds, runs=arguments.runs)
            figures += found
            progress.advance(task)
            progress.console.print(f"{name}: {time.monotonic() - started:.0f} s")
            print_table(found, progress.console)
    print_table(figures, console)
    write_json(figures, arguments.json)
    console.print(f"written to {arguments.json}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
