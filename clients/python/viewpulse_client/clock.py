"""Time and chance, so that tests can bring their own."""

from __future__ import annotations

import random
import threading
import time


class Clock:
    """The clocks of this machine."""

    def time(self) -> float:
        """Seconds since 1970; people set this clock."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds since some moment; nobody sets this clock."""
        return time.monotonic()

    def random(self) -> float:
        """A number from 0 to 1."""
        return random.random()  # noqa: S311 - pauses are no secrets

    def wait(self, condition: threading.Condition, seconds: float | None) -> None:
        """Waits, with the condition held, until it is notified or so many seconds have passed."""
        condition.wait(seconds)
