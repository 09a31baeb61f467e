"""The spans that PREVIOUS_PERIOD compares: complete, and as long as each other."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.previous_period import Spans, spans_of, spans_of_period
from server.analytics.ranges import Period, TimeRange, between, last
from server.zones import zone_names

BERLIN = ZoneInfo("Europe/Berlin")
NOON = "2026-11-20T12:00"
moments = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001
    max_value=datetime(2050, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def span(start: str, end: str) -> TimeRange:
    return TimeRange(utc(start), utc(end))


@pytest.mark.parametrize("minute", ["12:00", "12:00:01", "12:07", "12:14:59"])
@pytest.mark.parametrize(
    ("text", "start", "earlier"),
    [
        ("1h", "2026-11-20T11:00", "2026-11-20T10:00"),
        ("24h", "2026-11-19T12:00", "2026-11-18T12:00"),
        ("7d", "2026-11-13T12:00", "2026-11-06T12:00"),
    ],
)
def test_last_is_compared_with_as_many_whole_quarter_hours_right_before(
    minute: str, text: str, start: str, earlier: str
) -> None:
    now = utc(f"2026-11-20T{minute}")
    assert spans_of(last(text, now), now) == Spans(span(start, NOON), span(earlier, start))


@pytest.mark.parametrize(
    ("end", "value", "baseline"),
    [
        ("10:00", ("09:00", "10:00"), ("08:00", "09:00")),
        ("12:15", ("09:00", "12:00"), ("05:45", "08:45")),
        ("15:00", ("09:00", "12:00"), ("03:00", "06:00")),
    ],
)
def test_unfinished_ranges_compare_their_elapsed_part(
    end: str, value: tuple[str, str], baseline: tuple[str, str]
) -> None:
    day = "2026-11-20T"
    within = between(utc(f"{day}09:00"), utc(day + end))
    wanted = [span(*(day + time for time in times)) for times in (value, baseline)]
    assert spans_of(within, utc(f"{day}12:07")) == Spans(*wanted)


def test_a_future_range_has_no_elapsed_part() -> None:
    found = spans_of(between(utc("2026-11-21T00:00"), utc("2026-11-22T00:00")), utc("2026-11-20T12:07"))
    assert found == Spans(span("2026-11-21T00:00", "2026-11-21T00:00"), span("2026-11-20T00:00", "2026-11-20T00:00"))


@pytest.mark.parametrize(
    ("period", "now", "value", "baseline"),
    [
        (Period.DAY, "2026-11-20T12:07", ("2026-11-19T23:00", NOON), ("2026-11-18T23:00", "2026-11-19T12:00")),
        (Period.WEEK, "2026-11-20T12:07", ("2026-11-15T23:00", NOON), ("2026-11-08T23:00", "2026-11-13T12:00")),
        # the summer ended between: the same time by the clock is another by the sun
        (Period.MONTH, "2026-11-20T12:07", ("2026-10-31T23:00", NOON), ("2026-09-30T22:00", "2026-10-20T11:00")),
        (
            Period.MONTH,
            "2026-03-31T12:00",
            ("2026-02-28T23:00", "2026-03-31T12:00"),
            ("2026-01-31T23:00", "2026-02-28T23:00"),
        ),
        (
            Period.MONTH,
            "2026-01-10T00:00",
            ("2025-12-31T23:00", "2026-01-10T00:00"),
            ("2025-11-30T23:00", "2025-12-10T00:00"),
        ),
        # the day on which the clock is put back: at 23:30 it is 24.5 hours old
        (
            Period.DAY,
            "2026-10-25T22:30",
            ("2026-10-24T22:00", "2026-10-25T22:30"),
            ("2026-10-23T22:00", "2026-10-24T21:30"),
        ),
        # the day after the one on which the hour from 2 to 3 was left out
        (
            Period.DAY,
            "2026-03-30T00:30",
            ("2026-03-29T22:00", "2026-03-30T00:30"),
            ("2026-03-28T23:00", "2026-03-29T01:30"),
        ),
        (
            Period.DAY,
            "2026-11-19T23:07",
            ("2026-11-19T23:00", "2026-11-19T23:00"),
            ("2026-11-18T23:00", "2026-11-18T23:00"),
        ),
    ],
)
def test_a_period_is_compared_with_the_one_before_up_to_the_same_time_by_the_clock(
    period: Period, now: str, value: tuple[str, str], baseline: tuple[str, str]
) -> None:
    assert spans_of_period(period, BERLIN, utc(now)) == Spans(span(*value), span(*baseline))


def test_all_time_has_no_period_before() -> None:
    assert spans_of_period(Period.ALL, BERLIN, utc("2026-11-20T12:07")) is None


@given(st.sampled_from(sorted(zone_names())), moments, st.sampled_from([Period.DAY, Period.WEEK, Period.MONTH]))
def test_both_spans_of_a_period_are_over_and_shown_as_they_are_counted(
    name: str, now: datetime, period: Period
) -> None:
    found = spans_of_period(period, ZoneInfo(name), now)
    assert found is not None
    assert found.baseline.start <= found.baseline.end <= found.value.start <= found.value.end <= now
    assert (found.value.end_bucket, found.baseline.end_bucket) == (found.value.end, found.baseline.end)
    assert found.baseline.end - found.baseline.start <= timedelta(days=31, hours=25)


@given(moments, st.integers(min_value=1, max_value=2000))
def test_both_spans_of_last_are_as_long_as_was_asked(now: datetime, hours: int) -> None:
    found = spans_of(last(f"{hours}h", now), now)
    lengths = [spans.end - spans.start for spans in (found.value, found.baseline)]
    assert lengths == [timedelta(hours=hours)] * 2
    assert found.baseline.end == found.value.start
