"""Shows the progress of the demo: one live line on a terminal, a plain line every few seconds elsewhere."""

import time
from collections import deque
from collections.abc import Callable
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from server.demo.senders import Tally

PLAIN_SECONDS = 10.0
TRENDING = '{ trending(window: "1h") { contents { contentId title velocity } } }'
"""A query that shows the demo's trends within minutes; a window of a day needs 24 times the views."""
_WINDOW_SECONDS = 5.0


class DemoDisplay:
    """Writes the progress.

    Args:
        console: The console to write to.
        clock: Monotonic seconds.
    """

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._live = Live(console=console, refresh_per_second=4, auto_refresh=False) if console.is_terminal else None
        self._told_at = clock()
        self._recent: deque[tuple[float, int]] = deque()

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    def show(self, tally: Tally, trouble: BaseException | None) -> None:
        """Shows the current state; called whenever it changes."""
        now = self._clock()
        if self._recent and tally.sent < self._recent[-1][1]:
            self._recent.clear()  # another tally: the past is sent, and live traffic begins
        self._recent.append((now, tally.sent))
        while self._recent[0][0] < now - _WINDOW_SECONDS:
            self._recent.popleft()
        if self._live:
            self._live.update(Text(self._line(tally, trouble)), refresh=True)
        elif now - self._told_at >= PLAIN_SECONDS:
            self._told_at = now
            self.say(self._line(tally, trouble))

    def say(self, text: str) -> None:
        """Prints a permanent line."""
        self._console.print(text, highlight=False, markup=False, soft_wrap=True)

    def _line(self, tally: Tally, trouble: BaseException | None) -> str:
        (began, before), (now, sent) = self._recent[0], self._recent[-1]
        rate = (sent - before) / max(now - began, 0.1)
        line = f"demo: {rate:,.0f} events/s · {summary(tally)}"
        return f"{line} · waiting: {trouble}" if trouble else line


def summary(tally: Tally) -> str:
    """The tally as text."""
    return (
        f"{tally.sent:,} sent, {tally.accepted:,} accepted, {tally.duplicates:,} duplicates, "
        f"{tally.rejected:,} rejected, {tally.retries:,} retries"
    )
