"""``viewpulse`` by a clock that a test moves while it runs: `CLOCK=path python -m tests.fault.wrong_clock serve`.

The modules of the product find another ``datetime`` and another ``time.time``, which ask the file how wrong they are at
each call. Monotonic clocks are as they were, and so is the clock of PostgreSQL.
"""

import os
import sys
import time
from datetime import datetime, timedelta, tzinfo
from importlib import import_module
from pathlib import Path
from typing import Any

from server.cli import main
from server.rollup import housekeeping, sketches, summarizer

PARTS = ("server.app", "server.rollup.every_cell", "server.live.publish", "server.monitoring.exporter")
WIDTH = 16
OFTEN = 1.0
"""Seconds between two runs of each periodic job of the aggregator: these are what asks for the time there."""


class Clock:
    """How wrong a clock is: a file that the test writes, and next to it what the command has seen of it.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen_path = path.with_suffix(".seen")
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        self._last = b""

    def put(self, seconds: float) -> None:
        """Makes the clock so many seconds fast, from the next call on."""
        os.pwrite(self._file, f"{seconds:{WIDTH}.3f}".encode(), 0)  # as long each time, so never half of it is read

    def ask(self) -> float:
        """Seconds that the clock is fast; a change is written down for the test."""
        if (read := os.pread(self._file, WIDTH, 0)) != self._last:
            self._last = read
            with self._seen_path.open("ab") as seen:
                seen.write(read + b"\n")
        return float(read)

    @property
    def seen(self) -> list[float]:
        """What the command was asked for the time by: each value once it was used, in order."""
        return [float(line) for line in self._seen_path.read_text().split()] if self._seen_path.exists() else []


class _Type(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, datetime)


class _WrongDatetime(datetime, metaclass=_Type):
    """Takes the place of ``datetime`` where the product asks for the time."""

    clock: Clock

    def __new__(cls, *parts: Any, **named: Any) -> Any:
        return datetime(*parts, **named)  # noqa: DTZ001 - as the caller says

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return datetime.now(tz) + timedelta(seconds=cls.clock.ask())

    @classmethod
    def fromtimestamp(cls, timestamp: float, tz: tzinfo | None = None) -> Any:
        return datetime.fromtimestamp(timestamp, tz)


def put_wrong(clock: Clock) -> None:
    """Imports what the processes are made of, and gives these modules the clock."""
    for name in PARTS:
        import_module(name)
    _WrongDatetime.clock = clock
    for name, module in tuple(sys.modules.items()):
        if name.partition(".")[0] in ("server", "resolvers") and getattr(module, "datetime", None) is datetime:
            module.datetime = _WrongDatetime  # type: ignore[attr-defined]
    right = time.time
    time.time = lambda: right() + clock.ask()
    housekeeping.JOBS = tuple((name, job, OFTEN) for name, job, _ in housekeeping.JOBS)
    summarizer.PAUSE_SECONDS = sketches.MERGE_SECONDS = OFTEN


if __name__ == "__main__":
    put_wrong(Clock(Path(os.environ["CLOCK"])))
    main()
