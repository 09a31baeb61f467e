"""The output at the terminal: our lines and those of the children, with the name of each.

Children write their log files themselves, so that a slow terminal cannot block them; this module follows the files.
"""

import os
import re
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from rich.console import Console, RenderableType
from rich.text import Text

POLL_SECONDS = 0.1
LOG_LIMIT = 5 * 1024 * 1024
COLOURS = {"viewpulse": "bold green", "api": "cyan", "aggregator": "magenta", "postgres": "blue", "redis": "red"}
NAME_WIDTH = 10
ROUTINE = re.compile(r'\S+ \[(?:debug|info) *\] |\{.*"level": "(?:debug|info)"')


@dataclass
class FollowedLog:
    """A log file, and how much of it was shown.

    Attributes:
        name: Name of the child.
        file: The log file.
        is_shown: Whether the terminal shows a line.
        position: Position of the first unread byte.
    """

    name: str
    file: Path
    is_shown: Callable[[str], bool]
    position: int

    def new_lines(self) -> list[str]:
        """The whole lines written since the last call; keeps the file below its limit."""
        try:
            size = self.file.stat().st_size
            if size < self.position:
                self.position = 0
            if size == self.position:
                return []
            with self.file.open("rb") as log:
                log.seek(self.position)
                fresh = log.read(LOG_LIMIT)
        except OSError:
            return []
        whole = fresh[: fresh.rfind(b"\n") + 1]
        if not whole and len(fresh) < LOG_LIMIT:
            return []
        whole = whole or fresh  # a longer line is cut
        self.position += len(whole)
        if self.position > LOG_LIMIT:
            self._start_over()
        return [line for line in whole.decode(errors="replace").splitlines() if self.is_shown(line)]

    def _start_over(self) -> None:
        """Copies a full log to ``.1`` and empties it; the child appends, so it continues at the start."""
        with suppress(OSError):
            shutil.copyfile(self.file, self.file.with_suffix(".log.1"))
            os.truncate(self.file, 0)
            self.position = 0


def is_noteworthy(line: str) -> bool:
    """Whether a line of one of our own logs is more than routine: a warning, an error, or the trace below one."""
    return not ROUTINE.match(line)


class Terminal(Console):
    """A terminal that may disappear: rich would end the thread that writes to it."""

    def on_broken_pipe(self) -> None:
        """Does nothing; the caller handles the error."""
        raise BrokenPipeError


class DevConsole:
    """Prints in its own thread, so that a paused or closed terminal never stops the supervisor.

    Args:
        console: The console to print to.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said: SimpleQueue[RenderableType] = SimpleQueue()
        self._logs: list[FollowedLog] = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="console", daemon=True)
        self._thread.start()

    def say(self, line: str) -> None:
        """Prints a line of our own."""
        self.show(self._prefixed("viewpulse", line))

    def show(self, what: RenderableType) -> None:
        """Prints anything that rich can print."""
        self._said.put(what)

    def follow(self, name: str, file: Path, is_shown: Callable[[str], bool]) -> None:
        """Shows lines that are written to a log file from now on."""
        position = file.stat().st_size if file.exists() else 0
        self._logs.append(FollowedLog(name, file, is_shown, position))

    def close(self) -> None:
        """Prints the remaining lines; gives up if the terminal accepts nothing."""
        self._end.set()
        self._thread.join(1.0)

    def has_followed(self, file: Path) -> bool:
        """Whether a log has been read to its end."""
        return any(log.file == file and log.position == file.stat().st_size > 0 for log in self._logs)

    def _run(self) -> None:
        while not self._end.is_set():
            self._print_all()
            self._end.wait(POLL_SECONDS)
        self._print_all()

    def _print_all(self) -> None:
        for log in tuple(self._logs):
            for line in log.new_lines():
                self._print(self._prefixed(log.name, line))
        with suppress(Empty):
            while True:
                self._print(self._said.get_nowait())

    def _print(self, what: RenderableType) -> None:
        with suppress(OSError):  # the terminal is gone; the logs are in their files
            self._console.print(what, soft_wrap=True)

    @staticmethod
    def _prefixed(name: str, line: str) -> Text:
        return Text.assemble((f"{name:>{NAME_WIDTH}} ", COLOURS.get(name, "yellow")), ("│ ", "dim"), line)
