"""Rolling days, weeks and months, periods of the calendar, and dates, in any zone; compared with plain dates."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.analytics.local_days import CalendarUnit, calendar, dates, first_day, rolling
from server.analytics.ranges import QUARTER, TimeRange, ceil_quarter, floor_quarter
from server.errors import ErrorCode, ViewpulseError
from server.zones import zone_names

NOW = datetime(2026, 11, 20, 12, 7, 31, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
zones = st.sampled_from(sorted(zone_names()))
moments = st.datetimes(
    min_value=datetime(1996, 1, 1),  # noqa: DTZ001
    max_value=datetime(2050, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
ROLLING = {"days": CalendarUnit.DAY, "weeks": CalendarUnit.WEEK, "months": CalendarUnit.MONTH}
LIMITS = {"days": 1830, "weeks": 261, "months": 60}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def number_of(unit: CalendarUnit, day: date) -> int:
    """The number of the period that holds a day, counted from long ago."""
    return {
        CalendarUnit.DAY: (day - date(1900, 1, 1)).days,
        CalendarUnit.WEEK: (day - date(1900, 1, 1)).days // 7,  # a Monday
        CalendarUnit.MONTH: day.year * 12 + day.month,
        CalendarUnit.QUARTER: day.year * 4 + (day.month + 2) // 3,
        CalendarUnit.YEAR: day.year,
    }[unit]


def assert_begins_with(day: date, moment: datetime, zone: ZoneInfo) -> None:
    """A moment is the first quarter-hour on or after a day of the zone's clock."""
    assert floor_quarter(moment) == moment
    assert (moment - QUARTER).astimezone(zone).date() < day <= moment.astimezone(zone).date()


@pytest.mark.parametrize(
    ("name", "count", "start"),
    [
        ("days", 1, "2026-11-19T23:00"),
        ("days", 7, "2026-11-13T23:00"),
        ("days", 30, "2026-10-21T22:00"),
        ("weeks", 1, "2026-11-15T23:00"),
        ("weeks", 4, "2026-10-25T23:00"),
        ("months", 1, "2026-10-31T23:00"),
        ("months", 12, "2025-11-30T23:00"),
    ],
)
def test_rolling_ranges_end_now_and_begin_at_a_midnight(name: str, count: int, start: str) -> None:
    assert rolling(name, count, BERLIN, NOW).time_range(NOW) == TimeRange(utc(start), NOW)


@given(zones, moments, st.sampled_from(sorted(ROLLING)), st.integers(0, 1829))
@example("Pacific/Apia", utc("2012-01-03T05:00"), "days", 4)
@example("America/Havana", utc("2026-03-08T05:05"), "days", 0)
@example("America/St_Johns", utc("2026-11-02T03:29:59"), "weeks", 1)
@example("Asia/Kathmandu", utc("2026-12-31T18:15"), "months", 0)
def test_rolling_ranges_are_the_plain_dates_before_today(zone_name: str, now: datetime, name: str, drawn: int) -> None:
    zone, unit, count = ZoneInfo(zone_name), ROLLING[name], 1 + drawn % LIMITS[name]
    days = rolling(name, count, zone, now)
    found, today = days.time_range(now), now.astimezone(zone).date()
    assert_begins_with(days.first, found.start, zone)
    assert number_of(unit, days.first) == number_of(unit, today) - count + 1
    assert number_of(unit, days.first - DAY) == number_of(unit, today) - count
    assert found.start < found.end
    assert found.end == max(now, found.start + timedelta(microseconds=1))


@pytest.mark.parametrize("now", ["2026-11-19T18:15", "2026-11-19T18:15:00.000001"])
def test_a_range_of_today_has_begun_at_midnight(now: str) -> None:
    found = rolling("days", 1, ZoneInfo("Asia/Kathmandu"), utc(now)).time_range(utc(now))
    assert (found.start, found.end_bucket) == (utc("2026-11-19T18:15"), utc("2026-11-19T18:30"))


@pytest.mark.parametrize("name", ROLLING)
def test_rolling_ranges_are_positive_and_at_most_5_years(name: str) -> None:
    limit = LIMITS[name]
    longest = rolling(name, limit, BERLIN, NOW).time_range(NOW)
    assert timedelta(days=5 * 365 - 31) < longest.end - longest.start <= timedelta(days=5 * 366)
    for count in (0, -1, limit + 1, 2**31 - 1, -(2**31)):
        with pytest.raises(ViewpulseError, match=f"`{name}` must be 1-{limit}") as caught:
            rolling(name, count, BERLIN, NOW)
        assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, ("range", name))


