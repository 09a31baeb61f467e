"""myDashboard: a creator's period in one field; each part equals the field of the same name."""

from typing import Any

import pytest

from tests.integration.analytics.stack import ADMIN, Stack, at, creator, event

DASHBOARD = """
query ($range: RangeInput, $timezone: String! = "UTC", $creatorId: ID, $definition: String! = "start@1") {
  myDashboard(range: $range, timezone: $timezone, creatorId: $creatorId, definition: $definition) {
    revision isFinal definition creatorId range { start end } timezone
    overview { ...Overview }
    topContents(first: 2) { contentId views engagementScore }
    reactions { reaction count percentage }
    comparison { to range { start end } views { value baseline change changePercent } uniqueViewers { value baseline }
      watchTime { value baseline } completionRate { value baseline } engagementRate { value baseline }
      engagementScore { value baseline } qualityScore { value baseline } }
  }
}
fragment Overview on CreatorAnalytics {
  revision range { start end } views { total } uniqueViewers { count } contents topContents { contentId } sessions
  series(by: DAY) { points { start views uniqueViewers sessions } }
}
"""
CREATOR = """
query ($range: RangeInput, $timezone: String! = "UTC") {
  creatorAnalytics(creatorId: "k1", range: $range, timezone: $timezone) {
    revision range { start end } views { total } uniqueViewers { count } contents topContents { contentId } sessions
    series(by: DAY) { points { start views uniqueViewers sessions } }
    compare(to: PREVIOUS_PERIOD) { to range { start end } views { value baseline change changePercent }
      uniqueViewers { value baseline } watchTime { value baseline } completionRate { value baseline }
      engagementRate { value baseline } engagementScore { value baseline } qualityScore { value baseline } }
  }
}
"""


def done(kind: str, content: str, who: str, time: str, **more: Any) -> dict[str, Any]:
    return event(kind, content, who, creatorId="k1", sessionId=f"s-{who}-{time[:10]}", **at(time), **more)


async def two_weeks(stack: Stack) -> None:
    await stack.count(
        done("VIEW_START", "a", "u1", "2026-11-12T10:00"),
        done("VIEW_START", "a", "u1", "2026-11-18T23:45", viewData={"totalWatchTime": 10}),
        done("VIEW_START", "a", "u2", "2026-11-18T23:50"),
        done("LIKE", "a", "u2", "2026-11-18T23:50"),
        done("VIEW_START", "b", "u1", "2026-11-19T00:10"),
        done("VIEW_COMPLETE", "b", "u1", "2026-11-19T00:11"),
        done("SHARE", "b", "u1", "2026-11-19T00:12"),
        done("CLICK", "b", "u1", "2026-11-19T00:12"),
        done("CLICK", "b", "u1", "2026-11-19T00:13"),
        done("VIEW_START", "b", "u3", "2026-11-20T11:00"),
        event("VIEW_START", "x", "u1", creatorId="k2"),
    )


async def test_each_part_equals_its_own_field(stack: Stack) -> None:
    await two_weeks(stack)
    asked = {"last": "7d"}
    dashboard = await stack.ask(DASHBOARD, creator("k1"), range=asked)
    own = await stack.ask(CREATOR, range=asked)
    assert dashboard["comparison"] == own.pop("compare")
    assert dashboard["overview"] == own
    assert dashboard["creatorId"] == "k1"
    assert dashboard["revision"] == own["revision"] > 0
    assert dashboard["topContents"] == [
        {"contentId": "b", "views": 2, "engagementScore": 40.0},
        {"contentId": "a", "views": 2, "engagementScore": 0.0},
    ]
    assert dashboard["reactions"][:3] == [
        {"reaction": "CLICK", "count": 2, "percentage": 50.0},
        {"reaction": "LIKE", "count": 1, "percentage": 25.0},
        {"reaction": "SHARE", "count": 1, "percentage": 25.0},
    ]
    assert {line["count"] for line in dashboard["reactions"][3:]} == {0}
    assert len(dashboard["reactions"]) == 12


async def test_the_last_period_is_compared_with_the_one_before(stack: Stack) -> None:
    await two_weeks(stack)
    comparison = (await stack.ask(DASHBOARD, creator("k1"), range={"last": "7d"}))["comparison"]
    assert comparison["to"] == "PREVIOUS_PERIOD"
    assert comparison["range"] == {"start": "2026-11-06T12:00:00+00:00", "end": "2026-11-13T12:00:00+00:00"}
    assert comparison["views"] == {"value": 4.0, "baseline": 1.0, "change": 3.0, "changePercent": 300.0}
    assert comparison["uniqueViewers"] == {"value": 3.0, "baseline": 1.0}
    assert comparison["watchTime"] == {"value": 10.0, "baseline": 0.0}
    assert comparison["completionRate"] == {"value": 25.0, "baseline": 0.0}
    assert comparison["engagementRate"] == {"value": 50.0, "baseline": 0.0}
    assert comparison["engagementScore"] == {"value": pytest.approx((40 + 20 + 20) / 4), "baseline": 0.0}
    assert comparison["qualityScore"] == {"value": None, "baseline": None}


async def test_the_days_of_the_period_are_those_of_the_zone(stack: Stack) -> None:
    await two_weeks(stack)
    asked = {"between": {"start": "2026-11-17T00:00:00Z", "end": "2026-11-21T00:00:00Z"}}
    dashboard = await stack.ask(DASHBOARD, creator("k1"), range=asked, timezone="Asia/Kathmandu")
    points = dashboard["overview"]["series"]["points"]
    assert [(day["start"][:16], day["views"], day["uniqueViewers"], day["sessions"]) for day in points] == [
        ("2026-11-16T18:15", 0, 0, 0),
        ("2026-11-17T18:15", 0, 0, 0),
        ("2026-11-18T18:15", 3, 2, 3),
        ("2026-11-19T18:15", 1, 1, 1),
        ("2026-11-20T18:15", 0, 0, 0),
    ]


async def test_the_last_30_local_days_are_shown_unless_asked_otherwise(stack: Stack) -> None:
    answer = await stack.ask(DASHBOARD, creator("k1"), timezone="Asia/Kathmandu")
    assert answer["range"] == {"start": "2026-10-21T18:15:00+00:00", "end": "2026-11-20T12:07:00+00:00"}
    assert answer["comparison"]["range"] == {"start": "2026-09-21T18:15:00+00:00", "end": "2026-10-21T12:00:00+00:00"}
    assert len(answer["overview"]["series"]["points"]) == 30
    assert (answer["revision"], answer["topContents"], answer["overview"]["contents"]) == (0, [], 0)
    assert answer["comparison"]["views"] == {"value": 0.0, "baseline": 0.0, "change": 0.0, "changePercent": None}


async def test_a_dashboard_is_its_creators_or_an_admins(stack: Stack) -> None:
    assert (await stack.ask(DASHBOARD, ADMIN, creatorId="k1"))["creatorId"] == "k1"
    assert (await stack.refusal(DASHBOARD, creator("k2"), creatorId="k1"))["code"] == "FORBIDDEN"


async def test_another_definition_counts_other_views(stack: Stack) -> None:
    await two_weeks(stack)
    answer = await stack.ask(DASHBOARD, creator("k1"), range={"last": "7d"}, definition="engaged@1")
    assert answer["definition"] == "engaged@1"
    assert answer["overview"]["views"]["total"] == 2, "ten seconds of a, and all of b"
    assert [day["views"] for day in answer["overview"]["series"]["points"] if day["views"]] == [1, 1]
    assert answer["comparison"]["views"]["baseline"] == 0.0
