from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.events.clock import EPOCH, FUTURE_TOLERANCE, clock_error, corrected_time, start_of
from server.events.model import RejectionCode

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOLERANCE = timedelta(minutes=5)
ZONES = st.integers(-23, 23).map(lambda hours: timezone(timedelta(hours=hours)))
TIMES = st.datetimes(timezones=ZONES)


def corrected(
    occurred_at: datetime | None, sent_at: datetime | None, oldest: datetime = EPOCH
) -> datetime | RejectionCode:
    return corrected_time(occurred_at, clock_error(sent_at, NOW, TOLERANCE), NOW, oldest)


def test_without_a_time_it_happened_on_arrival() -> None:
    assert corrected(None, None) == NOW
    assert corrected(None, NOW - timedelta(days=400)) == NOW


def test_without_sent_at_the_clients_clock_is_trusted() -> None:
    assert corrected(NOW - timedelta(minutes=5), None) == NOW - timedelta(minutes=5)


@given(st.timedeltas(-TOLERANCE, TOLERANCE), st.timedeltas(timedelta(0), timedelta(hours=1)))
def test_the_duration_of_a_slow_request_corrects_nothing(difference: timedelta, age: timedelta) -> None:
    assert corrected(NOW - age, NOW - difference) == NOW - age


@pytest.mark.parametrize("error", [timedelta(minutes=5, seconds=1), timedelta(hours=2), timedelta(days=-300)])
def test_a_clock_that_is_wrong_by_more_is_corrected(error: timedelta) -> None:
    theirs = NOW - error
    assert corrected(theirs - timedelta(seconds=90), theirs) == NOW - timedelta(seconds=90)


def test_a_clock_that_is_years_off_is_corrected_by_sent_at() -> None:
    wrong = datetime(2001, 1, 1, tzinfo=UTC)
    assert corrected(wrong, wrong + timedelta(seconds=90)) == NOW - timedelta(seconds=90)


def test_an_hour_ahead_is_tolerated_and_no_more() -> None:
    assert corrected(NOW + FUTURE_TOLERANCE, None) == NOW + FUTURE_TOLERANCE
    assert corrected(NOW + FUTURE_TOLERANCE + timedelta(microseconds=1), None) is RejectionCode.IN_FUTURE


def test_nothing_happened_before_the_oldest_day() -> None:
    oldest = start_of(date(2005, 1, 1))
    assert corrected(oldest, None, oldest) == oldest
    assert corrected(oldest - timedelta(microseconds=1), None, oldest) is RejectionCode.TOO_OLD
    assert corrected(EPOCH - timedelta(microseconds=1), None) is RejectionCode.TOO_OLD


def test_a_sent_at_that_makes_it_absurd_rejects() -> None:
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
    assert corrected(NOW, first) is RejectionCode.IN_FUTURE
    assert corrected(NOW, last) is RejectionCode.TOO_OLD
    assert corrected(first, last) is RejectionCode.TOO_OLD
    assert corrected(last, first) is RejectionCode.IN_FUTURE


@given(st.none() | TIMES, st.none() | TIMES)
def test_any_times_at_all_give_a_moment_within_bounds_or_a_reason(
    occurred_at: datetime | None, sent_at: datetime | None
) -> None:
    moment = corrected(occurred_at, sent_at)
    if isinstance(moment, datetime):
        assert EPOCH <= moment <= NOW + FUTURE_TOLERANCE
    else:
        assert moment in {RejectionCode.IN_FUTURE, RejectionCode.TOO_OLD}
