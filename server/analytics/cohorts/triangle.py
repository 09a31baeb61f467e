"""Folds the rows of viewers into cohorts: pure numpy, no loop over rows or viewers, one over the periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from server.analytics.viewer_runs import begins_run, check_viewer_order, ends_run, first_at_least

DAY_MS = 24 * 60 * 60 * 1000
_NEVER = 2**62
"""Unix milliseconds later than all rows."""

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class CohortStart(StrEnum):
    """Which starts put a viewer into a cohort."""

    FIRST_TIME = "first_time"
    """The first start of the viewer's rows; if it is outside the cohorts, the viewer is in none."""
    RECURRING = "recurring"
    """The first start in each cohort's period: a viewer may be in several cohorts."""


class ReturnRule(StrEnum):
    """When a viewer is retained in a period."""

    ON = "on"
    """The viewer returned in that period."""
    ON_OR_AFTER = "on_or_after"
    """The viewer returned in that period or at any time after it, as far as the rows go."""


@dataclass(frozen=True, slots=True)
class ActivityRows:
    """Events of viewers, ordered by viewer, time and id: equally long arrays, one element for each row.

    Attributes:
        viewer: A number of the viewer, ascending.
        time_ms: Unix milliseconds, ascending within a viewer. Of equal times, the row that stands first comes first.
        is_start: Whether the row puts its viewer into a cohort. FIRST_TIME needs starts before the first cohort, too.
        is_return: Whether the row is a return.
        amounts: What to sum, such as watch time in milliseconds and money in minor units; 0 where there is nothing.
    """

    viewer: Integers
    time_ms: Integers
    is_start: Flags
    is_return: Flags
    amounts: tuple[Integers, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError: the arrays are not equally long, or not in order."""
        check_viewer_order(self.viewer, self.time_ms, self.is_start, self.is_return, *self.amounts)

    def take(self, row: Integers) -> Self:
        """Some of the rows, in their order."""
        amounts = tuple(amount[row] for amount in self.amounts)
        return type(self)(self.viewer[row], self.time_ms[row], self.is_start[row], self.is_return[row], amounts)


@dataclass(frozen=True, slots=True)
class CohortRules:
    """What to count.

    Calendar: periods are those of the cohorts, such as days, weeks or months of a zone; number 0 is that of the start.
    Rolling: periods have a fixed length and begin with each viewer's own start; number 0 is the first 24 hours, say.

    Attributes:
        bounds_ms: Unix milliseconds, ascending: when the period of each cohort begins, and when that of the last ends.
        periods: How many periods to follow: numbers 0 to `periods` - 1.
        rolling_ms: Length of a rolling period, such as 7 * `DAY_MS`; None: calendar.
        start: Which starts count.
        returns: When a viewer is retained.
    """

    bounds_ms: Integers
    periods: int
    rolling_ms: int | None = None
    start: CohortStart = CohortStart.FIRST_TIME
    returns: ReturnRule = ReturnRule.ON

    def __post_init__(self) -> None:
        """Raises ValueError: no cohort, no period, or bounds that do not ascend."""
        if len(self.bounds_ms) < 2 or not (self.bounds_ms[1:] > self.bounds_ms[:-1]).all():
            raise ValueError("The bounds of cohorts must ascend, and be two at least.")
        if self.periods < 1 or (self.rolling_ms is not None and self.rolling_ms < 1):
            raise ValueError("There must be at least one period, and its length must be positive.")


@dataclass(frozen=True, slots=True)
class CohortTriangle:
    """A line for each cohort, a column for each period; those of disjoint sets of viewers add up.

    Everything counts from the start row on, in the order of the rows. So where the return is another event than the
    start, period 0 counts the viewers who returned in it after they had started; where both are the same event, the
    start itself is a return, and period 0 has all viewers.

    Attributes:
        size: Viewers of each cohort.
        retained: Of these, who returned.
        sums: For each amount: the sum over all rows of the viewers in the period, returns or not.
        first_start_ms: The earliest start of each cohort; meaningless if it has no viewers.
        last_start_ms: The latest one.
    """

    size: Integers
    retained: Integers
    sums: tuple[Integers, ...]
    first_start_ms: Integers
    last_start_ms: Integers

    @classmethod
    def merged(cls, triangles: Sequence[Self]) -> Self:
        """The triangle of the viewers of several buckets, at least one, none of whom is in two."""
        return cls(
            np.sum([triangle.size for triangle in triangles], axis=0),
            np.sum([triangle.retained for triangle in triangles], axis=0),
            tuple(np.sum(sums, axis=0) for sums in zip(*(triangle.sums for triangle in triangles), strict=True)),
            np.min([triangle.first_start_ms for triangle in triangles], axis=0),
            np.max([triangle.last_start_ms for triangle in triangles], axis=0),
        )

    def has_begun(self, rules: CohortRules, as_of_ms: int) -> Flags:
        """Which periods began for some of the cohort. The others have no numbers, rather than 0.

        Calendar periods beyond the last bound never begin.
        """
        return self._edges(rules, self.first_start_ms, 0) <= as_of_ms

    def is_open(self, rules: CohortRules, as_of_ms: int) -> Flags:
        """Which periods are not over for all of the cohort: rows may still come, also of viewers who have yet to start.

        With ON_OR_AFTER, the number of a closed period may still grow by later returns.
        """
        is_over = self._edges(rules, self.last_start_ms, 1) <= as_of_ms
        return ~(is_over & (rules.bounds_ms[1:, None] <= as_of_ms))

    def weighted_mean(self, rules: CohortRules, as_of_ms: int) -> list[float | None]:
        """Of each period: retained viewers per viewer, over all cohorts in which it is closed; None: no viewers."""
        is_closed = ~self.is_open(rules, as_of_ms)
        viewers = np.where(is_closed, self.size[:, None], 0).sum(axis=0).tolist()
        retained = np.where(is_closed, self.retained, 0).sum(axis=0).tolist()
        return [part / whole if whole else None for part, whole in zip(retained, viewers, strict=True)]

    def _edges(self, rules: CohortRules, start_ms: Integers, after: int) -> Integers:
        """When each period, or the one after it, begins."""
        number = np.arange(after, rules.periods + after)
        if rules.rolling_ms is None:
            bound = np.arange(len(self.size))[:, None] + number
            last = len(self.size)
            return np.where(bound < last + after, rules.bounds_ms[np.minimum(bound, last)], _NEVER)
        return start_ms[:, None] + number * rules.rolling_ms


def fold_cohorts(rows: ActivityRows, rules: CohortRules) -> CohortTriangle:
    """Cohorts of the viewers, and what they do in each period.

    Args:
        rows: All rows of some viewers. Triangles of disjoint sets of viewers add up to that of all.
        rules: What to count.
    """
    cohorts = len(rules.bounds_ms) - 1
    start, cohort, end = _members(rows, rules)
    start_ms = rows.time_ms[start]
    first_start_ms, last_start_ms = np.full(cohorts, _NEVER), np.full(cohorts, -_NEVER)
    np.minimum.at(first_start_ms, cohort, start_ms)
    np.maximum.at(last_start_ms, cohort, start_ms)
    shape = (cohorts, rules.periods)
    triangle = CohortTriangle(
        np.bincount(cohort, minlength=cohorts),
        np.zeros(shape, np.int64),
        tuple(np.zeros(shape, np.int64) for _ in rows.amounts),
        first_start_ms,
        last_start_ms,
    )
    returns = _sums_before(rows.is_return)
    amounts = [_sums_before(amount) for amount in rows.amounts]
    row = start
    for period in range(rules.periods):
        if rules.rolling_ms is None:
            exists = cohort + period < cohorts
            row, start_ms, cohort, end = row[exists], start_ms[exists], cohort[exists], end[exists]
            edge = rules.bounds_ms[cohort + period + 1]
        else:
            edge = start_ms + (period + 1) * rules.rolling_ms
        after = first_at_least(rows.time_ms, row, end, edge)
        until = after if rules.returns is ReturnRule.ON else end
        triangle.retained[:, period] = np.bincount(cohort[returns[until] > returns[row]], minlength=cohorts)
        for sums, amount in zip(triangle.sums, amounts, strict=True):
            np.add.at(sums[:, period], cohort, amount[after] - amount[row])
        is_left = after < end
        row, start_ms, cohort, end = after[is_left], start_ms[is_left], cohort[is_left], end[is_left]
    return triangle


def fold_groups(rows: ActivityRows, rules: CohortRules, value: Integers) -> dict[int, CohortTriangle]:
    """Cohorts of the viewers by a value: that of the first row that puts a viewer into a cohort.

    Args:
        rows: All rows of some viewers.
        rules: What to count.
        value: The value of each row.

    Returns:
        By value, the triangle of its viewers.
    """
    viewer = np.cumsum(begins_run(rows.viewer)) - 1
    start, _, _ = _members(rows, rules)
    start = start[begins_run(viewer[start])]
    if not len(start):
        return {}
    is_member, group = np.zeros(viewer[-1] + 1, bool), np.zeros(viewer[-1] + 1, np.int64)
    is_member[viewer[start]], group[viewer[start]] = True, value[start]
    row = np.flatnonzero(is_member[viewer])
    row = row[np.argsort(group[viewer[row]], kind="stable")]  # stable: the order of viewers and time stays
    numbers, begins = np.unique(group[viewer[row]], return_index=True)
    return {
        number: fold_cohorts(rows.take(part), rules)
        for number, part in zip(numbers.tolist(), np.split(row, begins[1:]), strict=True)
    }


def _members(rows: ActivityRows, rules: CohortRules) -> tuple[Integers, Integers, Integers]:
    """The start row of each member of a cohort, the cohort, and the row after the last of the viewer."""
    viewer = np.cumsum(begins_run(rows.viewer)) - 1
    ends = np.flatnonzero(ends_run(rows.viewer)) + 1
    start = np.flatnonzero(rows.is_start)
    cohort = np.searchsorted(rules.bounds_ms, rows.time_ms[start], side="right") - 1
    is_member = begins_run(viewer[start])
    if rules.start is CohortStart.RECURRING:
        is_member |= begins_run(cohort)
    is_member &= (cohort >= 0) & (cohort < len(rules.bounds_ms) - 1)
    start, cohort = start[is_member], cohort[is_member]
    return start, cohort, ends[viewer[start]]


def _sums_before(column: NDArray[np.int64] | NDArray[np.bool_]) -> Integers:
    """The sum of all values before each index."""
    return np.concatenate(([0], np.cumsum(column, dtype=np.int64)))
