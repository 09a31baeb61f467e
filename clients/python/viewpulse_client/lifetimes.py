"""What trackers do when a process is copied, and when it ends."""

from __future__ import annotations

import atexit
import logging
import os
import weakref
from multiprocessing import parent_process
from multiprocessing import util as multiprocessing_util
from typing import Protocol

_log = logging.getLogger("viewpulse_client")


class Lived(Protocol):
    """What has to know of forks and of the end."""

    def hold(self) -> None:
        """Before a fork."""

    def resume(self) -> None:
        """After it, in the parent."""

    def forget(self) -> None:
        """After it, in the child."""

    def finish(self) -> None:
        """Before the process ends."""


class Lifetimes:
    """Tells all that live. One for a process."""

    def __init__(self) -> None:
        self._living: weakref.WeakSet[Lived] = weakref.WeakSet()
        self._held: list[Lived] = []
        atexit.register(self._finish)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(before=self._hold, after_in_parent=self._resume, after_in_child=self._forget)
        # children of multiprocessing end without atexit (until Python 3.14), but run their finalizers
        multiprocessing_util.register_after_fork(self, Lifetimes._finish_as_child)

    def begin(self, one: Lived) -> None:
        """From now on it hears of them."""
        self._living.add(one)
        if parent_process() is not None:
            self._finish_as_child()

    def end(self, one: Lived) -> None:
        """It hears no more of them."""
        self._living.discard(one)

    def _hold(self) -> None:
        self._held = list(self._living)
        for one in self._held:
            one.hold()

    def _resume(self) -> None:
        for one in self._held:
            one.resume()
        self._held = []

    def _forget(self) -> None:
        for one in self._held:
            one.forget()
        self._held = []

    def _finish(self) -> None:
        for one in list(self._living):
            try:
                one.finish()
            except Exception:  # noqa: BLE001, PERF203 - the app's own, such as no token; others go on
                _log.exception("Events could not be sent at the end.")

    def _finish_as_child(self) -> None:
        multiprocessing_util.Finalize(None, self._finish, exitpriority=10)


LIFETIMES = Lifetimes()
"""Those of this process."""
