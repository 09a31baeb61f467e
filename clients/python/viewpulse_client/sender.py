"""What both trackers have in common."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from viewpulse_client.answers import Problem
from viewpulse_client.clock import Clock
from viewpulse_client.delivery import Delivery
from viewpulse_client.folder import Folder
from viewpulse_client.lifetimes import LIFETIMES
from viewpulse_client.tracking import Tracking

if TYPE_CHECKING:
    from viewpulse_client.inputs import ContextInput

EXIT_SECONDS = 5.0
_log = logging.getLogger("viewpulse_client")


def log_problem(problem: Problem) -> None:
    """What is done with a problem if the app does nothing: a warning without the event."""
    about = f" (event {problem.event_id})" if problem.event_id else ""
    _log.warning("%s: %s%s", problem.code, problem.message, about)


class Sender(Tracking):
    """Keeps events for one who sends them."""

    def __init__(
        self,
        url: str,
        write_key: str,
        *,
        context: ContextInput | None = None,
        folder: str | os.PathLike[str] | None = None,
        on_problem: Callable[[Problem], None] = log_problem,
        exit_seconds: float = EXIT_SECONDS,
        clock: Clock | None = None,
    ) -> None:
        self._url = url
        self._write_key = write_key
        self._exit_seconds = exit_seconds
        self._clock = clock or Clock()
        self._is_closed = False
        shared: Mapping[str, Any] = {**context} if context else {}
        self._delivery = Delivery(shared, Folder(folder) if folder else None, self._clock, on_problem, self._wake)
        LIFETIMES.begin(self)

    def _wake(self) -> None:
        """There may be something to send, or everything was sent."""

    def _start(self) -> None:
        """Begins to send, unless it has begun."""
        raise NotImplementedError

    def _keep(self, event: Mapping[str, Any]) -> str:
        if self._is_closed:
            self._delivery.tell(Problem("NOT_TRACKED", "The tracker is closed."))
            return ""
        event_id = self._delivery.track(event)
        self._start()
        return event_id

    @property
    def waiting(self) -> int:
        """Number of events that wait for an answer."""
        return self._delivery.waiting

    @property
    def dropped(self) -> int:
        """Number of events that this process has dropped unsent: they were too old, or the queue was full."""
        return self._delivery.dropped

    def _end(self) -> None:
        self._is_closed = True
        LIFETIMES.end(self)

    def hold(self) -> None:
        """Before a fork."""
        self._delivery.hold()

    def resume(self) -> None:
        """After a fork, in the parent."""
        self._delivery.resume()

    def forget(self) -> None:
        """After a fork, in the child."""
        self._delivery.forget()

    def finish(self) -> None:
        """Before the process ends."""
        raise NotImplementedError
