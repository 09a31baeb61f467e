"""The events that wait, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from viewpulse_client.folder import Folder, Notes

MAX_WAITING = 10_000
ROOM = 100
"""Made at once, and what may come between two requests, so that a full queue is not trimmed for each event."""


@dataclass(frozen=True)
class Waiting:
    """An event that the server has not answered for.

    Attributes:
        number: Its place in the queue.
        id: Of the event.
        text: The event as JSON.
        occurred: Seconds since 1970.
        offset: What the clock that people set was ahead of the one that nobody sets when the event was tracked, in
            seconds; None if another process has tracked it.
        is_beat: Whether it is a VIEW_PROGRESS, which is the first to go.
    """

    number: int
    id: str
    text: str
    occurred: float
    offset: float | None
    is_beat: bool


class Queue:
    """Keeps events in memory, and in a folder, too, if there is one. Not thread-safe.

    Args:
        folder: Where events outlive the process.

    Attributes:
        number: Of the next event.
    """

    def __init__(self, folder: Folder | None) -> None:
        self.folder = folder
        self.number = 1
        self._events: dict[int, Waiting] = {}
        self._beats: dict[int, None] = {}

    def __len__(self) -> int:
        return len(self._events)

    def __iter__(self) -> Iterator[Waiting]:
        """Oldest first."""
        return iter(self._events.values())

    def add(self, event: Waiting, *, is_stored: bool = False) -> None:
        """Keeps an event.

        Args:
            event: Its number is ``number``.
            is_stored: Whether the folder has it already.
        """
        if self.folder and not is_stored:
            self.folder.add(event.number, event.text)
        self.number = event.number + 1
        self._events[event.number] = event
        if event.is_beat:
            self._beats[event.number] = None

    def remove(self, events: Iterable[Waiting]) -> None:
        """Forgets events; those that are not there are no fault."""
        numbers = [event.number for event in events]
        for number in numbers:
            self._events.pop(number, None)
            self._beats.pop(number, None)
        if self.folder and numbers:
            self.folder.remove(numbers)

    def trim(self, kept: frozenset[int], *, spare: int = 0) -> int:
        """Makes room in a full queue: heartbeats go first, then the oldest.

        Args:
            kept: Numbers of events that are on their way.
            spare: How many more than ``MAX_WAITING`` may wait.

        Returns:
            How many events were dropped.
        """
        if len(self) <= MAX_WAITING + spare:
            return 0
        excess = len(self) - MAX_WAITING + ROOM
        dropped = _first(excess, self._beats, kept)
        beats = frozenset(dropped)
        dropped += _first(excess - len(dropped), self._events, kept | beats)
        self.remove([self._events[number] for number in dropped])
        return len(dropped)

    def note(self, notes: Notes) -> None:
        """Keeps notes for who comes after this process."""
        if self.folder:
            self.folder.note(notes)

    def forget(self) -> None:
        """After a fork, in the child: what waits is the parent's."""
        self._events, self._beats = {}, {}
        if self.folder:
            self.folder.forget()


def _first(most: int, numbers: Iterable[int], kept: frozenset[int]) -> list[int]:
    found: list[int] = []
    for number in numbers:
        if len(found) >= most:
            break
        if number not in kept:
            found.append(number)
    return found
