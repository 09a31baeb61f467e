"""How fast a client may send messages over one socket."""

import asyncio
from collections.abc import Callable

BURST_SECONDS = 2.0
"""A silent client may send as much at once as would otherwise take so long: a page that opens all of its operations."""


class Pace:
    """Says how long to wait before the next message is read, by the generic cell rate algorithm.

    What is not read stays with the client: the buffers between it and the server fill, and it cannot send more. So a
    client that is too fast is slowed down, and loses nothing as long as it stays.

    Args:
        per_second: Messages that may come in a second; 0: any number.
        clock: Seconds that never jump; by default those of the event loop.
    """

    __slots__ = ("_clock", "_due", "_step")

    def __init__(self, per_second: float, clock: Callable[[], float] | None = None) -> None:
        self._step = 1 / per_second if per_second else 0.0
        self._clock = clock or asyncio.get_running_loop().time
        self._due = 0.0

    def wait(self) -> float:
        """Seconds to wait before the message that is read next; 0: it may come at once."""
        if not self._step:
            return 0.0
        now = self._clock()
        self._due = max(self._due, now) + self._step
        return max(0.0, self._due - now - BURST_SECONDS)
