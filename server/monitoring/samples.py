"""Values of instruments: how the parts of a process keep them, and how those of several processes become one."""

import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from operator import itemgetter
from typing import TypeAlias

import msgspec

from server.monitoring import traces
from server.monitoring.instruments import INSTRUMENTS, Combine, Instrument, Kind

OTHER = "other"

Traced: TypeAlias = tuple[str, float, float]
"""A traced observation: the id of its trace, the value, and when, in Unix time."""


class Sample(msgspec.Struct, frozen=True, array_like=True):
    """One value, in a form that processes can pass on.

    Attributes:
        name: Its instrument.
        labels: Values of its labels, in order.
        value: Its value; of a histogram, the sum of what was observed.
        buckets: Of a histogram, how many observations each bucket has alone; the last one has no upper bound.
        exemplars: The last traced observation of each bucket, if any observation was traced.
    """

    name: str
    labels: tuple[str, ...]
    value: float
    buckets: tuple[int, ...] = ()
    exemplars: tuple[Traced | None, ...] = ()


class Counts:
    """A counter with labels. All values of labels are ours, and there is a limit all the same.

    Args:
        instrument: Its instrument.
        most: Maximum number of series; further ones are counted with ``other`` as their first label.
    """

    __slots__ = ("_counted", "_instrument", "_most")

    def __init__(self, instrument: Instrument, most: int = 100) -> None:
        self._instrument = instrument
        self._most = most
        self._counted: dict[tuple[str, ...], float] = {}

    def add(self, *labels: str, by: float = 1) -> None:
        """Counts once, or by an amount."""
        counted = self._counted
        if labels not in counted and len(counted) >= self._most:
            labels = (OTHER, *labels[1:])
        counted[labels] = counted.get(labels, 0) + by

    def measure(self) -> Iterator[Sample]:
        """What was counted so far."""
        for labels, value in self._counted.items():
            yield Sample(self._instrument.name, labels, value)


class Observations:
    """A histogram without labels."""

    __slots__ = ("_bounds", "_counted", "_exemplars", "_labels", "_name", "_sum")

    def __init__(self, instrument: Instrument, *labels: str) -> None:
        self._name = instrument.name
        self._labels = labels
        self._bounds = instrument.buckets
        self._counted = [0] * (len(self._bounds) + 1)
        self._sum = 0.0
        self._exemplars: dict[int, Traced] = {}

    def observe(self, value: float, trace: str | None = None) -> None:
        """Adds one observation.

        Args:
            value: What was observed.
            trace: The ``traceparent`` that it belongs to; by default, the current one.
        """
        place = bisect_left(self._bounds, value)
        self._counted[place] += 1
        self._sum += value
        trace = trace or traces.current.get()
        if trace is not None:
            self._exemplars[place] = trace.split("-")[1], value, time.time()

    def measure(self) -> Iterator[Sample]:
        """What was observed so far."""
        exemplars = tuple(map(self._exemplars.get, range(len(self._counted)))) if self._exemplars else ()
        yield Sample(self._name, self._labels, self._sum, tuple(self._counted), exemplars)


def sample(instrument: Instrument, value: float, *labels: str) -> Sample:
    """One value of a counter or gauge."""
    return Sample(instrument.name, labels, float(value))


def combined(parts: Iterable[Sequence[Sample]]) -> list[Sample]:
    """The values of several processes, or of several parts of one, as those of one."""
    found: dict[tuple[str, tuple[str, ...]], Sample] = {}
    for part in parts:
        for one in part:
            key = one.name, one.labels
            known = found.get(key)
            found[key] = one if known is None else _both(known, one)
    return list(found.values())


def lasting(samples: Iterable[Sample]) -> list[Sample]:
    """Those that outlive their process: what was counted stays counted, what was open is gone."""
    return [one for one in samples if INSTRUMENTS[one.name].kind is not Kind.GAUGE]


def _both(one: Sample, other: Sample) -> Sample:
    if INSTRUMENTS[one.name].combine is Combine.MIN:
        return min(one, other, key=lambda each: each.value)
    buckets = tuple(map(sum, zip(one.buckets, other.buckets, strict=True)))
    return Sample(one.name, one.labels, one.value + other.value, buckets, _newest(one.exemplars, other.exemplars))


def _newest(one: Sequence[Traced | None], other: Sequence[Traced | None]) -> tuple[Traced | None, ...]:
    """Of each bucket, the newer one."""
    pairs = zip_longest(one, other)
    return tuple(max((each for each in pair if each), key=itemgetter(2), default=None) for pair in pairs)
