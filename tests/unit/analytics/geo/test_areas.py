"""How the range of areaCounts falls into days and parts of days."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from server.analytics.geo.areas import split_range
from server.analytics.ranges import QUARTER, TimeRange

DAY = timedelta(days=1)
STARTS = st.integers(0, 4 * 24 * 10).map(lambda quarters: datetime(2026, 3, 1, tzinfo=UTC) + quarters * QUARTER)


@given(STARTS, st.integers(1, 4 * 24 * 5))
def test_days_and_parts_make_up_the_range(start: datetime, quarters: int) -> None:
    days, parts = split_range(TimeRange(start, start + quarters * QUARTER))
    whole = [(day, day + DAY) for day in days if day is not None]
    pieces = sorted([*whole, *parts])
    assert pieces[0][0] == start
    assert pieces[-1][1] == start + quarters * QUARTER
    assert all(before[1] == after[0] for before, after in pairwise(pieces))
    assert all(day.time() == datetime.min.time() for day, _ in whole)
    assert len(parts) <= 2
    assert all(end - (begin - timedelta(hours=begin.hour, minutes=begin.minute)) <= DAY for begin, end in parts)


def test_a_range_that_ends_now_counts_the_quarter_hour_that_is_under_way() -> None:
    start, now = datetime(2026, 3, 1, 22, tzinfo=UTC), datetime(2026, 3, 2, 0, 7, tzinfo=UTC)
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    assert split_range(TimeRange(start, now)) == ([], [(start, midnight), (midnight, midnight + QUARTER)])
