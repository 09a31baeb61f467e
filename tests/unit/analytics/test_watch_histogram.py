"""The median from a histogram."""

from bisect import bisect_right
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from server.analytics.watch_histogram import BINS, EDGES, estimate_median


def histogram_of(watched: list[int]) -> list[int]:
    bins = [0] * BINS
    for milliseconds in watched:
        bins[bisect_right(EDGES, milliseconds)] += 1
    return bins


def test_no_plays_have_no_median() -> None:
    assert estimate_median([0] * BINS) is None


def test_evenly_spread_plays_have_their_median_in_the_middle() -> None:
    watched = list(range(4194, 6711))
    estimated = estimate_median(histogram_of(watched))
    assert estimated is not None
    assert abs(estimated - median(watched)) < 2


@given(st.lists(st.integers(min_value=0, max_value=EDGES[-1] - 1), min_size=1))
def test_the_estimate_lies_in_the_bin_of_the_lower_median(watched: list[int]) -> None:
    estimated = estimate_median(histogram_of(watched))
    assert estimated is not None
    lower = sorted(watched)[(len(watched) - 1) // 2]
    number = bisect_right(EDGES, lower)
    assert (EDGES[number - 1] if number else 0) <= estimated <= EDGES[number]


@given(st.lists(st.integers(min_value=0, max_value=2**40), min_size=1))
def test_more_watching_never_lowers_the_estimate(watched: list[int]) -> None:
    less, more = estimate_median(histogram_of(watched)), estimate_median(histogram_of([t * 2 for t in watched]))
    assert less is not None
    assert more is not None
    assert more >= less
