"""Events for the benchmarks: cheap to make, every id new, popularity skewed, 15 fields each."""

import itertools
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

TRACK = (
    "mutation TrackEvents($events: [EventInput!]!) { trackEvents(events: $events) "
    "{ accepted duplicates rejected results { status eventId } } }"
)
TRACK_ONE = (
    "mutation TrackEvent($event: EventInput!) { trackEvent(event: $event) "
    "{ accepted duplicates rejected results { status eventId } } }"
)
TYPES = ["VIEW_START"] * 30 + ["VIEW_PROGRESS"] * 45 + ["VIEW_COMPLETE"] * 12 + ["LIKE"] * 9 + ["SHARE"] * 4


def uuid7(moment: datetime, rng: random.Random) -> str:
    """A UUIDv7 of a moment."""
    number = int(moment.timestamp() * 1000) << 80 | 0x7 << 76 | rng.getrandbits(12) << 64
    return str(UUID(int=number | 0x2 << 62 | rng.getrandbits(62)))


def make_events(
    count: int, seed: int, *, contents: int = 10_000, now: datetime | None = None
) -> Iterator[dict[str, object]]:
    """Events in EventInput's JSON shape, all within the last minutes."""
    rng = random.Random(seed)
    moment = now or datetime.now(UTC)
    stamp = moment.isoformat()
    for _ in range(count):
        content = int(contents * rng.random() ** 3)
        position = rng.random() * 60
        yield {
            "id": uuid7(moment, rng),
            "type": rng.choice(TYPES),
            "contentId": f"video-{content}",
            "occurredAt": stamp,
            "creatorId": f"creator-{content % 500}",
            "userId": f"user-{rng.randrange(200_000)}",
            "sessionId": f"session-{rng.randrange(400_000)}",
            "playId": f"play-{rng.getrandbits(40):x}",
            "viewData": {"watchTime": 5.0, "totalWatchTime": position, "position": position, "duration": 60.0},
            "source": {"type": "FOR_YOU"},
            "device": {"type": "MOBILE", "platform": "IOS", "os": "iOS 19", "appVersion": "4.2.0"},
            "location": {"country": "DE", "city": "Berlin", "timezone": "Europe/Berlin"},
        }


def batch_bodies(batches: int, seed: int, size: int = 100) -> Iterator[bytes]:
    """Request bodies of trackEvents."""
    return track_bodies(make_events(batches * size, seed), size)


def track_bodies(events: Iterator[dict[str, object]], size: int = 100) -> Iterator[bytes]:
    """Request bodies of trackEvents with these events."""
    while batch := list(itertools.islice(events, size)):
        yield json.dumps({"query": TRACK, "variables": {"events": batch}}).encode()


def single_bodies(count: int, seed: int) -> Iterator[bytes]:
    """Request bodies of trackEvent."""
    for event in make_events(count, seed):
        yield json.dumps({"query": TRACK_ONE, "variables": {"event": event}}).encode()
