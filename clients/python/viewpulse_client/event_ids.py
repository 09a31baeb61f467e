"""Ids of events."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from uuid import UUID

MOST_IN_A_MILLISECOND = 0xFFF


class EventIds:
    """Makes UUIDv7: they begin with the time, so they sort by age, and the server finds them quickly.

    Each is greater than those made before by this object, also within a millisecond and after the clock was set back.

    Args:
        time: Seconds since 1970.
    """

    def __init__(self, time: Callable[[], float]) -> None:
        self._time = time
        self._lock = threading.Lock()
        self._last = 0
        self._sequence = 0

    def next(self) -> str:
        """A new id."""
        with self._lock:
            now = int(self._time() * 1000)
            if now > self._last:
                self._last, self._sequence = now, 0
            elif self._sequence == MOST_IN_A_MILLISECOND:
                self._last, self._sequence = self._last + 1, 0
            else:
                self._sequence += 1
            head = self._last << 16 | 0x7000 | self._sequence
        tail = 0b10 << 62 | int.from_bytes(os.urandom(8), "big") >> 2
        return str(UUID(int=head << 64 | tail))
