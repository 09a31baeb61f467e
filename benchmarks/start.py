"""P10: the start of ``make run`` in a folder that exists, and the memory of its API while nothing happens."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import msgspec
import psutil

from benchmarks.effort import Effort
from benchmarks.report import Figure
from benchmarks.stage import START_SECONDS, Stage
from server.dev.folder import Facts
from server.embedded import free_port

IDLE_SECONDS = 2.0
STOP_SECONDS = 15.0
MIB = 2**20


def _facts(file: Path, child: "subprocess.Popen[bytes]", deadline: float) -> Facts:
    """What is written when everything is ready."""
    while not file.exists():
        if time.monotonic() > deadline or child.poll() is not None:
            raise RuntimeError(f"`viewpulse dev` did not get ready; see {file.parent}")
        time.sleep(0.005)
    return msgspec.json.decode(file.read_bytes(), type=Facts)


@contextmanager
def _started(stage: Stage, folder: Path) -> Iterator[tuple[float, Facts]]:
    """Starts everything in a folder as ``make run`` does; yields the seconds until it was ready."""
    environment = {**stage.environment, "VIEWPULSE_DATA_DIR": str(folder), "VIEWPULSE_PORT": str(free_port())}
    started = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", "server", "dev"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        facts = _facts(folder / "dev.json", child, started + START_SECONDS)
        yield time.monotonic() - started, facts
    finally:
        child.send_signal(signal.SIGINT)
        child.wait(STOP_SECONDS)


def measure(stage: Stage, effort: Effort) -> list[Figure]:
    """The first start makes the folder; the later ones count."""
    folder = stage.folder / "dev"
    with _started(stage, folder) as (first, _facts_of_it):
        pass
    times, memory = [], []
    for _ in range(effort.runs):
        with _started(stage, folder) as (seconds, facts):
            times.append(seconds)
            time.sleep(IDLE_SECONDS)
            memory.append(psutil.Process(facts.pids["api"]).memory_info().rss / MIB)
    detail = {"first start": first}
    return [
        Figure("P10", "second `make run`, until ready", median(times), "s", "limit", 3, 1, at_most=True, detail=detail),
        Figure("P10", "memory of the idle API", median(memory), "MiB", "limit", 150, 1, at_most=True),
    ]
