"""Counts views per sender and minute; above the limit the sender is treated as a bot.

The minute is that of ``occurredAt``, because a batch collected offline for hours arrives at once. Views are identified
by event id, so that a repetition never counts twice, not even while the first request is in progress. Rate-limiting
libraries count calls by time of arrival, hence a counter of our own.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from server.access import Caller
from server.storage.tombstones import ProjectTombstones
from server.viewer_keys import viewer_key

KEPT = 50_000
"""Number of views remembered, 630 bytes each; above that, the least recently used senders and minutes are forgotten.

A sender at the limit has two views a second, so it is forgotten only where more than 100,000 views a second come.
"""

IDLE = timedelta(minutes=10)
"""Senders and minutes of which nothing comes for so long, or up to twice as long, are forgotten."""

_SIGNED = "token:"


class RateKey(NamedTuple):
    """One sender in one minute.

    Attributes:
        project_id: The project.
        sender: The user of the token; without a token, the viewer that the event names and the network it came from.
        minute: Minutes since 1970.
    """

    project_id: int
    sender: tuple[str, int | None]
    minute: int

    @classmethod
    def from_event(cls, sender: Caller, named: str | None, occurred_at: datetime) -> Self:
        """The sender of an event, and its minute.

        Args:
            sender: The sender of the request.
            named: Key of the viewer that the event names.
            occurred_at: Event time.
        """
        known = (named or "", sender.network) if sender.user_id is None else (f"{_SIGNED}{sender.user_id}", None)
        return cls(sender.project_id, known, int(occurred_at.timestamp() // 60))


class ViewRates:
    """Counts the views that this process accepts; other processes have their own counts.

    Args:
        most: Views per minute that a person may have.
        kept: Number of views remembered.
    """

    def __init__(self, most: int, *, kept: int = KEPT) -> None:
        self._most = most
        self._kept = kept
        self._remembered = 0
        # How many hold each id: its stored event, and tries that are on their way. No more ids than show an excess.
        self._holders: OrderedDict[RateKey, dict[str, int]] = OrderedDict()
        self._exceeded: set[RateKey] = set()
        self._idle: set[RateKey] = set()
        self._aged_at: datetime | None = None

    @property
    def any_exceeded(self) -> bool:
        """Whether any sender has exceeded the limit in a minute."""
        return bool(self._exceeded)

    def take(self, key: RateKey, event_id: str) -> bool:
        """Counts a view until ``give_back``; returns whether the sender exceeds the limit."""
        holders = self._holders.setdefault(key, {})
        self._holders.move_to_end(key)
        self._idle.discard(key)
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
        """Forgets a view that was not stored: a repetition, or an event that the database rejected."""
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

    def forget(self, erased: ProjectTombstones) -> None:
        """Forgets the views of viewers who were erased."""
        ours = [key for key in self._holders if key.project_id == erased.project_id]
        for key in filter(lambda one: erased.has(_viewer_of(one)), ours):
            self._remembered -= len(self._holders.pop(key))
            self._exceeded.discard(key)

    def age(self, now: datetime) -> None:
        """Forgets what has been idle; to be called regularly, for no view may come any more."""
        if self._aged_at is not None and now - self._aged_at < IDLE:
            return
        self._aged_at = now
        for key in self._idle & self._holders.keys():
            self._remembered -= len(self._holders.pop(key))
            self._exceeded.discard(key)
        self._idle = set(self._holders)

    def is_exceeded(self, key: RateKey) -> bool:
        """Whether the sender exceeded the limit in the minute."""
        return key in self._exceeded

    def _forget_old(self) -> None:
        while self._remembered > self._kept and len(self._holders) > 1:
            key, forgotten = self._holders.popitem(last=False)
            self._exceeded.discard(key)
            self._remembered -= len(forgotten)


def _viewer_of(key: RateKey) -> str:
    """Key of the viewer that a sender is, or that its events name."""
    name, _network = key.sender
    return viewer_key(name.removeprefix(_SIGNED), None) or "" if name.startswith(_SIGNED) else name
