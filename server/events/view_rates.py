"""Views per sender and minute: nobody watches more than so many, so a program sends what lies beyond.

The minute is that of ``occurredAt``: a batch that was gathered offline for hours arrives at once. A view is known by
its event id, so that a repetition never counts twice, not even while the first try is still on its way. Libraries of
rate limits count calls by the time of arrival, hence a counter of our own.
"""

from collections import OrderedDict
from datetime import datetime
from typing import NamedTuple, Self

from server.access import Viewer

KEPT = 200_000
"""Views that are remembered; beyond, the senders and minutes that were not seen for the longest time go."""


class RateKey(NamedTuple):
    """One sender in one minute.

    Attributes:
        project_id: The project.
        sender: Who a token names; else whom the event names, and the network that it came from.
        minute: Minutes since 1970.
    """

    project_id: int
    sender: tuple[str, int | None]
    minute: int

    @classmethod
    def of(cls, sender: Viewer, named: str | None, occurred_at: datetime) -> Self:
        """Who sent an event, and the minute of it.

        Args:
            sender: Whose request it came with.
            named: Key of the viewer whom the event names.
            occurred_at: When it happened.
        """
        known = (named or "", sender.network) if sender.user_id is None else (f"token:{sender.user_id}", None)
        return cls(sender.project_id, known, int(occurred_at.timestamp() // 60))


class ViewRates:
    """Counts the views that this process takes; another process has its own count.

    Args:
        most: Views per minute that a person may have.
        kept: How many views are remembered.
    """

    def __init__(self, most: int, *, kept: int = KEPT) -> None:
        self._most = most
        self._kept = kept
        self._remembered = 0
        # How many hold each id: its stored event, and tries that are on their way. No more ids than show an excess.
        self._holders: OrderedDict[RateKey, dict[str, int]] = OrderedDict()
        self._exceeded: set[RateKey] = set()

    @property
    def any_exceeded(self) -> bool:
        """Whether any sender had more views in a minute than a person can."""
        return bool(self._exceeded)

    def take(self, key: RateKey, event_id: str) -> bool:
        """Counts a view until ``give_back``; returns whether it is more than a person can have."""
        holders = self._holders.setdefault(key, {})
        self._holders.move_to_end(key)
        if event_id in holders:
            holders[event_id] += 1
            return len(holders) > self._most and next(reversed(holders)) == event_id
        if len(holders) > self._most:
            return True
        holders[event_id] = 1
        self._remembered += 1
        if is_exceeded := len(holders) > self._most:
            self._exceeded.add(key)
        self._forget_old()
        return is_exceeded

    def give_back(self, key: RateKey, event_id: str) -> None:
        """Forgets a try that was not stored: a repetition, or what the database refused."""
        holders = self._holders.get(key, {})
        if event_id not in holders:
            return
        holders[event_id] -= 1
        if not holders[event_id]:
            del holders[event_id]
            self._remembered -= 1
            self._exceeded.discard(key)
            if not holders:
                del self._holders[key]

    def is_exceeded(self, key: RateKey) -> bool:
        """Whether the sender had more views in the minute than a person can."""
        return key in self._exceeded

    def _forget_old(self) -> None:
        while self._remembered > self._kept and len(self._holders) > 1:
            key, forgotten = self._holders.popitem(last=False)
            self._exceeded.discard(key)
            self._remembered -= len(forgotten)
