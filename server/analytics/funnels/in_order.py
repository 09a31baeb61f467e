"""Funnels whose steps follow each other: ORDERED and STRICT.

For each step, a table has the rows that can fill it, each with the best attempt that does so. The best attempt takes
the latest row for each earlier step: compared with any other that ends with the same row, it began last, its last gap
is the shortest, and the fewest exclusions are in between; so if it breaks a rule, all others do. One look-up per row
and step finds it: the last row of the table of the step before. Attempts refer to rows by index, so times may be any
distance apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from server.analytics.funnels.rules import (
    Flags,
    FunnelOrder,
    FunnelOutcome,
    FunnelRules,
    Integers,
    ViewerRows,
)
from server.analytics.viewer_runs import begins_run, ends_run


@dataclass(frozen=True, slots=True)
class _Attempts:
    """Attempts by their last rows, which are ascending.

    Attributes:
        number: Of the attempt, over all steps.
        row: The last row.
        entry: The first row.
        preference: Which of several attempts with the same last and first row to continue: the one with the highest.
        anchors: For each exclusion that may end the attempt next: the row after which it does.
    """

    number: Integers
    row: Integers
    entry: Integers
    preference: int | Integers
    anchors: dict[int, Integers]

    def with_optional(self, others: "_Attempts") -> "_Attempts":
        """These and those that did an optional step more, the best of several with the same last row last."""
        number, row, entry = (
            np.concatenate(pair)
            for pair in ((self.number, others.number), (self.row, others.row), (self.entry, others.entry))
        )
        preference = np.concatenate(
            [np.broadcast_to(attempts.preference, len(attempts.row)) for attempts in (self, others)]
        )
        order = np.lexsort((preference, entry, row))
        anchors = {key: np.concatenate((mine, others.anchors[key]))[order] for key, mine in self.anchors.items()}
        return _Attempts(number[order], row[order], entry[order], preference[order], anchors)


def fold(rows: ViewerRows, rules: FunnelRules, as_of_ms: int) -> FunnelOutcome:
    """The outcome of a funnel with the order ORDERED or STRICT."""
    return _Fold(rows, rules, as_of_ms).outcome()


class _Fold:
    """One pass over the steps."""

    def __init__(self, rows: ViewerRows, rules: FunnelRules, as_of_ms: int) -> None:
        self.time_ms = rows.time_ms
        self.rules = rules
        self.as_of_ms = as_of_ms
        self.is_strict = rules.order is FunnelOrder.STRICT
        self.viewer = np.cumsum(begins_run(rows.viewer), dtype=np.int32) - 1
        self.ends = np.flatnonzero(ends_run(rows.viewer))
        self.viewers = rows.viewer[self.ends]
        self.excluded = [
            np.flatnonzero(rows.exclusions & np.uint32(1 << number)) for number in range(len(rules.exclusions))
        ]
        self.steps = rows.steps.copy() if rules.exclusions else rows.steps
        for exclusion, excluded in zip(rules.exclusions, self.excluded, strict=True):
            between = sum(1 << step for step in range(exclusion.after + 1, exclusion.before))
            self.steps[excluded] &= np.uint32(~between & 0xFFFFFFFF)

    def outcome(self) -> FunnelOutcome:
        """Fills step after step."""
        count = len(self.viewers)
        furthest, best = np.zeros(count, np.int64), np.full(count, -1)
        is_open = np.zeros(count, bool)
        tables: list[tuple[int, Integers, Integers]] = []
        front: _Attempts | None = None
        offset = 0
        for step, rule in enumerate(self.rules.steps):
            made, sources = self.first(offset) if front is None else self.continued(front, step, offset)
            tables.append((offset, made.row.astype(np.int32), sources.astype(np.int32)))
            offset += len(made.row)
            viewer = self.viewer[made.row]
            earliest = np.flatnonzero(begins_run(viewer))
            furthest[viewer[earliest]] = step + 1
            best[viewer[earliest]] = made.number[earliest]
            if step + 1 < len(self.rules.steps):
                latest = np.flatnonzero(ends_run(viewer))
                is_open[viewer[latest]] |= self.can_continue(made, latest, step)
            front = front.with_optional(made) if front is not None and rule.is_optional else made
            if not len(front.row):
                break
        is_open[furthest == len(self.rules.steps)] = False
        entered = np.flatnonzero(furthest)
        return FunnelOutcome(
            self.viewers[entered], furthest[entered], self.filled(best[entered], tables), is_open[entered]
        )

    def first(self, offset: int) -> tuple[_Attempts, Integers]:
        """The attempts that begin."""
        at = np.flatnonzero(self.steps & np.uint32(1))
        anchors = {key: at for key, exclusion in enumerate(self.rules.exclusions) if exclusion.after == 0}
        return _Attempts(np.arange(offset, offset + len(at)), at, at, len(self.rules.steps), anchors), at

    def continued(self, front: _Attempts, step: int, offset: int) -> tuple[_Attempts, Integers]:
        """The attempts that do one step more, and those that they continue."""
        rule = self.rules.steps[step]
        at = np.flatnonzero(self.steps & np.uint32(1 << step))
        place = np.searchsorted(front.row, at) - 1
        fits = (place >= 0) & (self.viewer[front.row[place]] == self.viewer[at])
        before = front.row[place]
        fits &= self.time_ms[at] - self.time_ms[front.entry[place]] <= self.rules.window_ms
        if rule.window_ms is not None:
            fits &= self.time_ms[at] - self.time_ms[before] <= rule.window_ms
        if self.is_strict:
            fits &= before == at - 1
        for key, exclusion in enumerate(self.rules.exclusions):
            if not self.is_strict and exclusion.after < step <= exclusion.before:
                fits &= self.last_excluded(key, at) <= front.anchors[key][place]
        at, place = at[fits], place[fits]
        anchors = {
            key: at if exclusion.after == step else front.anchors[key][place]
            for key, exclusion in enumerate(self.rules.exclusions)
            if exclusion.after <= step < exclusion.before
        }
        number = np.arange(offset, offset + len(at))
        preference = step if rule.is_optional else len(self.rules.steps)
        return _Attempts(number, at, front.entry[place], preference, anchors), front.number[place]

    def can_continue(self, attempts: _Attempts, chosen: Integers, step: int) -> Flags:
        """Whether the chosen attempts would convert if their viewers did all missing steps at `as_of`."""
        row, entry = attempts.row[chosen], attempts.entry[chosen]
        is_open: Flags = self.as_of_ms - self.time_ms[entry] <= self.rules.window_ms
        window_ms = _next_window(self.rules, step)
        if window_ms is not None:
            is_open &= self.as_of_ms - self.time_ms[row] <= window_ms
        end = self.ends[self.viewer[row]]
        if self.is_strict:
            is_open &= row == end
            return is_open
        for key, anchor in attempts.anchors.items():
            is_open &= self.last_excluded(key, end + 1) <= anchor[chosen]
        return is_open

    def last_excluded(self, exclusion: int, before: Integers) -> Integers:
        """The last row of an exclusion before each row, of any viewer; -1: none."""
        excluded = np.concatenate(([-1], self.excluded[exclusion]))
        return excluded[np.searchsorted(excluded, before) - 1]

    def filled(self, attempts: Integers, tables: Sequence[tuple[int, Integers, Integers]]) -> Integers:
        """The row of each step of some attempts."""
        rows = np.full((len(attempts), len(self.rules.steps)), -1)
        number = attempts
        for step in reversed(range(len(tables))):
            offset, row, source = tables[step]
            here = np.flatnonzero(number >= offset)
            place = number[here] - offset
            rows[here, step] = row[place]
            number[here] = source[place] if step else -1
        return rows


def _next_window(rules: FunnelRules, step: int) -> int | None:
    """The longest time from a step to one that may come next, up to the next required one; None: unlimited."""
    longest = 0
    for rule in rules.steps[step + 1 :]:
        if rule.window_ms is None:
            return None
        longest = max(longest, rule.window_ms)
        if not rule.is_optional:
            break
    return longest
