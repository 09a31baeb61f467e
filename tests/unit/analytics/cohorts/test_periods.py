"""Bounds of days, weeks and months, by the clocks of zones."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from server.analytics.cohorts.local_periods import WeekStart, period_bounds
from server.analytics.local_days import CalendarUnit
from tests.unit.analytics.cohorts.brute_force import utc

HOUR = 3_600_000


def local(unit: CalendarUnit, zone: str, start: str, end: str, week_start: WeekStart = WeekStart.MONDAY) -> list[str]:
    """The bounds as a clock of the zone shows them."""
    bounds = period_bounds(unit, ZoneInfo(zone), utc(start), utc(end), week_start)
    return [f"{datetime.fromtimestamp(bound / 1000, ZoneInfo(zone)):%a %Y-%m-%d %H:%M}" for bound in bounds.tolist()]


def test_weeks_begin_on_the_chosen_day() -> None:
    week = ("2026-11-11T12:00", "2026-11-11T13:00")
    assert local(CalendarUnit.WEEK, "UTC", *week) == ["Mon 2026-11-09 00:00", "Mon 2026-11-16 00:00"]
    assert local(CalendarUnit.WEEK, "UTC", *week, WeekStart.SUNDAY) == ["Sun 2026-11-08 00:00", "Sun 2026-11-15 00:00"]


@pytest.mark.parametrize(
    ("zone", "start", "hours"),
    [
        ("Europe/Berlin", "2026-03-28T12:00", [24, 23, 24]),
        ("Europe/Berlin", "2026-10-24T12:00", [24, 25, 24]),
        ("America/St_Johns", "2026-10-31T12:00", [24, 25, 24]),
        ("Australia/Lord_Howe", "2026-04-04T02:00", [24, 24.5, 24]),
    ],
)
def test_days_have_the_hours_of_the_zone(zone: str, start: str, hours: list[float]) -> None:
    end = utc(start) + timedelta(days=2)
    bounds = period_bounds(CalendarUnit.DAY, ZoneInfo(zone), utc(start), end).tolist()
    assert [(beyond - first) / HOUR for first, beyond in pairwise(bounds)] == hours


def test_a_day_that_a_zone_skipped_is_no_period() -> None:
    assert local(CalendarUnit.DAY, "Pacific/Apia", "2011-12-29T20:00", "2011-12-31T20:00") == [
        "Thu 2011-12-29 00:00",
        "Sat 2011-12-31 00:00",
        "Sun 2012-01-01 00:00",
        "Mon 2012-01-02 00:00",
    ]


def test_months_are_whole_and_end_where_the_range_does() -> None:
    found = local(CalendarUnit.MONTH, "Europe/Berlin", "2026-01-31T22:00", "2026-03-31T22:00")
    assert [text.split()[1] for text in found] == ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]
