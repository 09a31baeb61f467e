"""Changes against a baseline, and the ranges before."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.comparison import UNKNOWN, Change, measure_average, measure_one
from server.analytics.counts import Counts
from server.analytics.ranges import Period, between, last, preceding, preceding_period

BERLIN = ZoneInfo("Europe/Berlin")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


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


def test_last_and_between_are_compared_with_as_much_time_right_before() -> None:
    now = utc("2026-11-20T12:07")
    day = last("24h", now)
    assert (day.start, preceding(day).start, preceding(day).until) == (
        utc("2026-11-19T12:00"), utc("2026-11-18T11:45"), day.start,
    )  # fmt: skip
    explicit = between(utc("2026-11-20T09:00"), utc("2026-11-20T10:00"))
    assert preceding(explicit) == between(utc("2026-11-20T08:00"), utc("2026-11-20T09:00"))


@pytest.mark.parametrize(
    ("period", "now", "start", "end"),
    [
        (Period.DAY, "2026-11-20T12:07", "2026-11-18T23:00", "2026-11-19T12:15"),
        (Period.WEEK, "2026-11-20T12:07", "2026-11-08T23:00", "2026-11-13T12:15"),
        (Period.MONTH, "2026-11-20T12:07", "2026-09-30T22:00", "2026-10-20T11:15"),
        (Period.MONTH, "2026-03-31T12:00", "2026-01-31T23:00", "2026-02-28T23:00"),
        (Period.MONTH, "2026-01-10T00:00", "2025-11-30T23:00", "2025-12-10T00:00"),
        (Period.DAY, "2026-10-25T22:30", "2026-10-23T22:00", "2026-10-24T22:00"),
    ],
)
def test_a_period_is_compared_with_the_one_before_up_to_the_same_time(
    period: Period, now: str, start: str, end: str
) -> None:
    found = preceding_period(period, BERLIN, utc(now))
    assert found is not None
    assert (found.start, found.end) == (utc(start), utc(end))


def test_all_time_has_no_period_before() -> None:
    assert preceding_period(Period.ALL, BERLIN, utc("2026-11-20T12:07")) is None


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2050, 1, 1)), st.sampled_from(Period))  # noqa: DTZ001  # naive by intent
def test_the_period_before_ends_where_the_present_one_begins_at_the_latest(moment: datetime, period: Period) -> None:
    found = preceding_period(period, BERLIN, moment.replace(tzinfo=UTC))
    if found is not None:
        assert found.start < found.end <= moment.replace(tzinfo=UTC)
        assert found.end == found.until  # what is shown is what is counted
        assert found.end - found.start <= timedelta(days=31, hours=1)
