"""Numbers of a funnel, which add up over buckets of viewers, and the viewers behind each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from server.analytics.funnels.rules import Flags, FunnelOrder, FunnelOutcome, FunnelRules, Integers, ViewerRows

Durations = NDArray[np.unsignedinteger[Any]]
"""Milliseconds, in the smallest type that can hold the window."""


@dataclass(frozen=True, slots=True)
class FunnelTally:
    """Viewers per step, and how long steps took, of the reported attempts.

    Attributes:
        reached: How many viewers did each step or got past it. An optional step: how many did it. ANY order: how many
            did at least so many steps, whichever they were.
        stopped: How many got no further than each step. In the last place: how many converted.
        open: How many of those that stopped there may still convert. The others dropped off.
        to_convert: Of each viewer who converted, from the first row to the last.
        to_step: Of each viewer who did the step, from the row before it; nothing for the first. ANY order: the second
            step done from the first one done, and so on.
    """

    reached: Integers
    stopped: Integers
    open: Integers
    to_convert: Durations
    to_step: tuple[Durations, ...]

    @classmethod
    def merged(cls, tallies: Sequence[Self]) -> Self:
        """The tally of the viewers of several buckets, at least one, none of whom is in two."""
        return cls(
            np.sum([tally.reached for tally in tallies], axis=0),
            np.sum([tally.stopped for tally in tallies], axis=0),
            np.sum([tally.open for tally in tallies], axis=0),
            np.concatenate([tally.to_convert for tally in tallies]),
            tuple(np.concatenate(columns) for columns in zip(*(tally.to_step for tally in tallies), strict=True)),
        )


def tally_outcome(outcome: FunnelOutcome, rows: ViewerRows, rules: FunnelRules) -> FunnelTally:
    """The numbers of one bucket.

    Args:
        outcome: Of the rows.
        rows: The rows.
        rules: The funnel.
    """
    steps = range(len(rules.steps))
    to_convert, to_step = _durations(outcome, rows, rules)
    return FunnelTally(
        np.array([np.count_nonzero(has_reached(outcome, rules, step)) for step in steps]),
        np.array([np.count_nonzero(has_stopped(outcome, step)) for step in steps]),
        np.array([np.count_nonzero(is_incomplete(outcome, step)) for step in steps]),
        to_convert,
        to_step,
    )


def has_reached(outcome: FunnelOutcome, rules: FunnelRules, step: int) -> Flags:
    """The viewers behind `FunnelTally.reached`."""
    if rules.steps[step].is_optional:
        return outcome.rows[:, step] >= 0
    is_past: Flags = outcome.furthest > step
    return is_past


def has_stopped(outcome: FunnelOutcome, step: int) -> Flags:
    """The viewers behind `FunnelTally.stopped`."""
    is_here: Flags = outcome.furthest == step + 1
    return is_here


def is_incomplete(outcome: FunnelOutcome, step: int) -> Flags:
    """The viewers behind `FunnelTally.open`."""
    return has_stopped(outcome, step) & outcome.is_open


def median_ms(durations: Durations) -> float | None:
    """The exact median; of an even number of durations the mean of the two in the middle; None of none."""
    return float(np.median(durations)) if len(durations) else None


def histogram(durations: Durations, edges_ms: Integers) -> Integers:
    """How many durations are in each interval from one edge up to the next, the last edge included.

    Args:
        durations: Milliseconds.
        edges_ms: Ascending; the first is at most the shortest duration, the last at least the longest.
    """
    return np.histogram(durations, bins=edges_ms)[0].astype(np.int64)


def even_edges(window_ms: int, intervals: int) -> Integers:
    """Edges of at most so many intervals of equal length, to the millisecond, from 0 to a window."""
    last = max(1, window_ms)
    return np.unique([last * edge // intervals for edge in range(intervals + 1)])


def _durations(outcome: FunnelOutcome, rows: ViewerRows, rules: FunnelRules) -> tuple[Durations, tuple[Durations, ...]]:
    kind = np.min_scalar_type(rules.window_ms)
    done = outcome.rows
    if rules.order is FunnelOrder.ANY:  # the first row done, the second, ...
        done = np.sort(np.where(done < 0, len(rows), done), axis=1)
        done[done == len(rows)] = -1
    latest = np.maximum.accumulate(done, axis=1)
    to_step: list[Durations] = [np.zeros(0, kind)]
    for step in range(1, done.shape[1]):
        chosen = np.flatnonzero(done[:, step] >= 0)
        elapsed = rows.time_ms[done[chosen, step]] - rows.time_ms[latest[chosen, step - 1]]
        to_step.append(elapsed.astype(kind))
    converted = np.flatnonzero(outcome.furthest == done.shape[1])
    elapsed = rows.time_ms[done[converted, -1]] - rows.time_ms[done[converted, 0]]
    return elapsed.astype(kind), tuple(to_step)
