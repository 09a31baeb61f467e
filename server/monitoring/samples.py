"""Values of instruments: how the parts of a process keep them, and how those of several processes become one."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from server.monitoring.instruments import INSTRUMENTS, Combine, Instrument, Kind

OTHER = "other"


class Sample(msgspec.Struct, frozen=True, array_like=True):
    """One value, in a form that processes can pass on.

    Attributes:
        name: Its instrument.
        labels: Values of its labels, in order.
        value: Its value; of a histogram, the sum of what was observed.
        buckets: Of a histogram, how many observations each bucket has alone; the last one has no upper bound.
    """

    name: str
    labels: tuple[str, ...]
    value: float
    buckets: tuple[int, ...] = ()


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

    __slots__ = ("_bounds", "_counted", "_labels", "_name", "_sum")

    def __init__(self, instrument: Instrument, *labels: str) -> None:
        self._name = instrument.name
        self._labels = labels
        self._bounds = instrument.buckets
        self._counted = [0] * (len(self._bounds) + 1)
        self._sum = 0.0

    def observe(self, value: float) -> None:
        """Adds one observation."""
        self._counted[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def measure(self) -> Iterator[Sample]:
        """What was observed so far."""
        yield Sample(self._name, self._labels, self._sum, tuple(self._counted))


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
    return Sample(one.name, one.labels, one.value + other.value, buckets)
