"""A funnel by the values of a dimension: a viewer counts for the value of one of its events, or for all its values."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.analytics.funnels.question import ValueOf, ViewersOf
from server.analytics.funnels.rules import FunnelOutcome, FunnelRules
from server.analytics.funnels.tally import Steps

MAX_VALUES = 10_000
"""Values of a dimension that a funnel may have."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows by viewer and value: each pair is folded as a viewer of its own.

    Attributes:
        order: The rows, each pair's together.
        pair: The number of each row's pair, ascending.
    """

    order: NDArray[np.int64]
    pair: NDArray[np.int64]

    @classmethod
    def from_rows(cls, viewer: NDArray[np.int64], value: NDArray[np.int64]) -> "Pairs":
        """The pairs of rows that are ordered by viewer and time."""
        order = np.lexsort((value, viewer))  # stable: the order of time stays
        changes = (np.diff(viewer[order]) != 0) | (np.diff(value[order]) != 0)
        return cls(order, np.concatenate(([0], np.cumsum(changes))))

    def values(self, outcome: FunnelOutcome, value: NDArray[np.int64]) -> NDArray[np.int64]:
        """The value of each pair of an outcome."""
        return value[self.order][np.searchsorted(self.pair, outcome.viewer)]


class ByValue:
    """Counts by value.

    Args:
        rules: The funnel.
        of: Of which event the value is; with ALL, the viewers of outcomes are pairs.
        step: The step, from 0, if it is that of a step.
    """

    def __init__(self, rules: FunnelRules, of: ValueOf, step: int) -> None:
        self._steps = Steps(rules)
        self._shape = (len(rules.steps), len(ViewersOf))
        self._of = of
        self._step = step
        self.counts: dict[int, NDArray[np.int64]] = {}
        """For each number of a value, and each step: viewers who did it, were dropped, and are incomplete."""

    def add(self, outcome: FunnelOutcome, value: NDArray[np.int64], values: NDArray[np.int64] | None = None) -> None:
        """Takes in a bucket.

        Args:
            outcome: What became of its viewers.
            value: The value of each row.
            values: The value of each viewer, if that is known.
        """
        if not len(outcome):
            return
        done = self._steps.done(outcome)
        counts = self._steps.counts(done, outcome.is_open)
        if values is None:
            rows = self._chosen(outcome)
            counts, values = counts[rows >= 0], value[rows[rows >= 0]]
        order = np.argsort(values, kind="stable")
        numbers, starts = np.unique(values[order], return_index=True)
        if not len(numbers):
            return
        for number, sums in zip(numbers.tolist(), np.add.reduceat(counts[order], starts, axis=0), strict=True):
            self.counts[number] = self.counts.get(number, np.zeros(self._shape, np.int64)) + sums

    def _chosen(self, outcome: FunnelOutcome) -> NDArray[np.int64]:
        """For each viewer the row whose value counts; -1 without one. Rows follow each other in time."""
        if self._of is ValueOf.LAST:
            return np.asarray(outcome.rows.max(axis=1), np.int64)
        by_time = outcome.rows
        if self._steps.is_any:
            never = np.iinfo(np.int64).max
            by_time = np.sort(np.where(outcome.rows >= 0, outcome.rows, never), axis=1)
            by_time = np.where(by_time == never, -1, by_time)
        return np.asarray(by_time[:, self._step if self._of is ValueOf.STEP else 0], np.int64)
