"""A play in plain Python, sharing nothing with the SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

Event = Mapping[str, Any]

PLAYBACK = {"view_start", "view_progress", "view_complete", "pause", "resume", "seek"}


class Play:
    """One viewing, from its events in any order."""

    def __init__(self, events: Sequence[Event]) -> None:
        ordered = sorted(events, key=lambda event: (event["occurred_at"], event["id"]))
        self.origin = ordered[0]
        starts = [event["occurred_at"] for event in ordered if event["type"] in PLAYBACK]
        self.started_at: datetime | None = min(starts, default=None)
        increments = sum(event.get("watch_ms") or 0 for event in events)
        self.watch_ms: int = max(increments, self._largest(events, "total_watch_ms"))
        self.loops = self._largest(events, "loop_count")
        self.content_ms = _union_length([pair for event in events for pair in event.get("sections") or ()])
        durations = [event["duration_ms"] for event in events if event.get("duration_ms") is not None]
        self.duration_ms: int | None = max(durations, default=None)
        self.completion = self._completion(events)

    @staticmethod
    def _largest(events: Sequence[Event], field: str) -> Any:
        return max(event.get(field) or 0 for event in events)

    def _completion(self, events: Sequence[Event]) -> float:
        if any(event["type"] == "view_complete" for event in events):
            return 1.0
        told: float = self._largest(events, "completion")
        duration: int = self._largest(events, "duration_ms")
        reached: int = max(self._largest(events, "position_ms"), self.content_ms)
        return min(1.0, max(told, reached / duration if duration else 0.0))

    @property
    def definitions(self) -> list[str]:
        """The definitions by which it is a view."""
        short = self.duration_ms is not None and self.duration_ms < 10_000 and self.watch_ms > self.duration_ms / 2
        met = {
            "engaged": self.watch_ms >= 3000 or self.completion >= 0.5,
            "peertube": self.watch_ms >= 10_000 or short,
            "linkedin": self.watch_ms >= 3000,
        }
        return [name for name, counts in met.items() if counts and self.started_at is not None]

    @property
    def completion_bucket(self) -> str:
        """Which of the five buckets it is in."""
        for name, bound in (("full", 0.99), ("over75", 0.75), ("over50", 0.5), ("over25", 0.25)):
            if self.completion >= bound:
                return name
        return "under25"


def _union_length(sections: Iterable[tuple[int, int]]) -> int:
    """Length of the union of [start, end) intervals."""
    total = 0
    reached: int | None = None
    for start, end in sorted(sections):
        if reached is None or start > reached:
            reached = start
        total += max(0, end - reached)
        reached = max(reached, end)
    return total
