"""Views per viewer and minute: nobody watches more than so many, so whoever does is no person.

The minute is that of ``occurredAt``: a batch that was gathered offline for hours arrives at once. Libraries of rate
limits count by the time of arrival and never give back, hence a counter of our own.
"""

from collections import OrderedDict
from datetime import datetime
from typing import NamedTuple, Self

KEPT = 50_000
"""Viewers and minutes that are remembered; beyond, those not seen for the longest time go."""


class ViewKey(NamedTuple):
    """One viewer in one minute."""

    project_id: int
    viewer_id: str
    minute: int

    @classmethod
    def of(cls, project_id: int, viewer_id: str, occurred_at: datetime) -> Self:
        """The minute of a view."""
        return cls(project_id, viewer_id, int(occurred_at.timestamp() // 60))


class ViewRates:
    """Counts the views that this process took; another process has its own count.

    Args:
        most: Views per minute that a person may have.
        kept: How many viewers and minutes are remembered.
    """

    def __init__(self, most: int, *, kept: int = KEPT) -> None:
        self._most = most
        self._kept = kept
        self._views: OrderedDict[ViewKey, int] = OrderedDict()

    def add(self, key: ViewKey) -> bool:
        """Counts a view; returns whether the viewer has more of them than a person can."""
        views = self._views.get(key, 0) + 1
        self._views[key] = views
        self._views.move_to_end(key)
        if len(self._views) > self._kept:
            self._views.popitem(last=False)
        return views > self._most

    def take_back(self, key: ViewKey) -> None:
        """Forgets a view that was not stored, such as a retry."""
        if views := self._views.get(key):
            self._views[key] = views - 1
