"""What a caller's range means."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.ranges import TimeRange, between, ceil_quarter, find_zone, floor_quarter, last, midnight
from server.errors import ErrorCode, ViewpulseError

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


def test_between_is_widened_to_whole_quarter_hours() -> None:
    kolkata = ZoneInfo("Asia/Kolkata")
    times = datetime(2026, 1, 1, 0, 1, tzinfo=kolkata), datetime(2026, 1, 1, 0, 16, tzinfo=kolkata)
    assert between(*times, ZoneInfo("UTC")) == TimeRange(utc("2025-12-31T18:30"), utc("2025-12-31T19:00"))


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        ("UTC", "2026-03-29T00:00", "2026-03-30T00:00"),
        ("Europe/Berlin", "2026-03-28T23:00", "2026-03-29T22:00"),
        ("Asia/Kathmandu", "2026-03-28T18:15", "2026-03-29T18:15"),
        ("America/St_Johns", "2026-03-29T02:30", "2026-03-30T02:30"),
    ],
)
def test_a_date_is_its_local_midnight(zone: str, start: str, end: str) -> None:
    day, following = date(2026, 3, 29), date(2026, 3, 30)
    found = TimeRange(utc(start), utc(end))
    assert between(day, following, ZoneInfo(zone)) == found
    assert between(day, utc(end), ZoneInfo(zone)) == between(utc(start), following, ZoneInfo(zone)) == found


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("America/Havana", date(2026, 3, 8), "2026-03-08T05:00"),  # from 0:00 to 1:00 the clock was put forward
        ("America/Havana", date(2026, 11, 1), "2026-11-01T04:00"),  # 0:00 comes twice
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-23T22:00"),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00"),  # skipped: it begins with the day after it
        ("Pacific/Apia", date(2011, 12, 31), "2011-12-30T10:00"),
    ],
)
def test_midnight_is_the_first_moment_of_a_day(zone: str, day: date, start: str) -> None:
    assert midnight(day, ZoneInfo(zone)) == utc(start)
    before = (utc(start) - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    assert before < day


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("2026-01-02T00:00", "2026-01-01T00:00", ("range", "between", "start")),
        ("2026-01-01T00:00", "2026-01-01T00:00", ("range", "between", "start")),
        ("1969-12-31T23:59", "1970-01-01T00:00", ("range", "between", "start")),
        ("2026-01-01T00:00", "9999-12-31T23:59", ("range", "between", "end")),
        ("9999-01-01T00:00", "2026-01-01T00:00", ("range", "between", "start")),
        ("2020-01-01T00:00", "2026-01-01T00:00", ("range", "between")),
    ],
)
def test_between_refuses_an_invalid_range(start: str, end: str, field: tuple[str, ...]) -> None:
    times = utc(start), utc(end)
    for first, beyond in (times, (times[0].date(), times[1].date())):
        with pytest.raises(ViewpulseError) as caught:
            between(first, beyond, ZoneInfo("Pacific/Kiritimati"))
        assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, field)


@pytest.mark.parametrize(
    "bound", [date.min, date.max, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
)
def test_the_first_and_last_of_all_times_are_refused_as_bounds(bound: date) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        for bounds, name in (((bound, date(2026, 1, 1)), "start"), ((date(2026, 1, 1), bound), "end")):
            with pytest.raises(ViewpulseError, match="between 1970 and 9000") as caught:
                between(*bounds, ZoneInfo(zone))
            assert caught.value.field == ("range", "between", name)


def test_a_day_that_the_zone_skipped_is_no_range() -> None:
    with pytest.raises(ViewpulseError) as caught:
        between(date(2011, 12, 30), date(2011, 12, 31), ZoneInfo("Pacific/Apia"))
    assert caught.value.field == ("range", "between", "start")


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
