"""The progress displays of long commands: a progress bar on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

PLAIN_SECONDS = 5.0


class RebuildDisplay:
    """The ``progress`` of ``rebuild``; write it to standard error, so that the differences can be piped.

    Args:
        console: The console to write to.
        clock: Monotonic seconds.

    Attributes:
        events: Number of events that the rebuild covers; None until it is known.
    """

    waiting, working, ending, noun = "waiting for the aggregator", "recomputing", "comparing", "events"

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self.events: int | None = None
        self._console = console
        self._clock = clock
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(20),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task(self.waiting, total=None)
        self._told_at = clock()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """Shows how much is done."""
        self.events = total
        activity = self.ending if done >= total else self.working
        self._bar.update(self._task, completed=done, total=total, description=activity)
        now = self._clock()
        if not self._console.is_terminal and now - self._told_at >= PLAIN_SECONDS:
            self._told_at = now
            self._console.print(f"{activity}: {done:,} of {total:,} {self.noun}", highlight=False)


class DeletionDisplay(RebuildDisplay):
    """The ``progress`` of ``delete_project``."""

    waiting, working, ending, noun = "counting", "deleting", "waiting for API processes", "rows"
