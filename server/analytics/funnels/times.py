"""How long viewers take between two steps: median and histogram, in bounded memory."""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

EXACT = 10_000
"""Durations up to which the median is exact."""
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000
EDGES_MS = (
    *(1000, 10_000, _MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR, 4 * _HOUR, 12 * _HOUR),
    *(_DAY, 2 * _DAY, 4 * _DAY, 7 * _DAY, 14 * _DAY, 30 * _DAY, 60 * _DAY),
)
"""Where the bars of a histogram end; the last bar has no end."""

_BINS = 2048
_PER_E_FOLD = 80
"""Bins for each factor of e: a bin is 1.26 % wide."""


class TimesFound(msgspec.Struct, frozen=True, kw_only=True):
    """Durations of some viewers.

    Attributes:
        viewers: How many.
        median_ms: The median; None without viewers.
        is_estimated: Whether there were too many for an exact one; then it is right within 1.3 %.
        histogram: Viewers in each bar, up to the last one with any.
    """

    viewers: int
    median_ms: float | None
    is_estimated: bool
    histogram: list[int]


class Times:
    """Collects durations."""

    def __init__(self) -> None:
        self._bars = np.zeros(len(EDGES_MS) + 1, np.int64)
        self._bins = np.zeros(_BINS, np.int64)
        self._kept: list[NDArray[np.int64]] = []
        self._count = 0

    def add(self, durations_ms: NDArray[np.int64]) -> None:
        """Takes in durations in milliseconds, which are not negative."""
        self._count += len(durations_ms)
        self._bars += np.bincount(np.searchsorted(EDGES_MS, durations_ms, "right"), minlength=len(self._bars))
        places = np.minimum(np.log1p(durations_ms) * _PER_E_FOLD, _BINS - 1).astype(np.int64)
        self._bins += np.bincount(places, minlength=_BINS)
        if self._count <= EXACT:
            self._kept.append(durations_ms)
        else:
            self._kept.clear()

    def found(self) -> TimesFound:
        """What was collected."""
        used = np.flatnonzero(self._bars)
        return TimesFound(
            viewers=self._count,
            median_ms=self._median(),
            is_estimated=self._count > EXACT,
            histogram=self._bars[: used[-1] + 1].tolist() if len(used) else [],
        )

    def _median(self) -> float | None:
        if not self._count:
            return None
        if self._count <= EXACT:
            return float(np.median(np.concatenate(self._kept)))
        middle = ((self._count + 1) // 2, self._count // 2 + 1)
        places = np.searchsorted(np.cumsum(self._bins), middle)
        return float(np.expm1((places + 0.5) / _PER_E_FOLD).mean())


def bars(histogram: Sequence[int]) -> list[tuple[float, float | None, int]]:
    """The bars of a histogram: from and to in seconds, and viewers; the last possible one has no end."""
    edges = [0.0, *(edge / 1000 for edge in EDGES_MS)]
    ends = [*edges[1:], None]
    return [(edges[place], ends[place], count) for place, count in enumerate(histogram)]
