"""Tracking from threads: the events of all of them leave by one."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx

from viewpulse_client.answers import Problem, Reply
from viewpulse_client.clock import Clock
from viewpulse_client.delivery import Batch
from viewpulse_client.posting import SECONDS, TIMEOUT, post
from viewpulse_client.sender import EXIT_SECONDS, Sender, log_problem

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from viewpulse_client.inputs import ContextInput

_log = logging.getLogger("viewpulse_client")


class Tracker(Sender):
    """Keeps events until the server has answered for them, and sends them in batches from a thread of its own.

    One for a process; threads may share it. After a fork the child has an empty queue and a thread of its own.

    Args:
        url: The tracking path of the server, such as ``https://api.example.org/v1/in``.
        write_key: The write key of the project.
        context: What all events share, such as the device; an event's own field replaces the whole field.
        token: Gives the token of a signed-in user, or None; asked before each request, in the thread that sends,
            which it keeps waiting: give its own requests a timeout.
        folder: A folder in which events outlive the process; processes may share it.
        on_problem: Called for each event that is not stored for good, and once when sending pauses; from the thread
            that sends, or from that which tracks. A warning in the log by default.
        exit_seconds: How long the end of the process may wait for events that were not sent.
        clock: Brought by tests.

    Raises:
        ValueError: A folder is given on a system without POSIX locks.
        OSError: The folder cannot be made.
    """

    def __init__(
        self,
        url: str,
        write_key: str,
        *,
        context: ContextInput | None = None,
        token: Callable[[], str | None] | None = None,
        folder: str | os.PathLike[str] | None = None,
        on_problem: Callable[[Problem], None] = log_problem,
        exit_seconds: float = EXIT_SECONDS,
        clock: Clock | None = None,
    ) -> None:
        self._token = token
        self._thread: threading.Thread | None = None
        self._making = threading.Lock()
        super().__init__(
            url,
            write_key,
            context=context,
            folder=folder,
            on_problem=on_problem,
            exit_seconds=exit_seconds,
            clock=clock,
        )
        if self._delivery.waiting:
            self._start()

    def flush(self, timeout: float = SECONDS) -> bool:
        """Sends what waits now, also after a pause that a refused key has caused.

        Args:
            timeout: Seconds.

        Returns:
            Whether everything that waits was tried in that time; during a pause of the server nothing is.
        """
        if self._is_closed:
            return False
        self._start()
        rounds = self._delivery.flush()
        return self._until(lambda: self._delivery.rounds >= rounds, timeout)

    def close(self, timeout: float = SECONDS) -> bool:
        """Sends what waits, as long as the timeout lets it, and ends. What is in a folder stays there.

        Args:
            timeout: Seconds.

        Returns:
            Whether nothing waits any more.
        """
        if not self._is_closed:
            until = time.monotonic() + timeout
            if self._delivery.waiting and self.flush(timeout):
                self._until(lambda: not self._delivery.may_send, until - time.monotonic())
            self._end()
            with self._delivery.changed:
                self._delivery.changed.notify_all()
            if self._thread is not None:
                self._thread.join(max(0.0, until - time.monotonic()))
            self._delivery.close()
        return not self._delivery.waiting

    def _until(self, is_so: Callable[[], bool], seconds: float) -> bool:
        with self._delivery.changed:
            return self._delivery.changed.wait_for(is_so, max(0.0, seconds))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> None:
        if self._thread is not None:
            return
        with self._delivery.changed:
            if self._thread is None and not self._is_closed:
                thread = threading.Thread(target=self._send, name="viewpulse", daemon=True)
                try:
                    thread.start()
                except RuntimeError:  # the process ends
                    return
                self._thread = thread

    def _send(self) -> None:
        delivery = self._delivery
        with self._making:  # certificates are read, and OpenSSL has locks: no fork now
            http = httpx.Client(timeout=TIMEOUT)
        with http:
            while not self._is_closed:
                if batch := delivery.begin():
                    delivery.settle(batch, self._attempt(http, batch))
                    continue
                delivery.tidy()
                with delivery.changed:
                    seconds = delivery.wait_seconds()
                    if seconds != 0 and not self._is_closed:
                        self._clock.wait(delivery.changed, seconds)

    def _attempt(self, http: httpx.Client, batch: Batch) -> Reply:
        try:
            token = self._token() if self._token else None
            return self._post(http, batch.body(self._write_key, token, self._clock.time()))
        except Exception as error:  # noqa: BLE001 - such as no token for now: later
            _log.warning("Events could not be sent (%s).", type(error).__name__)
            return Reply()

    def _post(self, http: httpx.Client, body: bytes) -> Reply:
        return post(http, self._url, body)

    def hold(self) -> None:
        """Before a fork."""
        self._making.acquire()
        super().hold()

    def resume(self) -> None:
        """After a fork, in the parent."""
        super().resume()
        self._making.release()

    def forget(self) -> None:
        """After a fork, in the child."""
        super().forget()
        self._making = threading.Lock()
        self._thread = None

    def finish(self) -> None:
        """Before the process ends."""
        self.close(self._exit_seconds)
