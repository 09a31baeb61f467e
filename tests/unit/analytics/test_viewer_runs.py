"""Searches in parts of a column."""

from bisect import bisect_left

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.viewer_runs import first_at_least


@given(st.lists(st.tuples(st.lists(st.integers(-(2**62), 2**62) | st.integers(0, 9)), st.integers(-1, 10))))
def test_each_part_is_searched_alone(searches: list[tuple[list[int], int]]) -> None:
    column: list[int] = []
    bounds: list[tuple[int, int]] = []
    expected: list[int] = []
    for values, wanted in searches:
        bounds.append((len(column), len(column) + len(values)))
        expected.append(len(column) + bisect_left(sorted(values), wanted))
        column += sorted(values)
    begin, end = np.array(bounds, np.int64).reshape(-1, 2).T
    sought = np.array([wanted for _, wanted in searches], np.int64)
    assert first_at_least(np.array(column, np.int64), begin, end, sought).tolist() == expected
