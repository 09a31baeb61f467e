from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from server.events.clock import EPOCH, FUTURE_TOLERANCE, corrected_time
from server.events.model import RejectionCode

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZONES = st.integers(-23, 23).map(lambda hours: timezone(timedelta(hours=hours)))
TIMES = st.datetimes(timezones=ZONES)


def test_without_a_time_it_happened_on_arrival() -> None:
    assert corrected_time(None, None, NOW) == NOW
    assert corrected_time(None, NOW - timedelta(days=400), NOW) == NOW


def test_without_sent_at_the_clients_clock_is_trusted() -> None:
    assert corrected_time(NOW - timedelta(minutes=5), None, NOW) == NOW - timedelta(minutes=5)


def test_a_clock_that_is_years_off_is_corrected_by_sent_at() -> None:
    wrong = datetime(2001, 1, 1, tzinfo=UTC)
    assert corrected_time(wrong, wrong + timedelta(seconds=90), NOW) == NOW - timedelta(seconds=90)


def test_an_hour_ahead_is_tolerated_and_no_more() -> None:
    assert corrected_time(NOW + FUTURE_TOLERANCE, None, NOW) == NOW + FUTURE_TOLERANCE
    assert corrected_time(NOW + FUTURE_TOLERANCE + timedelta(microseconds=1), None, NOW) is RejectionCode.IN_FUTURE


def test_nothing_happened_before_1970() -> None:
    assert corrected_time(EPOCH, None, NOW) == EPOCH
    assert corrected_time(EPOCH - timedelta(microseconds=1), None, NOW) is RejectionCode.BEFORE_1970


def test_a_sent_at_that_makes_it_absurd_rejects() -> None:
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
    assert corrected_time(NOW, first, NOW) is RejectionCode.IN_FUTURE
    assert corrected_time(NOW, last, NOW) is RejectionCode.BEFORE_1970
    assert corrected_time(first, last, NOW) is RejectionCode.BEFORE_1970
    assert corrected_time(last, first, NOW) is RejectionCode.IN_FUTURE


@given(st.none() | TIMES, st.none() | TIMES)
def test_any_times_at_all_give_a_moment_within_bounds_or_a_reason(
    occurred_at: datetime | None, sent_at: datetime | None
) -> None:
    moment = corrected_time(occurred_at, sent_at, NOW)
    if isinstance(moment, datetime):
        assert EPOCH <= moment <= NOW + FUTURE_TOLERANCE
    else:
        assert moment in {RejectionCode.IN_FUTURE, RejectionCode.BEFORE_1970}
