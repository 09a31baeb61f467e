"""Columns of rows that are ordered by viewer and time: a check, where runs begin and end, and searches in parts."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.signedinteger[Any]]
Flags = NDArray[np.bool_]


def check_viewer_order(viewer: Column, time_ms: Column, *others: NDArray[Any]) -> None:
    """Checks that all columns are equally long, and that rows are ordered by viewer and time.

    Raises:
        ValueError: They are not: numbers would be wrong.
    """
    if any(len(column) != len(viewer) for column in (time_ms, *others)):
        raise ValueError("All columns of the rows must have the same length.")
    is_later = (viewer[1:] > viewer[:-1]) | ((viewer[1:] == viewer[:-1]) & (time_ms[1:] >= time_ms[:-1]))
    if not is_later.all():
        raise ValueError("Rows must be ordered by viewer and time.")


def begins_run(column: Column) -> Flags:
    """Whether each value is the first of a run of equal ones."""
    return np.concatenate((np.ones(min(1, len(column)), bool), column[1:] != column[:-1]))


def ends_run(column: Column) -> Flags:
    """Whether each value is the last of a run of equal ones."""
    return np.concatenate((column[1:] != column[:-1], np.ones(min(1, len(column)), bool)))


def first_at_least(column: Column, begin: Column, end: Column, wanted: Column) -> Column:
    """The index of the first value that is at least the wanted one, in one part of the column for each search.

    Unlike a search for (viewer, time) packed into one number, it has no limit for either.

    Args:
        column: Ascending within each part.
        begin: First index of each part.
        end: Index after each part.
        wanted: What to find in it.

    Returns:
        An index from `begin` to `end`; `end`: all values are less.
    """
    low, high = begin.copy(), end.copy()
    left = np.flatnonzero(low < high)
    while len(left):
        middle = (low[left] + high[left]) >> 1
        is_less = column[middle] < wanted[left]
        low[left[is_less]] = middle[is_less] + 1
        high[left[~is_less]] = middle[~is_less]
        left = left[low[left] < high[left]]
    return low
