"""The spans that PREVIOUS_PERIOD compares: complete, and as long as each other."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.analytics.local_days import CalendarUnit, LocalDays, calendar, dates, rolling
from server.analytics.previous_period import ComparisonBasis, Spans, spans_of
from server.analytics.ranges import TimeRange, between, last
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
    found = spans_of(last(text, now), now)
    assert found == Spans(span(start, NOON), span(earlier, start), ComparisonBasis.EQUAL_LENGTH)


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
    within = between(utc(f"{day}09:00"), utc(day + end), BERLIN)
    over, before = (span(*(day + time for time in times)) for times in (value, baseline))
    assert spans_of(within, utc(f"{day}12:07")) == Spans(over, before, ComparisonBasis.EQUAL_LENGTH)


def test_a_future_range_has_no_elapsed_part() -> None:
    found = spans_of(between(utc("2026-11-21T00:00"), utc("2026-11-22T00:00"), BERLIN), utc("2026-11-20T12:07"))
    assert found.value == span("2026-11-21T00:00", "2026-11-21T00:00")
    assert found.baseline == span("2026-11-20T00:00", "2026-11-20T00:00")


DAY, WEEK, MONTH, QUARTER, YEAR = CalendarUnit
CURRENT = {"day": DAY, "week": WEEK, "month": MONTH, "quarter": QUARTER, "year": YEAR}


@pytest.mark.parametrize(
    ("asked", "now", "value", "baseline"),
    [
        ("day", "2026-11-20T12:07", ("2026-11-19T23:00", NOON), ("2026-11-18T23:00", "2026-11-19T12:00")),
        ("week", "2026-11-20T12:07", ("2026-11-15T23:00", NOON), ("2026-11-08T23:00", "2026-11-13T12:00")),
        # the summer ended between: the same time by the clock is another by the sun
        ("month", "2026-11-20T12:07", ("2026-10-31T23:00", NOON), ("2026-09-30T22:00", "2026-10-20T11:00")),
        ("quarter", "2026-11-20T12:07", ("2026-09-30T22:00", NOON), ("2026-06-30T22:00", "2026-08-20T11:00")),
        ("year", "2026-11-20T12:07", ("2025-12-31T23:00", NOON), ("2024-12-31T23:00", "2025-11-20T12:00")),
        ("days 1", "2026-11-20T12:07", ("2026-11-19T23:00", NOON), ("2026-11-18T23:00", "2026-11-19T12:00")),
        ("days 1", NOON, ("2026-11-19T23:00", NOON), ("2026-11-18T23:00", "2026-11-19T12:00")),
        ("days 7", "2026-11-20T12:07", ("2026-11-13T23:00", NOON), ("2026-11-06T23:00", "2026-11-13T12:00")),
        ("days 30", "2026-11-20T12:07", ("2026-10-21T22:00", NOON), ("2026-09-21T22:00", "2026-10-21T11:00")),
        ("weeks 2", "2026-11-20T12:07", ("2026-11-08T23:00", NOON), ("2026-10-25T23:00", "2026-11-06T12:00")),
        ("months 1", "2026-11-20T12:07", ("2026-10-31T23:00", NOON), ("2026-09-30T22:00", "2026-10-20T11:00")),
        ("months 3", "2026-11-20T12:07", ("2026-08-31T22:00", NOON), ("2026-05-31T22:00", "2026-08-20T11:00")),
        # a month without such a day is taken to its end
        (
            "month",
            "2026-03-31T12:00",
            ("2026-02-28T23:00", "2026-03-31T12:00"),
            ("2026-01-31T23:00", "2026-02-28T23:00"),
        ),
        (
            "quarter",
            "2026-05-31T12:00",
            ("2026-03-31T22:00", "2026-05-31T12:00"),
            ("2025-12-31T23:00", "2026-02-28T23:00"),
        ),
        (
            "year",
            "2024-02-29T12:00",
            ("2023-12-31T23:00", "2024-02-29T12:00"),
            ("2022-12-31T23:00", "2023-02-28T23:00"),
        ),
        (
            "month",
            "2026-01-10T00:00",
            ("2025-12-31T23:00", "2026-01-10T00:00"),
            ("2025-11-30T23:00", "2025-12-10T00:00"),
        ),
        # the day on which the clock is put back: at 23:30 it is 24.5 hours old
        (
            "day",
            "2026-10-25T22:30",
            ("2026-10-24T22:00", "2026-10-25T22:30"),
            ("2026-10-23T22:00", "2026-10-24T21:30"),
        ),
        # the day after the one on which the hour from 2 to 3 was left out
        (
            "day",
            "2026-03-30T00:30",
            ("2026-03-29T22:00", "2026-03-30T00:30"),
            ("2026-03-28T23:00", "2026-03-29T01:30"),
        ),
        # nothing is over yet
        (
            "day",
            "2026-11-19T23:07",
            ("2026-11-19T23:00", "2026-11-19T23:00"),
            ("2026-11-18T23:00", "2026-11-18T23:00"),
        ),
        (
            "days 2",
            "2026-11-19T23:07",
            ("2026-11-18T23:00", "2026-11-19T23:00"),
            ("2026-11-16T23:00", "2026-11-17T23:00"),
        ),
        (
            "2026-11-19 2026-11-29",
            "2026-11-20T12:07",
            ("2026-11-18T23:00", NOON),
            ("2026-11-08T23:00", "2026-11-10T12:00"),
        ),
        (
            "2026-12-01 2026-12-02",
            "2026-11-20T12:07",
            ("2026-11-30T23:00", "2026-11-30T23:00"),
            ("2026-11-29T23:00", "2026-11-29T23:00"),
        ),
    ],
)
def test_local_days_that_are_not_over_are_compared_up_to_the_same_time_by_the_clock(
    asked: str, now: str, value: tuple[str, str], baseline: tuple[str, str]
) -> None:
    found = spans_of(local_days(asked, BERLIN, utc(now)), utc(now))
    assert found == Spans(span(*value), span(*baseline), ComparisonBasis.SAME_LOCAL_TIME)


@pytest.mark.parametrize(
    ("unit", "back", "before", "start", "end"),
    [
        (DAY, 1, "2026-11-17T23:00", "2026-11-18T23:00", "2026-11-19T23:00"),
        (WEEK, 4, "2026-10-11T22:00", "2026-10-18T22:00", "2026-10-25T23:00"),
        (MONTH, 1, "2026-08-31T22:00", "2026-09-30T22:00", "2026-10-31T23:00"),
        (MONTH, 8, "2026-01-31T23:00", "2026-02-28T23:00", "2026-03-31T22:00"),
        (QUARTER, 1, "2026-03-31T22:00", "2026-06-30T22:00", "2026-09-30T22:00"),
        (YEAR, 1, "2023-12-31T23:00", "2024-12-31T23:00", "2025-12-31T23:00"),
    ],
)
def test_a_past_period_is_compared_with_the_whole_one_before(
    unit: CalendarUnit, back: int, before: str, start: str, end: str
) -> None:
    now = utc(NOON)
    found = spans_of(calendar(unit, back, BERLIN, now), now)
    assert found == Spans(span(start, end), span(before, start), ComparisonBasis.WHOLE_PERIOD)


def test_past_dates_are_compared_with_as_many_days_before() -> None:
    found = spans_of(local_days("2026-03-16 2026-03-30", BERLIN, utc(NOON)), utc(NOON))
    value, before = span("2026-03-15T23:00", "2026-03-29T22:00"), span("2026-03-01T23:00", "2026-03-15T23:00")
    assert found == Spans(value, before, ComparisonBasis.WHOLE_PERIOD)
    assert value.end - value.start == timedelta(days=14, hours=-1)


def test_nothing_is_compared_with_nothing_though_the_day_begins_at_1_o_clock() -> None:
    havana, now = ZoneInfo("America/Havana"), utc("2026-03-08T05:07")
    found = spans_of(rolling("days", 1, havana, now), now)
    assert found.value == span("2026-03-08T05:00", "2026-03-08T05:00")
    assert found.baseline == span("2026-03-07T05:00", "2026-03-07T05:00")


@pytest.mark.parametrize("hour", ["00:30", "01:30"])
def test_each_of_two_equal_local_times_is_compared_with_its_own(hour: str) -> None:
    now = utc(f"2026-10-25T{hour}")  # half past two, twice; and so it was 52 weeks before
    found = spans_of(rolling("weeks", 52, BERLIN, now), now)
    assert found.baseline.end == utc(f"2025-10-26T{hour}")


def test_the_days_before_may_be_fewer_when_the_zone_skipped_one() -> None:
    apia, now = ZoneInfo("Pacific/Apia"), utc("2012-01-01T00:00")
    found = spans_of(rolling("days", 3, apia, now), now)
    assert found.value == span("2011-12-30T10:00", "2012-01-01T00:00"), "the 30th, which has no time in it, to the 1st"
    assert found.baseline == span("2011-12-27T10:00", "2011-12-30T00:00"), "the 27th to the 29th at 14:00"


def local_days(asked: str, zone: ZoneInfo, now: datetime) -> LocalDays:
    """The range for a current period, ``days 7``, or two dates."""
    if asked in CURRENT:
        return calendar(CURRENT[asked], 0, zone, now)
    first, second = asked.split()
    if second.isdigit():
        return rolling(first, int(second), zone, now)
    return dates(date.fromisoformat(first), date.fromisoformat(second), zone)


rolled = st.one_of(
    st.tuples(st.just("days"), st.integers(1, 400)),
    st.tuples(st.just("weeks"), st.integers(1, 60)),
    st.tuples(st.just("months"), st.integers(1, 14)),
)


@given(st.sampled_from(sorted(zone_names())), moments, st.one_of(st.sampled_from(CalendarUnit), rolled))
@example("Pacific/Apia", utc("2012-01-01T00:00"), ("days", 3))
@example("America/Havana", utc("2026-03-08T05:20"), ("days", 1))
@example("America/St_Johns", utc("2026-11-01T04:00"), ("weeks", 1))
@example("Asia/Kathmandu", utc("2026-03-30T18:20"), ("months", 1))
def test_both_ranges_are_over_and_end_at_the_same_time_by_the_clock(
    name: str, now: datetime, asked: CalendarUnit | tuple[str, int]
) -> None:
    zone = ZoneInfo(name)
    days = calendar(asked, 0, zone, now) if isinstance(asked, CalendarUnit) else rolling(*asked, zone, now)
    found = spans_of(days, now)
    assert found.basis is ComparisonBasis.SAME_LOCAL_TIME
    assert found.baseline.start <= found.baseline.end <= found.value.start <= found.value.end <= now
    assert (found.value.end_bucket, found.baseline.end_bucket) == (found.value.end, found.baseline.end)
    over, earlier = found.value.end.astimezone(zone), found.baseline.end.astimezone(zone)
    is_cut = found.baseline.end == found.value.start or found.value.start == found.value.end
    if not is_cut and earlier.time() != over.time():
        plain = datetime.combine(earlier.date(), over.time(), tzinfo=zone)
        skipped = plain.astimezone(UTC).astimezone(zone).time() != over.time()
        assert skipped or (days.unit not in (DAY, WEEK) and earlier == earlier.replace(day=1, hour=0, minute=0))
    if days.unit is DAY:
        assert (over.date() - earlier.date()).days - days.count in (0, -1), "-1: its last day was skipped"


@given(st.sampled_from(sorted(zone_names())), moments, st.sampled_from(CalendarUnit), st.integers(1, 15))
def test_a_past_period_and_the_one_before_are_those_asked_one_by_one(
    name: str, now: datetime, unit: CalendarUnit, back: int
) -> None:
    zone = ZoneInfo(name)
    found = spans_of(calendar(unit, back, zone, now), now)
    value, before = (calendar(unit, number, zone, now).time_range(now) for number in (back, back + 1))
    assert found == Spans(value, before, ComparisonBasis.WHOLE_PERIOD)


@given(moments, st.integers(min_value=1, max_value=2000))
def test_both_spans_of_last_are_as_long_as_was_asked(now: datetime, hours: int) -> None:
    found = spans_of(last(f"{hours}h", now), now)
    lengths = [spans.end - spans.start for spans in (found.value, found.baseline)]
    assert lengths == [timedelta(hours=hours)] * 2
    assert found.baseline.end == found.value.start
