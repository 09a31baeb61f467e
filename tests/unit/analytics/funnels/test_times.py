"""Durations: the median is exact while they are few, and near enough when they are many; the bars count each once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.funnels.times import EDGES_MS, EXACT, Times, bars

DURATIONS = st.lists(st.integers(0, 90 * 86_400_000), max_size=50)


@given(parts=st.lists(DURATIONS, max_size=5))
def test_few_durations_have_an_exact_median_and_each_is_in_one_bar(parts: list[list[int]]) -> None:
    times = Times()
    for part in parts:
        times.add(np.array(part, np.int64))
    every = [duration for part in parts for duration in part]
    found = times.found()
    assert found.viewers == len(every) == sum(found.histogram)
    assert found.median_ms == (float(np.median(every)) if every else None)
    assert not found.is_estimated
    for low, high, count in bars(found.histogram):
        assert count == sum(low * 1000 <= duration and (high is None or duration < high * 1000) for duration in every)
    assert not found.histogram or found.histogram[-1]


@pytest.mark.parametrize("scale", [40, 5_000, 600_000, 80_000_000])
def test_many_durations_have_a_median_that_is_near_enough(scale: int) -> None:
    durations = np.random.default_rng(7).gamma(2.0, scale, 3 * EXACT).astype(np.int64)
    times = Times()
    for part in np.array_split(durations, 7):
        times.add(part)
    found = times.found()
    assert found.is_estimated
    assert found.viewers == len(durations)
    assert found.median_ms == pytest.approx(float(np.median(durations)), rel=0.013, abs=1)


def test_of_an_even_number_of_many_durations_the_middle_two_count() -> None:
    times, second, day = Times(), 1000, 86_400_000
    times.add(np.repeat(np.array([second, day], np.int64), EXACT // 2 + 1))
    assert times.found().median_ms == pytest.approx((second + day) / 2, rel=0.013)


def test_a_bar_ends_where_the_next_begins() -> None:
    times = Times()
    times.add(np.array([0, EDGES_MS[0] - 1, EDGES_MS[0], EDGES_MS[-1], 10**12], np.int64))
    counted = [(low, high, count) for low, high, count in bars(times.found().histogram) if count]
    assert counted == [(0.0, 1.0, 2), (1.0, 10.0, 1), (EDGES_MS[-1] / 1000, None, 2)]
