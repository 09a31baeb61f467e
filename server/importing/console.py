"""Shows an import: a progress bar on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable
from pathlib import PurePath
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Column

from server.importing.report import Report

PLAIN_SECONDS = 5.0
NUMBERS_WIDTH = 61  # width of the columns after the title, for files of gigabytes
MIN_TITLE_LENGTH = 12


class ImportDisplay:
    """Writes to standard error, so that the report on standard output can be piped.

    Args:
        console: The console to write to.
        clock: Monotonic seconds.
    """

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(8),
            DownloadColumn(table_column=Column(no_wrap=True)),
            TextColumn("{task.fields[records]:,} records, {task.fields[rate]:,.0f}/s"),
            TimeRemainingColumn(table_column=Column(no_wrap=True)),
            console=console,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None
        self._name = ""
        self._size: int | None = None
        self._began_at = self._told_at = clock()
        self._began_records: int | None = None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def begin(self, name: str, activity: str, size: int | None) -> None:
        """Starts the display of an input."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._name = f"{activity} {name}"
        self._size = size
        self._began_at = self._told_at = self._clock()
        self._began_records = None
        self._task = self._bar.add_task(self._title(name, activity), total=size, records=0, rate=0.0)

    def _title(self, name: str, activity: str) -> str:
        """The name, shortened so that the bar fits on one line; of a path, the last part."""
        title = f"{activity} {PurePath(name).name or name}"
        room = max(self._console.width - NUMBERS_WIDTH, MIN_TITLE_LENGTH)
        return title if len(title) <= room else f"{title[: room - 1]}…"

    def advance(self, position: int, report: Report) -> None:
        """Shows how many bytes were read."""
        now = self._clock()
        if self._began_records is None:
            self._began_records = report.records
        rate = (report.records - self._began_records) / max(now - self._began_at, 1e-3)
        if self._task is not None:
            self._bar.update(self._task, completed=position, records=report.records, rate=rate)
        if not self._console.is_terminal and now - self._told_at >= PLAIN_SECONDS:
            self._told_at = now
            share = f"{100 * position / self._size:.0f} %, " if self._size else f"{position / 1e6:,.1f} MB, "
            self._console.print(f"{self._name}: {share}{report.records:,} records, {rate:,.0f}/s", highlight=False)

    def say(self, text: str) -> None:
        """Prints a permanent line."""
        self._bar.console.print(text, highlight=False, soft_wrap=True, markup=False)