@pytest.mark.parametrize(
    ("unit", "back", "start", "end"),
    [
        (CalendarUnit.DAY, 0, "2026-11-19T23:00", "2026-11-20T23:00"),
        (CalendarUnit.DAY, 1, "2026-11-18T23:00", "2026-11-19T23:00"),
        (CalendarUnit.WEEK, 0, "2026-11-15T23:00", "2026-11-22T23:00"),
        (CalendarUnit.WEEK, 4, "2026-10-18T22:00", "2026-10-25T23:00"),
        (CalendarUnit.MONTH, 0, "2026-10-31T23:00", "2026-11-30T23:00"),
        (CalendarUnit.MONTH, 1, "2026-09-30T22:00", "2026-10-31T23:00"),
        (CalendarUnit.MONTH, 11, "2025-11-30T23:00", "2025-12-31T23:00"),
        (CalendarUnit.QUARTER, 0, "2026-09-30T22:00", "2026-12-31T23:00"),
        (CalendarUnit.QUARTER, 1, "2026-06-30T22:00", "2026-09-30T22:00"),
        (CalendarUnit.QUARTER, 4, "2025-09-30T22:00", "2025-12-31T23:00"),
        (CalendarUnit.YEAR, 0, "2025-12-31T23:00", "2026-12-31T23:00"),
        (CalendarUnit.YEAR, 56, "1969-12-31T23:00", "1970-12-31T23:00"),
    ],
)
def test_periods_of_the_calendar_are_whole(unit: CalendarUnit, back: int, start: str, end: str) -> None:
    assert calendar(unit, back, BERLIN, NOW).time_range(NOW) == TimeRange(utc(start), utc(end))


@given(zones, moments, st.sampled_from(CalendarUnit), st.integers(0, 20))
@example("Pacific/Apia", utc("2012-01-03T05:00"), CalendarUnit.WEEK, 1)
@example("America/Havana", utc("2026-11-01T04:30"), CalendarUnit.DAY, 0)
@example("America/Havana", utc("2026-11-01T05:30"), CalendarUnit.DAY, 0)
@example("America/St_Johns", utc("2026-03-08T06:00"), CalendarUnit.DAY, 0)
@example("Australia/Lord_Howe", utc("2026-12-31T13:00"), CalendarUnit.QUARTER, 3)
def test_periods_of_the_calendar_are_the_plain_dates_of_one_period(
    zone_name: str, now: datetime, unit: CalendarUnit, back: int
) -> None:
    zone = ZoneInfo(zone_name)
    days = calendar(unit, back, zone, now)
    number, today = number_of(unit, days.first), now.astimezone(zone).date()
    assert number == number_of(unit, today) - back
    assert [number_of(unit, day) for day in (days.first - DAY, days.beyond - DAY, days.beyond)] == [
        number - 1,
        number,
        number + 1,
    ]
    found = days.time_range(now)
    assert_begins_with(days.first, found.start, zone)
    assert_begins_with(days.beyond, found.end, zone)
    assert back > 0 or found.start <= now < found.end


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
    found = calendar(CalendarUnit.DAY, 0, ZoneInfo(zone), utc(day)).time_range(utc(day))
    assert found.end - found.start == timedelta(hours=hours)


def test_the_week_of_a_skipped_date_has_six_days_with_time() -> None:
    apia, now = ZoneInfo("Pacific/Apia"), utc("2012-01-01T00:00")  # Sunday, 14:00
    week = calendar(CalendarUnit.WEEK, 0, apia, now).time_range(now)
    assert week.end - week.start == timedelta(days=6)
    rolled = rolling("days", 7, apia, now).time_range(now)
    assert rolled.start == week.start
    with pytest.raises(ViewpulseError, match="There was no 2011-12-30 in Pacific/Apia") as caught:
        calendar(CalendarUnit.DAY, 2, apia, now)
    assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, ("range", "calendar", "back"))


@pytest.mark.parametrize("unit", CalendarUnit)
def test_the_calendar_reaches_back_to_1970_and_not_ahead(unit: CalendarUnit) -> None:
    since_1970 = number_of(unit, NOW.date()) - number_of(unit, date(1970, 1, 1))
    earliest = since_1970 - (unit is CalendarUnit.WEEK)  # its Monday was in December
    assert calendar(unit, earliest, BERLIN, NOW).first.year == 1970
    for back, message in ((-1, "negative"), (-(2**31), "negative"), (earliest + 1, "1970"), (2**31 - 1, "1970")):
        with pytest.raises(ViewpulseError, match=message) as caught:
            calendar(unit, back, BERLIN, NOW)
        assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, ("range", "calendar", "back"))


@given(zones, st.dates(date(1996, 1, 1), date(2050, 1, 1)), st.integers(2, 1800))
@example("Pacific/Apia", date(2011, 12, 29), 2)
def test_dates_are_the_local_days_between_them(zone_name: str, start: date, count: int) -> None:
    zone, end = ZoneInfo(zone_name), start + count * DAY
    found = dates(start, end, zone).time_range(NOW)
    assert_begins_with(start, found.start, zone)
    assert_begins_with(end, found.end, zone)
    assert found.end == ceil_quarter(found.end)


@given(st.sampled_from(CalendarUnit), st.dates(date(1970, 1, 5), date(2100, 1, 1)), st.integers(-50, 50))
def test_the_first_day_of_a_period_is_the_first_of_its_number(unit: CalendarUnit, day: date, back: int) -> None:
    found = first_day(unit, day, back)
    assert number_of(unit, found) == number_of(unit, day) - back == number_of(unit, found - DAY) + 1
