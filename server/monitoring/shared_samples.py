"""Samples of forked processes, in memory that they share: whichever of them is scraped answers for all.

Each process writes its samples every other second into a place of its own. What its predecessor in that place counted
stays counted, so that no counter falls when a process is replaced: Prometheus would take that for a restart of all.
"""

import mmap
import time
from collections.abc import Callable, Sequence
from typing import TypeAlias
from zlib import crc32

import msgspec

from server.monitoring.samples import Sample, combined, lasting

HALF_BYTES = 512 * 1024
"""Each sample takes about 60 bytes, and unused pages take no memory. A process writes one half of its place and then
the other, so one of them is whole whenever it is read, even if the process was killed while it wrote."""
STALE_SECONDS = 10.0
"""After so long without news of a process, what it said of its present is left out: it has ended, or hangs."""

_HEADER = 8  # size and checksum
_Said: TypeAlias = tuple[float, list[Sample], list[Sample]]
"""When, what the predecessors had counted, and the samples of the process."""
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Said).decode


class SharedSamples:
    """The places of all processes of one command; made before they are forked.

    Args:
        processes: How many there are.
        clock: Seconds of a clock that all processes of the machine share.
    """

    def __init__(self, processes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._places = processes
        self._memory = mmap.mmap(-1, processes * 2 * HALF_BYTES)
        self._clock = clock
        self._place = self._half = 0
        self._inherited: list[Sample] = []

    def take(self, place: int) -> None:
        """Says which place is that of this process, and takes over what was counted there."""
        self._place = place
        left = self._read(place)
        self._inherited = combined([left[1], lasting(left[2])]) if left else []

    def publish(self, samples: Sequence[Sample]) -> None:
        """Writes the samples of this process."""
        written = _encode((self._clock(), self._inherited, samples))
        if len(written) > HALF_BYTES - _HEADER:
            return  # cannot be: the number of series is limited
        start = (2 * self._place + self._half) * HALF_BYTES
        self._half = 1 - self._half
        header = len(written).to_bytes(4, "little") + crc32(written).to_bytes(4, "little")
        self._memory[start : start + _HEADER + len(written)] = header + written

    def read(self) -> list[list[Sample]]:
        """The samples of each process that has written any."""
        found = []
        for place in range(self._places):
            if (said := self._read(place)) is not None:
                at, inherited, samples = said
                is_new = self._clock() - at < STALE_SECONDS
                found.append(combined([inherited, samples if is_new else lasting(samples)]))
        return found

    def _read(self, place: int) -> _Said | None:
        """What the process in a place said last."""
        halves = [self._read_half(2 * place + half) for half in (0, 1)]
        return max((said for said in halves if said is not None), key=lambda said: said[0], default=None)

    def _read_half(self, number: int) -> _Said | None:
        start = number * HALF_BYTES
        header = self._memory[start : start + _HEADER]
        size, check = int.from_bytes(header[:4], "little"), int.from_bytes(header[4:], "little")
        written = self._memory[start + _HEADER : start + _HEADER + min(size, HALF_BYTES - _HEADER)]
        return _decode(written) if size and crc32(written) == check else None
