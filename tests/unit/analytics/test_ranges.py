"""What a caller's range means."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.ranges import Period, TimeRange, between, ceil_quarter, current, find_zone, floor_quarter, last
from server.errors import ErrorCode, ViewpulseError
from server.zones import zone_names

NOW = datetime(2026, 11, 20, 12, 7, 31, tzinfo=UTC)
moments = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001
    max_value=datetime(2199, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("1h", "2026-11-20T11:00"),
        ("24h", "2026-11-19T12:00"),
        ("7d", "2026-11-13T12:00"),
        ("4w", "2026-10-23T12:00"),
        ("1830d", "2021-11-16T12:00"),
    ],
)
def test_last_ends_now_and_begins_on_the_quarter_hour_at_or_before(text: str, start: str) -> None:
    found = last(text, NOW)
    assert found == TimeRange(utc(start), NOW)
    assert found.end_bucket == utc("2026-11-20T12:15")


@pytest.mark.parametrize("text", ["", "7", "d", "0d", "-1d", "7 d", "7D", "7m", "1.5h", "24h7d", "٧d", "7d\n", "1e3h"])
def test_last_of_another_shape_is_refused_with_its_path(text: str) -> None:
    with pytest.raises(ViewpulseError) as caught:
        last(text, NOW)
    assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, ("range", "last"))


@pytest.mark.parametrize("text", ["1831d", "43921h", "262w", "999999w"])
def test_last_reaches_back_5_years_at_most(text: str) -> None:
    with pytest.raises(ViewpulseError, match="5 years") as caught:
        last(text, NOW)
    assert caught.value.field == ("range", "last")


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-03-29T12:00", 23),
        ("Europe/Berlin", "2026-10-25T12:00", 25),
        ("Europe/Berlin", "2026-06-01T12:00", 24),
        ("Australia/Lord_Howe", "2026-04-05T01:00", 24.5),
        ("America/Havana", "2026-03-08T12:00", 23),
        ("America/Havana", "2026-11-01T12:00", 25),
        ("Pacific/Apia", "2011-12-31T00:00", 24),
    ],
)
def test_a_day_has_as_many_hours_as_its_zone_gives_it(zone: str, day: str, hours: float) -> None:
    found = current(Period.DAY, ZoneInfo(zone), utc(day))
    assert found is not None
    assert found.end - found.start == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("UTC", "2026-11-20T00:00"),
        ("Asia/Kolkata", "2026-11-19T18:30"),
        ("Asia/Kathmandu", "2026-11-19T18:15"),
        ("America/St_Johns", "2026-11-20T03:30"),
        ("Pacific/Kiritimati", "2026-11-20T10:00"),
    ],
)
def test_a_day_begins_at_midnight_of_the_zone(zone: str, start: str) -> None:
    found = current(Period.DAY, ZoneInfo(zone), NOW)
    assert found is not None
    assert found.start == utc(start)


def test_a_week_begins_on_monday_and_a_month_on_its_first() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert current(Period.WEEK, berlin, NOW) == TimeRange(utc("2026-11-15T23:00"), utc("2026-11-22T23:00"))
    assert current(Period.MONTH, berlin, NOW) == TimeRange(utc("2026-10-31T23:00"), utc("2026-11-30T23:00"))
    december = current(Period.MONTH, berlin, utc("2026-12-31T22:30"))
    assert december == TimeRange(utc("2026-11-30T23:00"), utc("2026-12-31T23:00"))


def test_the_period_all_has_no_range() -> None:
    assert current(Period.ALL, ZoneInfo("UTC"), NOW) is None


@given(st.sampled_from(sorted(zone_names())), moments, st.sampled_from([Period.DAY, Period.WEEK, Period.MONTH]))
def test_the_current_period_holds_now_and_lies_on_quarter_hours(name: str, now: datetime, period: Period) -> None:
    found = current(period, ZoneInfo(name), now)
    assert found is not None
    assert found.start <= now < found.end
    assert floor_quarter(found.start) == found.start
    assert ceil_quarter(found.end) == found.end


def test_between_is_widened_to_whole_quarter_hours() -> None:
    kolkata = ZoneInfo("Asia/Kolkata")
    found = between(datetime(2026, 1, 1, 0, 1, tzinfo=kolkata), datetime(2026, 1, 1, 0, 16, tzinfo=kolkata))
    assert found == TimeRange(utc("2025-12-31T18:30"), utc("2025-12-31T19:00"))


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("2026-01-02T00:00", "2026-01-01T00:00", ("range", "between", "start")),
        ("2026-01-01T00:00", "2026-01-01T00:00", ("range", "between", "start")),
        ("1969-12-31T23:59", "1970-01-01T00:00", ("range", "between", "start")),
        ("2026-01-01T00:00", "9999-12-31T23:59", ("range", "between", "end")),
        ("2020-01-01T00:00", "2026-01-01T00:00", ("range", "between")),
    ],
)
def test_between_refuses_an_invalid_range(start: str, end: str, field: tuple[str, ...]) -> None:
    with pytest.raises(ViewpulseError) as caught:
        between(utc(start), utc(end))
    assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, field)


@pytest.mark.parametrize(
    "name",
    [
        *("", "Berlin", "europe/berlin", "../../etc/passwd", "/etc/localtime", "Europe", "A" * 999),
        *("localtime", "Factory", "posixrules", "posix/Europe/Berlin", "right/Europe/Berlin", "tzdata.zi"),
    ],
)
def test_an_unknown_timezone_is_refused_with_its_path(name: str) -> None:
    with pytest.raises(ViewpulseError) as caught:
        find_zone(name)
    assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, ("timezone",))
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    "name", ["UTC", "Etc/UTC", "Europe/Berlin", "America/Argentina/Ushuaia", "EST5EDT", "Asia/Calcutta"]
)
def test_zones_of_the_list_are_accepted_old_names_included(name: str) -> None:
    assert find_zone(name) == ZoneInfo(name)


@given(moments)
def test_a_moment_lies_between_its_quarter_hours(moment: datetime) -> None:
    low, high = floor_quarter(moment), ceil_quarter(moment)
    assert low <= moment <= high
    assert high - low in (timedelta(0), timedelta(minutes=15))
    assert low.minute % 15 == low.second == low.microsecond == 0


def test_a_range_is_final_once_everything_before_its_end_is_counted() -> None:
    found = TimeRange(utc("2026-01-01T00:00"), utc("2026-01-02T00:00"))
    assert not found.is_final(None)
    assert not found.is_final(utc("2026-01-01T23:59"))
    assert found.is_final(utc("2026-01-02T00:00"))
