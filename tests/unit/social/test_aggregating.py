"""When days, weeks and months are aggregated: once each, by the clock of the workspace, also when it changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import ViewpulseError
from server.social.aggregating import HOURS, Period, check_kept, next_due
from server.zones import zone_names

ZONES = sorted(zone_names())
START = datetime(2026, 1, 1, tzinfo=UTC)


def belongs(period: Period, day: date) -> bool:
    """Whether a period begins on a day."""
    return {Period.DAY: True, Period.WEEK: day.weekday() == 0, Period.MONTH: day.day == 1}[period]


@given(st.sampled_from(ZONES), st.sampled_from([*Period]), st.integers(0, 500 * 24 * 60))
def test_each_period_is_due_once_at_its_hour(name: str, period: Period, minutes: int) -> None:
    zone = ZoneInfo(name)
    now = START + timedelta(minutes=minutes)
    due = next_due(period, now, zone)
    assert due > now
    local = due.astimezone(zone)
    just_before = (due - timedelta(microseconds=1)).astimezone(zone)
    wanted = local.replace(hour=HOURS[period], minute=0)
    if (local.hour, local.minute) != (HOURS[period], 0):  # the clock skipped it, so it is the moment at which it did
        assert wanted.astimezone(UTC) <= due
        assert just_before.utcoffset() != local.utcoffset() or local.date() != just_before.date()
    assert belongs(period, local.date())
    following = next_due(period, due, zone)
    assert following > due
    skipped = (following.astimezone(zone).date() - local.date()).days
    between = [local.date() + timedelta(days=number) for number in range(1, skipped)]
    assert not [day for day in between if belongs(period, day)], "one was skipped"
    assert following.astimezone(zone).date() > local.date(), "one was doubled"
    # in between, the answer is the same
    assert next_due(period, due + (following - due) / 2, zone) == following


@pytest.mark.parametrize(
    ("name", "period", "now", "due"),
    [
        ("Europe/Berlin", Period.DAY, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),  # a day of 25 hours
        ("Europe/Berlin", Period.DAY, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),  # and of 23
        ("Africa/Cairo", Period.DAY, "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z"),  # there is no midnight
        ("America/New_York", Period.MONTH, "2026-10-31T12:00:00Z", "2026-11-01T07:00:00Z"),  # 01:00 twice, 02:00 once
        ("America/Havana", Period.MONTH, "2026-10-31T12:00:00Z", "2026-11-01T07:00:00Z"),  # 00:00 twice, 02:00 once
        ("Asia/Kolkata", Period.WEEK, "2026-11-29T19:29:00Z", "2026-11-29T19:30:00Z"),
    ],
)
def test_when_it_is_next(name: str, period: Period, now: str, due: str) -> None:
    assert next_due(period, datetime.fromisoformat(now), ZoneInfo(name)) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("days", "is_good"), [(None, True), (7, True), (36_600, True), (6, False), (-1, False), (2**31 - 1, False)]
)
def test_what_networks_still_change_is_kept(days: int | None, is_good: bool) -> None:
    if is_good:
        check_kept(days, "seriesDays")
        return
    with pytest.raises(ViewpulseError, match="seriesDays") as refused:
        check_kept(days, "seriesDays")
    assert refused.value.field == ("seriesDays",)
