"""Local hours, days, weeks and months, in zones with every kind of oddity."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.ranges import TimeRange
from server.analytics.series.calendar import MAX_POINTS, Interval, are_cut, date_of, end_of, paired_starts, starts_of

MINUTE, HOUR, DAY, WEEK, MONTH = Interval
MAX_HOURS = {HOUR: 1, DAY: 25, WEEK: 7 * 24 + 1, MONTH: 31 * 24 + 1}
"""Hours, where clocks are set back by one."""
ZONES = ("UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo")
quarters = st.integers(min_value=0, max_value=1_900_000).map(
    lambda number: datetime(1972, 6, 1, tzinfo=UTC) + timedelta(minutes=15) * number
)


def between(start: str, end: str) -> TimeRange:
    return TimeRange(datetime.fromisoformat(start), datetime.fromisoformat(end))


@given(quarters, st.integers(min_value=1, max_value=400), st.sampled_from(ZONES))
def test_every_quarter_hour_lies_in_one_point_of_each_length(start: datetime, length: int, name: str) -> None:
    covered, zone = TimeRange(start, start + timedelta(minutes=15) * length), ZoneInfo(name)
    for by, longest in MAX_HOURS.items():
        starts = starts_of(by, covered, zone)
        assert starts == sorted(set(starts))
        assert starts[0] <= covered.start
        assert starts[-1] < covered.end
        ends = [end_of(by, begin, zone) for begin in starts]
        assert ends[:-1] == starts[1:], "without gaps"
        assert ends[-1] >= covered.end
        assert all(
            timedelta(0) < end - begin <= timedelta(hours=longest) for begin, end in zip(starts, ends, strict=True)
        )


@given(quarters, st.sampled_from([*ZONES, "America/St_Johns", "Pacific/Apia"]))
def test_weeks_begin_on_monday_and_months_on_the_first(start: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    for by in (WEEK, MONTH):
        [begins, *_] = starts_of(by, TimeRange(start, start + timedelta(minutes=15)), zone)
        day = date_of(by, begins, zone)
        today = start.astimezone(zone).date()
        assert day == (today.replace(day=1) if by is MONTH else today - timedelta(days=today.weekday()))
        exact = datetime.combine(day, time(), zone).astimezone(UTC)
        assert timedelta(0) <= exact - begins < timedelta(minutes=15)


def test_months_are_as_long_as_they_are_and_an_empty_range_has_no_points() -> None:
    zone = ZoneInfo("Europe/Berlin")
    covered = between("2027-12-15T00:00Z", "2028-03-30T22:00Z")
    found = starts_of(MONTH, covered, zone)
    assert [date_of(MONTH, start, zone) for start in found] == [
        date(2027, 12, 1), date(2028, 1, 1), date(2028, 2, 1), date(2028, 3, 1),
    ]  # fmt: skip
    hours = [(end_of(MONTH, start, zone) - start) // timedelta(hours=1) for start in found]
    assert hours == [31 * 24, 31 * 24, 29 * 24, 31 * 24 - 1]
    for by in Interval:
        assert starts_of(by, TimeRange(covered.start, covered.start), zone) == []


@pytest.mark.parametrize(
    ("zone", "start", "end", "starts"),
    [
        ("UTC", "2026-11-20T09:15Z", "2026-11-20T11:00Z", ["09:00", "10:00"]),
        ("Asia/Kolkata", "2026-11-20T09:15Z", "2026-11-20T10:45Z", ["08:30", "09:30", "10:30"]),
        ("Asia/Kathmandu", "2026-11-20T09:15Z", "2026-11-20T10:45Z", ["09:15", "10:15"]),
        ("Europe/Berlin", "2026-03-29T00:00Z", "2026-03-29T02:00Z", ["00:00", "01:00"]),
        ("Europe/Berlin", "2026-10-25T00:00Z", "2026-10-25T03:00Z", ["00:00", "01:00", "02:00"]),
        ("Australia/Lord_Howe", "2026-04-04T14:00Z", "2026-04-04T16:30Z", ["14:00", "15:00", "15:30"]),
    ],
)
def test_hours_begin_with_the_local_clock(zone: str, start: str, end: str, starts: list[str]) -> None:
    found = starts_of(HOUR, between(start, end), ZoneInfo(zone))
    assert [f"{moment:%H:%M}" for moment in found] == starts


def test_an_hour_before_midnight_is_of_its_own_day() -> None:
    zone = ZoneInfo("Asia/Kathmandu")
    found = starts_of(HOUR, between("2026-11-20T17:15Z", "2026-11-20T19:15Z"), zone)
    assert [(f"{start:%H:%M}", date_of(HOUR, start, zone).day) for start in found] == [("17:15", 20), ("18:15", 21)]


def test_days_of_23_and_25_hours_are_one_each() -> None:
    zone = ZoneInfo("Europe/Berlin")
    spring = starts_of(DAY, between("2026-03-28T12:00Z", "2026-03-30T12:00Z"), zone)
    autumn = starts_of(DAY, between("2026-10-24T12:00Z", "2026-10-26T12:00Z"), zone)
    assert [moment.isoformat() for moment in spring] == [
        "2026-03-27T23:00:00+00:00", "2026-03-28T23:00:00+00:00", "2026-03-29T22:00:00+00:00",
    ]  # fmt: skip
    assert [moment.isoformat() for moment in autumn] == [
        "2026-10-23T22:00:00+00:00", "2026-10-24T22:00:00+00:00", "2026-10-25T23:00:00+00:00",
    ]  # fmt: skip


def test_a_day_that_a_zone_skipped_is_no_point() -> None:
    zone = ZoneInfo("Pacific/Apia")
    found = starts_of(DAY, between("2011-12-29T12:00Z", "2011-12-31T12:00Z"), zone)
    assert [f"{moment.astimezone(zone):%d %H:%M}" for moment in found] == ["29 00:00", "31 00:00", "01 00:00"]


@pytest.mark.parametrize("name", [*ZONES, "Pacific/Apia", "America/St_Johns"])
def test_series_are_cut_to_the_newest_5000_points(name: str) -> None:
    zone, end = ZoneInfo(name), datetime(2026, 11, 20, 12, tzinfo=UTC)
    for by, length in ((HOUR, timedelta(hours=1)), (DAY, timedelta(days=1))):
        start = end - length * (MAX_POINTS + 300)
        assert start > datetime(2011, 1, 1, tzinfo=UTC)
        some = starts_of(by, TimeRange(start, end), zone)
        assert len(some) == MAX_POINTS
        assert some[0] > start
        assert some == starts_of(by, TimeRange(datetime(1970, 1, 1, tzinfo=UTC), end), zone), "decades are as cheap"
        exact = TimeRange(some[0], end)
        assert starts_of(by, exact, zone) == some
        fewer = starts_of(by, TimeRange(some[1], end), zone)
        assert fewer == some[1:]


def every_hour(covered: TimeRange, zone: ZoneInfo) -> list[datetime]:
    """The starts of all hours that overlap a range, one by one."""
    [start] = starts_of(HOUR, TimeRange(covered.start, covered.start + timedelta(minutes=15)), zone)
    found = []
    while start < covered.end_bucket:
        found.append(start)
        start = end_of(HOUR, start, zone)
    return found


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_of_the_period_before_as_many_points_are_left_out_as_of_a_range_that_is_cut(name: str) -> None:
    zone, year = ZoneInfo(name), between("2028-01-01T09:00Z", "2029-01-01T09:00Z")
    hours = every_hour(year, zone)
    left_out = len(hours) - MAX_POINTS
    assert left_out > 3_000
    assert starts_of(HOUR, year, zone) == hours[left_out:]
    for end in ("2027-01-20T09:00Z", "2027-08-01T09:00Z", "2027-12-30T09:00Z", "2028-01-05T09:00Z"):
        before = between("2027-01-01T09:00Z", end)
        earlier = every_hour(before, zone)
        paired = paired_starts(HOUR, before, year, zone)
        assert paired == earlier[left_out : left_out + MAX_POINTS]
        assert are_cut(HOUR, paired, before, zone)


def test_of_the_period_before_nothing_is_left_out_unless_it_is_longer_than_a_series() -> None:
    zone, day = ZoneInfo("UTC"), timedelta(days=1)
    start = datetime(2027, 1, 1, tzinfo=UTC)
    for days, whole in ((200, True), (209, False)):
        before, covered = TimeRange(start, start + days * day), TimeRange(start + 400 * day, start + 600 * day)
        paired = paired_starts(HOUR, before, covered, zone)
        assert paired == every_hour(before, zone)[:MAX_POINTS]
        assert are_cut(HOUR, paired, before, zone) is not whole
    assert not are_cut(HOUR, [], TimeRange(start, start), zone)


def test_minutes_are_those_that_have_begun_before_the_end() -> None:
    zone = ZoneInfo("Asia/Kathmandu")
    found = starts_of(MINUTE, between("2026-11-20T18:13Z", "2026-11-20T18:16:00.001Z"), zone)
    assert [f"{start:%H:%M:%S}" for start in found] == ["18:13:00", "18:14:00", "18:15:00", "18:16:00"]
    assert [end_of(MINUTE, start, zone) for start in found[:-1]] == found[1:]
    assert [date_of(MINUTE, start, zone).day for start in found] == [20, 20, 21, 21]
    for end in ("2026-11-20T18:13Z", "2026-11-20T18:00Z"):
        assert starts_of(MINUTE, between("2026-11-20T18:13Z", end), zone) == []
    long = starts_of(MINUTE, between("2026-11-10T00:00Z", "2026-11-20T00:00Z"), zone)
    assert (len(long), end_of(MINUTE, long[-1], zone)) == (MAX_POINTS, datetime(2026, 11, 20, tzinfo=UTC))
