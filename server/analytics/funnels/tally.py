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


class Steps:
    """Which steps viewers did, and where they left: the same for a whole funnel and for its parts.

    Args:
        rules: The funnel.
    """

    def __init__(self, rules: FunnelRules) -> None:
        self.is_any = rules.order is FunnelOrder.ANY
        self._before = _steps_before(rules)

    def done(self, outcome: FunnelOutcome) -> NDArray[np.bool_]:
        """A line for each viewer, a column for each step; in ANY order the first columns are those that were done."""
        if self.is_any:
            return np.asarray(np.arange(outcome.rows.shape[1]) < outcome.furthest[:, None], np.bool_)
        return np.asarray(outcome.rows >= 0, np.bool_)

    def counts(self, done: NDArray[np.bool_], is_open: NDArray[np.bool_]) -> NDArray[np.int64]:
        """For each viewer and step 1 where it did it, was dropped, or is incomplete there, in this order."""
        found = np.zeros((*done.shape, len(ViewersOf)), np.int64)
        for step in range(done.shape[1]):
            for place, kind in enumerate(ViewersOf):
                found[:, step, place] = self.mask(done, is_open, step, kind)
        return found

    def mask(
        self, done: NDArray[np.bool_], is_open: NDArray[np.bool_], step: int, kind: ViewersOf
    ) -> NDArray[np.bool_]:
        """The viewers behind a number of a step."""
        reached: NDArray[np.bool_] = done[:, step]
        if kind is ViewersOf.REACHED:
            return reached
        before = self._before[step]
        if before is None:  # nobody leaves at the first step, or at one that may be left out
            return np.zeros(len(done), bool)
        left: NDArray[np.bool_] = done[:, before] & ~reached & (is_open == (kind is ViewersOf.INCOMPLETE))
        return left


class Tally:
    """The numbers of a funnel, and the viewers behind them.

    Args:
        rules: The funnel.
    """

    def __init__(self, rules: FunnelRules) -> None:
        count = len(rules.steps)
        self._steps = Steps(rules)
        self._counts = np.zeros((count, len(ViewersOf)), np.int64)
        self._since_previous = [Times() for _ in range(count)]
        self._since_first = [Times() for _ in range(count)]
        self._viewers: list[NDArray[np.int64]] = []
        self._done: list[NDArray[np.uint8]] = []
        self._open: list[NDArray[np.bool_]] = []

    @property
    def bytes(self) -> int:
        """Bytes that it takes, roughly, once the times are forgotten."""
        return sum(part.nbytes for parts in (self._viewers, self._done, self._open) for part in parts)

    def add(self, outcome: FunnelOutcome, time_ms: NDArray[np.int64]) -> None:
        """Takes in a bucket.

        Args:
            outcome: What became of its viewers.
            time_ms: The time of each row.
        """
        if not len(outcome):
            return
        done = self._steps.done(outcome)
        times = time_ms[outcome.rows]
        if self._steps.is_any:  # the first step is the one that was done first, whichever that is
            times = np.sort(np.where(outcome.rows >= 0, times, np.iinfo(np.int64).max), axis=1)
        self._add_times(done, times)
        self._counts += self._steps.counts(done, outcome.is_open).sum(axis=0)
        self._viewers.append(outcome.viewer)
        self._done.append(np.packbits(done, axis=1))
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
        found = zip(self._counts.tolist(), self._since_previous, self._since_first, strict=True)
        return [
            StepFound(
                viewers=viewers,
                dropped=dropped,
                incomplete=incomplete,
                since_previous=previous.found(),
                since_first=first.found(),
            )
            for (viewers, dropped, incomplete), previous, first in found
        ]

    def forget_times(self) -> None:
        """Frees what only ``steps`` needs: up to 100 KB for each step, however few viewers there are."""
        self._since_previous.clear()
        self._since_first.clear()

    def viewers(self, step: int, kind: ViewersOf) -> NDArray[np.int64]:
        """The numbers of the viewers behind a number of a step, counted from 0, ascending."""
        count = len(self._counts)
        chosen = [
            viewers[self._steps.mask(np.unpackbits(done, axis=1, count=count).astype(bool), is_open, step, kind)]
            for viewers, done, is_open in zip(self._viewers, self._done, self._open, strict=True)
        ]
        return np.concatenate(chosen) if chosen else np.zeros(0, np.int64)


def _steps_before(rules: FunnelRules) -> list[int | None]:
    """The required step before each step; None for the first one, and for steps that may be left out."""
    found: list[int | None] = []
    latest: int | None = None
    for number, step in enumerate(rules.steps):
        found.append(None if step.is_optional else latest)
        latest = latest if step.is_optional else number
    return found
