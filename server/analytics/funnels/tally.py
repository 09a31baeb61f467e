"""Adds up what viewers did in a funnel, bucket by bucket; keeps who they are in a few bytes each."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from server.analytics.funnels.question import ViewersOf
from server.analytics.funnels.rules import FunnelOrder, FunnelOutcome, FunnelRules
from server.analytics.funnels.times import Times, TimesFound


class StepFound(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the viewers at one step.

    Attributes:
        viewers: Who did it.
        dropped: Who did the step before, and neither this one nor can any more.
        incomplete: Who did the step before, and not this one, though there is still time.
        since_previous: How long it took since the step that the viewer did before.
        since_first: How long it took since the first step.
    """

    viewers: int
    dropped: int
    incomplete: int
    since_previous: TimesFound
    since_first: TimesFound


class Tally:
    """The numbers of a funnel, and the viewers behind them.

    Args:
        rules: The funnel.
    """

    def __init__(self, rules: FunnelRules) -> None:
        count = len(rules.steps)
        self._is_any = rules.order is FunnelOrder.ANY
        self._before = _steps_before(rules)
        self._since_previous = [Times() for _ in range(count)]
        self._since_first = [Times() for _ in range(count)]
        self._viewers: list[NDArray[np.int64]] = []
        self._done: list[NDArray[np.uint32]] = []
        self._open: list[NDArray[np.bool_]] = []

    @property
    def bytes(self) -> int:
        """Bytes that it takes, roughly."""
        return 13 * sum(map(len, self._viewers))

    def add(self, outcome: FunnelOutcome, time_ms: NDArray[np.int64]) -> None:
        """Takes in a bucket.

        Args:
            outcome: What became of its viewers.
            time_ms: The time of each row.
        """
        is_done = outcome.rows >= 0
        times = np.where(is_done, time_ms[outcome.rows], 0) if len(time_ms) else outcome.rows
        if self._is_any:  # the first step is the one that was done first, whichever that is
            times = np.sort(np.where(is_done, times, np.iinfo(np.int64).max), axis=1)
            is_done = np.arange(is_done.shape[1]) < outcome.furthest[:, None]
        self._add_times(is_done, times)
        weights = np.left_shift(np.uint32(1), np.arange(is_done.shape[1], dtype=np.uint32))
        self._viewers.append(outcome.viewer)
        self._done.append((is_done * weights).sum(axis=1, dtype=np.uint32))
        self._open.append(outcome.is_open)

    def _add_times(self, is_done: NDArray[np.bool_], times: NDArray[np.int64]) -> None:
        latest = times[:, 0].copy()
        for step in range(1, is_done.shape[1]):
            did = is_done[:, step]
            now = times[did, step]
            self._since_previous[step].add(now - latest[did])
            self._since_first[step].add(now - times[did, 0])
            latest[did] = now

    def steps(self) -> list[StepFound]:
        """The numbers of each step."""
        return [
            StepFound(
                viewers=self._count(step, ViewersOf.REACHED),
                dropped=self._count(step, ViewersOf.DROPPED),
                incomplete=self._count(step, ViewersOf.INCOMPLETE),
                since_previous=previous.found(),
                since_first=first.found(),
            )
            for step, (previous, first) in enumerate(zip(self._since_previous, self._since_first, strict=True))
        ]

    def viewers(self, step: int, kind: ViewersOf) -> NDArray[np.int64]:
        """The numbers of the viewers behind a number of a step, counted from 0, ascending."""
        chosen = [viewers[mask] for viewers, mask in zip(self._viewers, self._masks(step, kind), strict=True)]
        return np.concatenate(chosen) if chosen else np.zeros(0, np.int64)

    def _count(self, step: int, kind: ViewersOf) -> int:
        return sum(int(mask.sum()) for mask in self._masks(step, kind))

    def _masks(self, step: int, kind: ViewersOf) -> list[NDArray[np.bool_]]:
        bit = np.uint32(1 << step)
        if kind is ViewersOf.REACHED:
            return [(done & bit) != 0 for done in self._done]
        before = self._before[step]
        if before is None:  # nobody leaves at the first step, or at one that may be left out
            return [np.zeros(len(done), bool) for done in self._done]
        from_bit, is_incomplete = np.uint32(1 << before), kind is ViewersOf.INCOMPLETE
        return [
            ((done & from_bit) != 0) & ((done & bit) == 0) & (is_open == is_incomplete)
            for done, is_open in zip(self._done, self._open, strict=True)
        ]


def _steps_before(rules: FunnelRules) -> list[int | None]:
    """The required step before each step; None for the first one, and for steps that may be left out."""
    found: list[int | None] = []
    latest: int | None = None
    for number, step in enumerate(rules.steps):
        found.append(None if step.is_optional else latest)
        latest = latest if step.is_optional else number
    return found
