"""Funnels whose steps may come in any order.

An attempt gives rows different steps that they fit: a matching. By König's theorem, the number of steps that some rows
can fill is the least of `|U|` + (rows that fit a step outside `U`), over sets `U` of steps; only unions of what single
rows fit can be the least. Groups of steps that no row connects are looked at one by one, so unions are few: a step
alone has two.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.analytics.funnels.rules import Bits, Flags, FunnelOutcome, FunnelRules, Integers, ViewerRows
from server.analytics.viewer_runs import begins_run, ends_run, first_at_least
from server.errors import limit_exceeded

MAX_UNIONS = 128
"""Of the steps that rows fit together; seven steps that overlap in all ways, or any number that only get narrower."""


@dataclass(frozen=True, slots=True)
class _Together:
    """Steps that are connected by rows that fit several of them.

    Attributes:
        steps: Their bits.
        unions: The bits of all unions of what single rows fit, the empty one and `steps` among them.
    """

    steps: int
    unions: tuple[int, ...]


def fold(rows: ViewerRows, rules: FunnelRules, as_of_ms: int) -> FunnelOutcome:
    """The outcome of a funnel with the order ANY.

    Raises:
        ViewpulseError: LIMIT_EXCEEDED if too many steps overlap.
    """
    return _Fold(rows, rules, as_of_ms).outcome()


class _Fold:
    """Only rows that fit a step and no exclusion take part; `at` is their index among all rows."""

    def __init__(self, rows: ViewerRows, rules: FunnelRules, as_of_ms: int) -> None:
        self.rules = rules
        self.as_of_ms = as_of_ms
        ends_attempts = (rows.exclusions & np.uint32((1 << len(rules.exclusions)) - 1)) != 0
        fits = np.where(ends_attempts, 0, rows.steps & np.uint32((1 << len(rules.steps)) - 1))
        self.at = np.flatnonzero(fits)
        self.fits: Bits = fits[self.at].astype(np.uint32)
        self.time_ms = rows.time_ms[self.at]
        ended = np.cumsum(ends_attempts)
        of_viewer, of_run = rows.viewer[self.at], ended[self.at]
        is_first = begins_run(of_viewer)
        is_run = is_first | begins_run(of_run)
        self.viewer = np.cumsum(is_first) - 1
        self.starts = np.flatnonzero(is_first)
        self.ends = np.flatnonzero(ends_run(of_viewer))
        self.run_starts = np.flatnonzero(is_run)[np.cumsum(is_run) - 1]
        self.viewers = of_viewer[self.starts]
        last = np.flatnonzero(ends_run(rows.viewer))
        last = last[np.searchsorted(rows.viewer[last], self.viewers)]
        self.is_ended = of_run[self.ends] != ended[last]
        self.groups = _groups(self.fits)

    def outcome(self) -> FunnelOutcome:
        """Finds where each viewer's reported attempt ends, then which rows it takes, then which steps they fill."""
        width = len(self.rules.steps)
        filled = np.full((len(self.starts), width), -1)
        if not len(self.at):
            return FunnelOutcome(self.viewers, np.zeros(0, np.int64), filled, np.zeros(0, bool))
        here = np.arange(len(self.at))
        begin = first_at_least(self.time_ms, self.run_starts, here, self.time_ms - self.rules.window_ms)
        done = np.zeros(len(self.at), np.int8)
        for group in self.groups:
            done += self.rank(group, begin, here + 1)
        furthest = np.maximum.reduceat(done, self.starts)
        reaches = np.flatnonzero(done == furthest[self.viewer])
        end = reaches[begins_run(self.viewer[reaches])]
        is_inside = (here >= begin[end][self.viewer]) & (here <= end[self.viewer])
        for group in self.groups:
            row = np.flatnonzero(is_inside & ((self.fits & np.uint32(group.steps)) != 0))
            if group.steps.bit_count() == 1:
                row = row[ends_run(self.viewer[row])]
                filled[self.viewer[row], group.steps.bit_length() - 1] = self.at[row]
            elif len(row):
                self.assign(group, row[self.is_taken(group, row, end)], filled)
        is_open = ~self.is_ended & (self.as_of_ms - self.time_ms[self.ends] <= self.rules.window_ms)
        return FunnelOutcome(self.viewers, furthest.astype(np.int64), filled, is_open & (furthest < width))

    def rank(self, group: _Together, begin: Integers, end: Integers) -> NDArray[np.int8]:
        """How many steps of a group the rows from `begin` up to `end`, which is not among them, can fill."""
        rank = np.full(len(end), group.steps.bit_count(), np.int8)
        before = np.zeros(len(self.at) + 1, np.int32)
        for union in group.unions:
            if union != group.steps:
                np.cumsum((self.fits & np.uint32(group.steps & ~union)) != 0, out=before[1:])
                np.minimum(rank, union.bit_count() + before[end] - before[begin], out=rank, casting="unsafe")
        return rank

    def is_taken(self, group: _Together, row: Integers, end: Integers) -> Flags:
        """Whether an attempt takes each of its possible rows: with those after it, it fills more than they alone."""
        viewer = self.viewer[row]
        rank = self.rank(group, row, end[viewer] + 1)
        later = np.append(np.where(viewer[1:] == viewer[:-1], rank[1:], 0), 0)
        return rank > later

    def assign(self, group: _Together, taken: Integers, filled: Integers) -> None:
        """Writes which row fills each step of a group: for each row the first step that leaves enough to the others."""
        viewers, first, count = np.unique(self.viewer[taken], return_index=True, return_counts=True)
        fits = self.fits[taken] & np.uint32(group.steps)
        used = np.zeros(len(viewers), np.uint32)
        waiting = {
            union: np.add.reduceat((fits & ~np.uint32(union)) == 0, first, dtype=np.int64) for union in group.unions
        }
        for place in range(int(count.max())):
            left = np.flatnonzero(count > place)
            row = first[left] + place
            for union in group.unions:
                waiting[union][left] -= (fits[row] & ~np.uint32(union)) == 0
            for step in _numbers(group.steps):
                bit = np.uint32(1 << step)
                is_possible = (fits[row] & ~used[left] & bit) != 0
                for union in group.unions:
                    free = np.bitwise_count(np.uint32(union) & ~(used[left] | bit))
                    is_possible &= waiting[union][left] <= free
                chosen = np.flatnonzero(is_possible)
                filled[viewers[left[chosen]], step] = self.at[taken[row[chosen]]]
                used[left[chosen]] |= bit
                left, row = left[~is_possible], row[~is_possible]


def _groups(fits: Bits) -> list[_Together]:
    """The steps that rows fit, in groups that no row connects."""
    is_single = (fits & (fits - np.uint32(1))) == 0
    alone = int(np.bitwise_or.reduce(fits[is_single], initial=np.uint32(0)))
    together = [int(bits) for bits in np.unique(fits[~is_single])]
    patterns = [*together, *(1 << step for step in _numbers(alone))]
    groups: list[int] = []
    for pattern in patterns:
        joined = pattern
        for group in [group for group in groups if group & pattern]:
            groups.remove(group)
            joined |= group
        groups.append(joined)
    return [_Together(group, _unions(pattern for pattern in patterns if pattern & group)) for group in groups]


def _unions(patterns: Iterable[int]) -> tuple[int, ...]:
    unions = {0}
    for pattern in patterns:
        unions |= {union | pattern for union in unions}
        if len(unions) > MAX_UNIONS:
            message = f"Steps overlap in more than {MAX_UNIONS} ways; ask for steps that overlap less."
            raise limit_exceeded(message, "funnelOverlaps", MAX_UNIONS)
    return tuple(sorted(unions))


def _numbers(bits: int) -> list[int]:
    return [number for number in range(bits.bit_length()) if bits >> number & 1]
