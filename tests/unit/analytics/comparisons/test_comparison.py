"""Changes against a baseline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.comparisons.comparison import UNKNOWN, Change, measure_average, measure_one
from server.metrics.counters import Counts


@pytest.mark.parametrize(
    ("value", "baseline", "change", "percent"),
    [(15, 10, 5, 50), (5, 10, -5, -50), (0, 0, 0, None), (5, 0, 5, None), (5, None, None, None), (None, 5, None, None)],
)
def test_a_change_is_unknown_without_a_baseline_and_its_percent_over_0_too(
    value: float | None, baseline: float | None, change: float | None, percent: float | None
) -> None:
    found = Change(value, baseline)
    assert (found.change, found.percent) == (change, percent)


def test_an_average_content_has_its_share_of_the_counts_and_the_rates_of_all() -> None:
    counts = Counts(views=40, watch_ms=80_000, completed_full=10, likes=4, saves=2)
    found = measure_average(counts, 4, 12.5)
    assert (found.views, found.watch_time, found.unique_viewers) == (10, 20, None)
    assert (found.average_watch_time, found.completion_rate, found.engagement_rate) == (2, 25, 10)
    assert (found.quality_score, found.engagement_score) == (12.5, 11.5)
    assert measure_average(counts, 0, None) == UNKNOWN


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=10**9))
def test_the_average_of_one_content_is_that_content(views: int, shares: int) -> None:
    counts = Counts(views=views, shares=shares)
    one, average = measure_one(counts, 0, 0), measure_average(counts, 1, None)
    assert (average.views, average.engagement_rate) == (one.views, one.engagement_rate)
    assert average.engagement_score == one.engagement_score
