"""Velocity, from events to the answer."""

from typing import Any

from tests.integration.analytics.stack import Stack, at, event, rounded

DOCUMENT = """
query ($definition: String! = "start@1", $include: TrafficInput) {
  contentAnalytics(contentId: "c1", range: { last: "1h" }, definition: $definition, include: $include) {
    velocity {
      viewsPerHour engagementsPerHour sharesPerHour previousViewsPerHour peakViewsPerHour peakAt trend
    }
  }
}
"""


async def velocity(stack: Stack, **variables: Any) -> dict[str, Any]:
    answer = await stack.ask(DOCUMENT, **variables)
    found: dict[str, Any] = answer["velocity"]
    return found


async def test_without_events_nothing_moves(stack: Stack) -> None:
    assert await velocity(stack) == {
        "viewsPerHour": 0.0,
        "engagementsPerHour": 0.0,
        "sharesPerHour": 0.0,
        "previousViewsPerHour": 0.0,
        "peakViewsPerHour": 0,
        "peakAt": None,
        "trend": "STABLE",
    }


async def test_the_window_is_the_24_hours_up_to_the_next_quarter_hour(stack: Stack) -> None:
    """Now is 12:07, so the window ends at 12:15."""
    await stack.count(
        event("VIEW_START", who="u0", **at("2026-11-18T12:14")),
        event("VIEW_START", who="u1", **at("2026-11-18T12:15")),
        event("VIEW_START", who="u2", **at("2026-11-19T12:14")),
        event("VIEW_START", who="u3", **at("2026-11-19T12:15")),
        event("VIEW_START", who="u4", **at("2026-11-20T10:14")),
        event("VIEW_START", who="u5", **at("2026-11-20T10:15")),
        event("VIEW_START", who="u6", **at("2026-11-20T11:14")),
        event("LIKE", **at("2026-11-20T11:14")),
        event("COMMENT", **at("2026-11-20T11:14")),
        event("SHARE", **at("2026-11-20T11:14")),
        event("SHARE", **at("2026-11-18T20:00")),
    )
    assert await velocity(stack) == {
        "viewsPerHour": rounded(4 / 24),
        "engagementsPerHour": 3 / 24,
        "sharesPerHour": rounded(1 / 24),
        "previousViewsPerHour": rounded(2 / 24),
        "peakViewsPerHour": 2,
        "peakAt": "2026-11-20T10:15:00+00:00",
        "trend": "RISING",
    }


async def test_velocity_is_of_the_views_and_the_traffic_asked_for(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", who="u1", playId="p1", viewData={"totalWatchTime": 5}, creatorId="k1"),
        event("VIEW_START", who="u2", playId="p2", creatorId="k1"),
        event("VIEW_START", who="k1", playId="p3", creatorId="k1"),
    )
    assert (await velocity(stack))["peakViewsPerHour"] == 2
    assert (await velocity(stack, definition="engaged@1"))["peakViewsPerHour"] == 1
    assert (await velocity(stack, include={"selfViews": True}))["peakViewsPerHour"] == 3
