"""Velocity and trend, for any hours."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.contents.velocity import HourCounts, Trend, trend_of, velocity_of

START = datetime(2026, 11, 18, 12, 15, tzinfo=UTC)
hours = st.lists(st.builds(HourCounts, *[st.integers(min_value=0, max_value=10**6)] * 3), min_size=48, max_size=48)


@given(hours)
def test_the_peak_is_an_hour_of_the_last_24_that_none_beats(found: list[HourCounts]) -> None:
    velocity = velocity_of(found, START)
    window = [hour.views for hour in found[24:]]
    assert velocity.peak_views == max(window)
    assert velocity.views_per_hour * 24 == pytest.approx(sum(window))
    if velocity.peak_at is None:
        assert not any(window)
    else:
        index = round((velocity.peak_at - START) / timedelta(hours=1)) - 24
        assert window.index(max(window)) == index


def test_velocity_by_hand() -> None:
    found = [HourCounts()] * 48
    found[3] = HourCounts(views=20, engagements=9, shares=9)
    found[30] = HourCounts(views=12, engagements=6, shares=1)
    found[40] = HourCounts(views=12, engagements=0, shares=2)
    velocity = velocity_of(found, START)
    assert (velocity.views_per_hour, velocity.previous_views_per_hour) == (1.0, 20 / 24)
    assert (velocity.engagements_per_hour, velocity.shares_per_hour) == (0.25, 0.125)
    assert (velocity.peak_views, velocity.peak_at) == (12, START + timedelta(hours=30))
    assert velocity.trend is Trend.STABLE


@pytest.mark.parametrize(
    ("current", "previous", "trend"),
    [
        (0, 0, Trend.STABLE),
        (1, 0, Trend.RISING),
        (0, 1, Trend.DECLINING),
        (12, 10, Trend.STABLE),
        (13, 10, Trend.RISING),
        (8, 10, Trend.STABLE),
        (7, 10, Trend.DECLINING),
        (120_000_000_000_001, 100_000_000_000_000, Trend.RISING),
        (79_999_999_999_999, 100_000_000_000_000, Trend.DECLINING),
    ],
)
def test_a_trend_needs_more_than_a_fifth(current: int, previous: int, trend: Trend) -> None:
    assert trend_of(current, previous) is trend
