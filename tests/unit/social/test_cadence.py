"""Young posts are read by each collection, old ones rarely."""

from datetime import UTC, datetime, timedelta

import pytest

from server.social.cadence import is_due

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "read_before", "due"),
    [
        (HOUR, HOUR, True),
        (23 * HOUR, timedelta(minutes=1), True),
        (2 * DAY, 5 * HOUR, False),
        (2 * DAY, 6 * HOUR - timedelta(minutes=2), True),
        (8 * DAY, 23 * HOUR, False),
        (8 * DAY, DAY, True),
        (40 * DAY, 6 * DAY, False),
        (40 * DAY, 7 * DAY, True),
        (80 * DAY, None, True),
    ],
)
def test_when_a_post_is_read_again(age: timedelta, read_before: timedelta | None, due: bool) -> None:
    assert is_due(NOW - age, None if read_before is None else NOW - read_before, NOW) is due
