"""The progress display of a rebuild: a progress bar on a terminal, plain lines elsewhere."""

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
        self._task = self._bar.add_task("waiting for the aggregator", total=None)
        self._told_at = clock()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """Shows how many of the events are recomputed."""
        self.events = total
        activity = "comparing" if done >= total else "recomputing"
        self._bar.update(self._task, completed=done, total=total, description=activity)
        now = self._clock()
        if not self._console.is_terminal and now - self._told_at >= PLAIN_SECONDS:
            self._told_at = now
            self._console.print(f"{activity}: {done:,} of {total:,} events", highlight=False)
