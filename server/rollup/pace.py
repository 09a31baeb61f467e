"""When runs of the aggregator begin: so that an event is counted within the interval, however long a run takes."""

from collections import deque

LATEST = 8
MARGIN = 1.25
"""The next run may take longer than the latest ones."""


class Pace:
    """The time between the beginnings of two runs.

    An event that just misses a run waits for the next one to begin and to end. So the next one begins earlier by a
    little more than the longest of the latest runs took, but not before half of the interval: a run costs something
    whatever it counts.

    Args:
        interval: Seconds within which an event is to be counted.
    """

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._latest: deque[float] = deque([0.0], maxlen=LATEST)

    def note(self, seconds: float) -> None:
        """Notes how long a run took."""
        self._latest.append(seconds)

    @property
    def seconds(self) -> float:
        """Seconds from the beginning of a run to that of the next one."""
        return self._interval - min(MARGIN * max(self._latest), self._interval / 2)
