"""Binary searches in parts of a column, for many rows at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.signedinteger[Any]]


def first_at_least(column: Integers, begin: Integers, end: Integers, wanted: Integers) -> Integers:
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
