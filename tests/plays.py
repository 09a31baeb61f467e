"""A play in plain Python, sharing nothing with the SQL."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

Event = Mapping[str, Any]

PLAYBACK = {"view_start", "view_progress", "view_complete", "pause", "resume", "seek"}
RUNNING = {"view_start", "view_progress"}  # they come while the content plays
NEAR_MS = 1000  # from a jump's position: the player stands where it jumped to


def _largest(events: Sequence[Event], field: str) -> Any:
    return max(event.get(field) or 0 for event in events)


def _watched(events: Sequence[Event]) -> int:
    watched: int = max(sum(event.get("watch_ms") or 0 for event in events), _largest(events, "total_watch_ms"))
    return watched


def _watched_at(events: Sequence[Event], field: str) -> Iterator[tuple[int, float]]:
    """Watch time and the value of a field, of each event that has one."""
    for event in events:
        if event.get(field) is not None:
            yield event.get("watch_ms") or 0, event[field]


SUMS: Mapping[str, Callable[[Sequence[Event]], int]] = {
    "watch_ms": _watched,
    "rated_watch_ms": lambda events: sum(watched for watched, _ in _watched_at(events, "playback_rate")),
    "rate_weighted_ms": lambda events: sum(
        round(watched * rate) for watched, rate in _watched_at(events, "playback_rate")
    ),
    "loop_plays": lambda events: _largest(events, "loop_count"),
}
"""What a play adds to each metric that sums something over plays."""


class Play:
    """One viewing, from its events in any order."""

    def __init__(self, events: Sequence[Event]) -> None:
        ordered = sorted(events, key=lambda event: (event["occurred_at"], event["id"]))
        self.origin = ordered[0]
        self.id = ordered[0]["content_id"], ordered[0]["play_key"]
        self.repeats = False  # whether peertube@2 leaves it out; known of all plays together
        starts = [event["occurred_at"] for event in ordered if event["type"] in PLAYBACK]
        self.started_at: datetime | None = min(starts, default=None)
        self.sums = {metric: amount(events) for metric, amount in SUMS.items()}
        self.watch_ms = self.sums["watch_ms"]
        self.content_ms = _union_length([pair for event in events for pair in event.get("sections") or ()])
        durations = [event["duration_ms"] for event in events if event.get("duration_ms") is not None]
        self.duration_ms: int | None = max(durations, default=None)
        self.completion = self._completion(events)

    def _completion(self, events: Sequence[Event]) -> float:
        if any(event["type"] == "view_complete" for event in events):
            return 1.0
        jumped = any(event["type"] == "seek" for event in events)
        trusted = RUNNING | {"view_complete"} if jumped else {event["type"] for event in events}
        told: float = max((event.get("completion") or 0 for event in events if event["type"] in trusted), default=0)
        duration: int = _largest(events, "duration_ms")
        reached: int = max(_played_until(events) or 0, self.content_ms)
        return min(1.0, max(told, reached / duration if duration else 0.0))

    @property
    def definitions(self) -> list[str]:
        """The definitions by which it is a view."""
        short = self.duration_ms is not None and self.duration_ms < 10_000 and self.watch_ms > self.duration_ms / 2
        met = {
            "engaged": self.watch_ms >= 3000 or self.completion >= 0.5,
            "peertube": self.watch_ms >= 10_000 or short,
            "linkedin": self.watch_ms >= 3000,
            "peertube2": (self.watch_ms >= 10_000 or short) and not self.repeats,
            "linkedin2": self.watch_ms >= 2000,
        }
        return [name for name, counts in met.items() if counts and self.started_at is not None]

    @property
    def completion_bucket(self) -> str:
        """Which of the five buckets it is in."""
        for name, bound in (("full", 0.99), ("over75", 0.75), ("over50", 0.5), ("over25", 0.25)):
            if self.completion >= bound:
                return name
        return "under25"


def _played_until(events: Sequence[Event]) -> int | None:
    """The furthest position that was played; None when no event tells one."""
    jumps = [
        event["position_ms"] for event in events if event["type"] == "seek" and event.get("position_ms") is not None
    ]
    told = []
    for event in events:
        position, sections = event.get("position_ms"), event.get("sections")
        if sections is not None and all(start == end for start, end in sections):
            told.append(0)  # it says that nothing was watched
        elif position is None or event["type"] == "seek":
            continue
        elif event["type"] in RUNNING or all(abs(position - jump) > NEAR_MS for jump in jumps):
            told.append(position)
    return max(told, default=None)


def mark_repeats(plays: Sequence[Play]) -> None:
    """Leaves out of peertube@2 the plays that began within an hour after a view of the same viewer and content."""
    views: dict[tuple[str, str], datetime] = {}
    counted = [play for play in plays if "peertube" in play.definitions and play.origin.get("viewer_id") is not None]
    for play in sorted(counted, key=lambda play: (play.started_at, play.id)):
        pair = play.origin["content_id"], play.origin["viewer_id"]
        assert play.started_at is not None
        play.repeats = pair in views and play.started_at < views[pair] + timedelta(hours=1)
        if not play.repeats:
            views[pair] = play.started_at


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
