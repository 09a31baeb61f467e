"""An event loop whose clock stands still while there is something to do, and then jumps to the next timer."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Value = TypeVar("Value")


class VirtualLoop(asyncio.SelectorEventLoop):
    """Hours pass in no time, and the same way every time. For code without sockets."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        timers = [timer.when() for timer in self._scheduled if not timer.cancelled()]  # type: ignore[attr-defined]
        if timers and not self._ready:  # type: ignore[attr-defined] # asyncio has no other place for this
            self._now = max(self._now, min(timers))
        super()._run_once()  # type: ignore[misc]


def run_virtually(work: Coroutine[Any, Any, Value]) -> Value:
    """The result of a coroutine that runs on a clock of its own."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)
