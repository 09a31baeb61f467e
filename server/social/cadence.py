"""How often the numbers of a post are read: the older it is, the less they change."""

from datetime import datetime, timedelta

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CADENCE: tuple[tuple[timedelta, timedelta], ...] = (
    (DAY, timedelta()),
    (7 * DAY, 6 * HOUR),
    (30 * DAY, DAY),
)
"""Up to which age a post is read how often; up to a day with each collection, so a story several times."""
RARELY = 7 * DAY
SLACK = timedelta(minutes=5)
"""Collections are not exactly an hour apart."""
CHANGING_DAYS = 3
"""Days that networks still change: each collection reads them again."""


def is_due(published_at: datetime, read_at: datetime | None, now: datetime) -> bool:
    """Whether the numbers of a post are read by a collection.

    Args:
        published_at: When it was published.
        read_at: When they were read last; None: never.
        now: The time of the collection.
    """
    age = now - published_at
    pause = next((pause for limit, pause in CADENCE if age < limit), RARELY)
    return read_at is None or now - read_at >= pause - SLACK
