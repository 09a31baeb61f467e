"""Medians and histograms of how long steps took."""

from statistics import median

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.funnels.tally import Durations, even_edges, histogram, median_ms
from tests.unit.analytics.funnels.brute_force import Funnel
from tests.unit.analytics.funnels.stories import history, tally_of

windows = st.integers(0, 2**45)


def durations_of(values: list[int], window_ms: int) -> Durations:
    return np.array(values, np.min_scalar_type(window_ms))


@given(st.data(), windows)
def test_the_median_is_exact(data: st.DataObject, window_ms: int) -> None:
    values = data.draw(st.lists(st.integers(0, window_ms)))
    assert median_ms(durations_of(values, window_ms)) == (float(median(values)) if values else None)


@given(st.data(), windows, st.integers(1, 20))
def test_each_duration_is_in_one_interval(data: st.DataObject, window_ms: int, intervals: int) -> None:
    values = data.draw(st.lists(st.integers(0, window_ms)))
    edges = even_edges(window_ms, intervals).tolist()
    counts = histogram(durations_of(values, window_ms), np.array(edges)).tolist()
    expected = [0] * (len(edges) - 1)
    for value in values:
        expected[max(place for place in range(len(expected)) if edges[place] <= value)] += 1
    assert counts == expected
    assert (edges[0], edges[-1]) == (0, max(1, window_ms))
    assert len(counts) <= intervals


def test_intervals_are_of_equal_length() -> None:
    assert even_edges(100, 4).tolist() == [0, 25, 50, 75, 100]
    assert even_edges(2, 5).tolist() == [0, 1, 2]


def test_a_duration_as_long_as_the_window_is_kept() -> None:
    """In the smallest type that holds the window, 255 is the largest number of one byte."""
    for window in (255, 256, 2**32 - 1, 2**32):
        tally = tally_of(Funnel("ordered", 2, window), {1: history(f"0A {window}B")})
        assert tally.to_convert.tolist() == tally.to_step[1].tolist() == [window]
