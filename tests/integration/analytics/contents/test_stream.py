"""``streamAnalytics``: who attends a live stream, and when."""

from typing import Any

from tests.integration.analytics.stack import Stack, event

STREAM = """
query ($id: ID! = "s1", $minutes: Int! = 180, $include: TrafficInput) {
  streamAnalytics(contentId: $id, minutes: $minutes, include: $include) {
    id asOf revision isFinal definition contentId isLive startedAt endedAt duration concurrentViewers
    peakConcurrentViewers peakAt averageConcurrentViewers uniqueViewers joins watchTime averageWatchTime chatMessages gifts
    truncated points {
      start peakConcurrentViewers averageConcurrentViewers joins newViewers chatMessages gifts
    }
  }
}
"""


def sign(kind: str, time: str, who: str | None = "ann", **more: Any) -> dict[str, Any]:
    """An event of the stream; the time is of the day, such as 10:00:30."""
    return event(f"STREAM_{kind}", "s1", who, occurredAt=f"2026-11-19T{time}Z", **more)


async def test_x(stack: Stack) -> None:
    await stack.count(
        sign("START", "10:00:00", "kim"),
        sign("JOIN", "10:01:00"),
        sign("JOIN", "10:02:00", "bob"),
        sign("CHAT", "10:02:30", "bob"),
        sign("GIFT", "10:02:40", "bob", properties={"gift": "rose"}),
        sign("LEAVE", "10:03:00"),
        sign("END", "10:05:00", "kim"),
    )
    print(await stack.ask(STREAM))
    print(await stack.ask(STREAM, id="nothing"))
    assert 0
