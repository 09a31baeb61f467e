"""One play of a video as its player reports it: start, heartbeats, pauses, seeks, loops and end."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from server.demo.catalogue import Content

HEARTBEAT_MS = 5_000
_REPLAYED_MS = 2_000
LOOP_SHARE = 0.3
RATES, RATE_WEIGHTS = (1.0, 1.25, 1.5, 2.0), (85, 5, 6, 4)
_REPLAY_SHARE = 0.03
_PAUSE_SHARE = 0.03
_SEEK_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a viewer.

    Attributes:
        at_ms: Milliseconds since the session began.
        type: As in the GraphQL enum EventType.
        fields: Further fields of the event.
    """

    at_ms: int
    type: str
    fields: dict[str, object]


def time_to_watch(rng: Random, content: Content, duration_ms: int) -> int:
    """Milliseconds that a viewer will watch; shorts may loop, so it can exceed the duration."""
    if rng.random() < 0.2 + 0.6 * content.appeal * min(1.0, 60_000 / duration_ms):
        loops = content.type == "SHORT" and rng.random() < LOOP_SHARE
        return duration_ms + (int(duration_ms * rng.expovariate(1.2)) if loops else 0)
    return max(300, int(duration_ms * rng.betavariate(1 + 2 * content.appeal, 2.5)))


class _Player:
    """The state of the player, and what it reports."""

    def __init__(self, duration_ms: int, rate: float) -> None:
        self.duration_ms = duration_ms
        self.position_ms = 0
        self.watched_ms = 0
        self.loops = 0
        self.rate = rate
        self.reported_ms = 0
        self.section_start_ms = 0
        self.sections: list[dict[str, float]] = []

    def play(self, milliseconds: int) -> None:
        self.position_ms += milliseconds
        self.watched_ms += milliseconds

    def report(self) -> dict[str, object]:
        """``viewData`` of the next event; reports what was watched since the previous event."""
        self._end_section()
        data: dict[str, object] = {
            "position": self.position_ms / 1000,
            "duration": self.duration_ms / 1000,
            "completionPercent": round(100 * self.position_ms / self.duration_ms, 1),
        }
        if fresh := self.watched_ms - self.reported_ms:
            data["watchTime"] = fresh / 1000
            data["playbackRate"] = self.rate
            data["sections"] = self.sections
        else:
            data["totalWatchTime"] = self.watched_ms / 1000
        if self.loops:
            data["loopCount"] = self.loops
        self.reported_ms = self.watched_ms
        self.sections = []
        return {"viewData": data}

    def jump(self, position_ms: int) -> None:
        self._end_section()
        self.position_ms = self.section_start_ms = position_ms

    def _end_section(self) -> None:
        if self.section_start_ms < self.position_ms:
            self.sections.append({"start": self.section_start_ms / 1000, "end": self.position_ms / 1000})
        self.section_start_ms = self.position_ms


def play_video(
    rng: Random, content: Content, at_ms: int, *, rewatch: bool, heartbeat_ms: int = HEARTBEAT_MS
) -> Iterator[Step]:
    """Yields the reports of one play of a content with a duration.

    Args:
        rng: The random generator.
        content: The content.
        at_ms: Start, in milliseconds since the session began.
        rewatch: Whether the viewer has already seen it in this session.
        heartbeat_ms: Milliseconds between two reports of a play.
    """
    duration_ms = content.duration_ms
    assert duration_ms is not None
    player = _Player(duration_ms, rng.choices(RATES, RATE_WEIGHTS)[0])
    goal_ms = time_to_watch(rng, content, duration_ms)
    start: dict[str, object] = {"position": 0.0, "duration": duration_ms / 1000}
    if rewatch:
        start["isRewatch"] = True
    yield Step(at_ms, "VIEW_START", {"viewData": start})
    while player.watched_ms < goal_ms:
        piece_ms = min(heartbeat_ms, goal_ms - player.watched_ms, duration_ms - player.position_ms)
        if piece_ms >= HEARTBEAT_MS and rng.random() < _REPLAY_SHARE:  # watch a good part again
            player.play(_REPLAYED_MS)
            player.jump(player.position_ms - _REPLAYED_MS)
            piece_ms -= _REPLAYED_MS
            at_ms += _REPLAYED_MS
        player.play(piece_ms)
        at_ms += piece_ms
        if player.position_ms == duration_ms:
            yield Step(at_ms, "VIEW_COMPLETE", player.report())
            player.jump(0)
            player.loops += 1
            continue
        yield Step(at_ms, "VIEW_PROGRESS", player.report())
        chance = rng.random()
        if chance < _PAUSE_SHARE:
            yield Step(at_ms, "PAUSE", player.report())
            at_ms += 1000 + int(rng.expovariate(1 / 8_000))
            yield Step(at_ms, "RESUME", player.report())
        elif chance < _PAUSE_SHARE + _SEEK_SHARE:
            player.jump(int(rng.random() * 0.9 * duration_ms))
            at_ms += 400
            yield Step(at_ms, "SEEK", player.report())
