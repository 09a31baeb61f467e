"""A few threads that send batches of events, and the tally of the results."""

import queue
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from server.demo.api import Api, ApiError, is_passing

SENDERS = 4
_TRACK = """
mutation TrackEvents($events: [EventInput!]!) {
  trackEvents(events: $events) {
    accepted
    duplicates
    rejected
    problems { status code message path }
  }
}
"""


@dataclass
class Tally:
    """The results of the events.

    Attributes:
        sent: Number of events that were answered.
        accepted: Number of accepted events.
        duplicates: Number of events that were stored before.
        rejected: Number of rejected events.
        retries: Number of requests that were sent again.
        reasons: The rejected events, by reason.
    """

    sent: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    retries: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


class Senders:
    """Sends batches, several at the same time; each is retried until it is answered.

    Args:
        connect: Opens a connection for one thread.
        stop: Stops sending.
    """

    def __init__(self, connect: Callable[[], Api], stop: threading.Event) -> None:
        self._connect = connect
        self._stop = stop
        self._waiting: queue.Queue[list[dict[str, object]] | None] = queue.Queue(2 * SENDERS)
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._send, daemon=True) for _ in range(SENDERS)]
        self.tally = Tally()
        self.trouble: BaseException | None = None
        self.refused: ApiError | None = None
        for thread in self._threads:
            thread.start()

    def put(self, batch: list[dict[str, object]]) -> None:
        """Queues a batch; waits while all threads are busy, until ``stop`` at most."""
        while not self._stop.is_set():
            try:
                self._waiting.put(batch, timeout=0.1)
            except queue.Full:
                continue
            return

    def close(self, seconds: float) -> None:
        """Sends the queued batches, unless ``stop`` is set; waits ``seconds`` at most."""
        for _ in self._threads:
            try:
                self._waiting.put(None, timeout=0 if self._stop.is_set() else seconds)
            except queue.Full:
                break
        for thread in self._threads:
            thread.join(seconds)

    def _send(self) -> None:
        api = self._connect()
        try:
            while not self._stop.is_set() and (batch := self._waiting.get()) is not None:
                try:
                    answer = api.execute(_TRACK, {"events": batch}, notice=self._record_failure)["trackEvents"]
                except Exception as error:
                    if isinstance(error, ApiError) and not is_passing(error):
                        self.refused = error
                        self._stop.set()
                    elif not is_passing(error):
                        raise
                    return
                self._count(len(batch), answer)
        finally:
            api.close()

    def _record_failure(self, error: BaseException) -> None:
        with self._lock:
            self.tally.retries += 1
            self.trouble = error

    def _count(self, sent: int, answer: dict[str, object]) -> None:
        with self._lock:
            self.trouble = None
            self.tally.sent += sent
            for name in ("accepted", "duplicates", "rejected"):
                setattr(self.tally, name, getattr(self.tally, name) + answer[name])
            for problem in answer["problems"]:  # type: ignore[attr-defined]
                if problem["status"] == "REJECTED":
                    where = ".".join(problem["path"][2:])
                    self.tally.reasons[f"{problem['code']} at {where}: {problem['message']}"] += 1
