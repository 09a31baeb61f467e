"""A content compared with the previous period, its creator's average and the platform's."""

from datetime import timedelta
from typing import Any

import pytest

from resolvers.context import publish_nothing
from server.rollup.scores import recompute_scores
from tests.integration.analytics.stack import NOW, Stack, at, event, moment, rounded

DOCUMENT = """
query ($to: Baseline!, $range: RangeInput, $timezone: String! = "UTC", $definition: String! = "start@1") {
  contentAnalytics(contentId: "c1", range: $range, timezone: $timezone, definition: $definition) {
    qualityScore { score }
    compare(to: $to) {
      to range { start end } valueRange { start end } basis
      views { ...Line } uniqueViewers { ...Line } watchTime { ...Line } averageWatchTime { ...Line }
      completionRate { ...Line } engagementRate { ...Line } qualityScore { ...Line } engagementScore { ...Line }
    }
  }
}
fragment Line on ComparedValue { value baseline change changePercent }
"""


def line(value: float, baseline: float | None, change: float | None, percent: float | None) -> dict[str, Any]:
    found = {"value": value, "baseline": baseline, "change": change, "changePercent": percent}
    return {name: None if number is None else rounded(number) for name, number in found.items()}


async def compared(stack: Stack, to: str, **variables: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await stack.ask(DOCUMENT, to=to, **variables))["compare"]
    return found


async def test_the_period_before_is_as_long_and_ends_where_the_range_begins(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", who="u1", **at("2026-11-20T09:00"), playId="p1", viewData={"totalWatchTime": 6}),
        event("VIEW_COMPLETE", who="u1", **at("2026-11-20T09:01"), playId="p1"),
        event("VIEW_START", who="u2", **at("2026-11-20T09:59")),
        event("VIEW_START", who="u1", **at("2026-11-20T08:00"), playId="p3", viewData={"totalWatchTime": 4}),
        event("LIKE", who="u1", **at("2026-11-20T08:00")),
        *(event("VIEW_START", who="u1", **at("2026-11-20T08:59"), playId=f"p4{n}") for n in range(3)),
        event("VIEW_START", who="u9", **at("2026-11-20T07:59")),
        event("VIEW_START", who="u9", **at("2026-11-20T10:00")),
    )
    asked = {"between": {"start": "2026-11-20T09:00:00Z", "end": "2026-11-20T10:00:00Z"}}
    assert await compared(stack, "PREVIOUS_PERIOD", range=asked) == {
        "to": "PREVIOUS_PERIOD",
        "range": {"start": "2026-11-20T08:00:00+00:00", "end": "2026-11-20T09:00:00+00:00"},
        "valueRange": {"start": "2026-11-20T09:00:00+00:00", "end": "2026-11-20T10:00:00+00:00"},
        "basis": "EQUAL_LENGTH",
        "views": line(2, 4, -2, -50),
        "uniqueViewers": line(2, 1, 1, 100),
        "watchTime": line(6, 4, 2, 50),
        "averageWatchTime": line(3, 1, 2, 200),
        "completionRate": line(50, 0, 50, None),
        "engagementRate": line(0, 25, -25, -100),
        "qualityScore": line(17.5, 45, -27.5, -27.5 / 45 * 100),
        "engagementScore": line(20, 0, 20, None),
    }


async def test_a_day_is_compared_with_yesterday_up_to_the_same_time(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", **at("2026-11-20T02:00")),
        event("VIEW_START", **at("2026-11-20T12:05")),
        event("VIEW_START", **at("2026-11-19T11:59")),
        event("VIEW_START", **at("2026-11-19T12:00")),
    )
    for asked in ({"calendar": {"unit": "DAY"}}, {"days": 1}):
        found = await compared(stack, "PREVIOUS_PERIOD", range=asked)
        assert found["basis"] == "SAME_LOCAL_TIME"
        assert found["range"] == {"start": "2026-11-19T00:00:00+00:00", "end": "2026-11-19T12:00:00+00:00"}
        assert found["valueRange"] == {"start": "2026-11-20T00:00:00+00:00", "end": "2026-11-20T12:00:00+00:00"}
        assert found["views"] == line(1, 1, 0, 0), "neither what came since noon, nor what came after noon yesterday"


async def test_a_past_month_is_compared_with_the_whole_month_before(stack: Stack) -> None:
    times = ("09-30T21:59", "09-30T22:00", "10-31T22:59", "10-31T23:00", "08-31T22:00", "08-31T21:59")
    await stack.count(*(event("VIEW_START", **at(f"2026-{time}")) for time in times))
    last_month = {"calendar": {"unit": "MONTH", "back": 1}}
    found = await compared(stack, "PREVIOUS_PERIOD", range=last_month, timezone="Europe/Berlin")
    assert found["basis"] == "WHOLE_PERIOD"
    assert found["range"] == {"start": "2026-08-31T22:00:00+00:00", "end": "2026-09-30T22:00:00+00:00"}
    assert found["valueRange"] == {"start": "2026-09-30T22:00:00+00:00", "end": "2026-10-31T23:00:00+00:00"}
    assert found["views"] == line(2, 2, 0, 0)


@pytest.mark.parametrize("within", [{"last": "1h"}, {"last": "2h"}, {"last": "24h"}])
@pytest.mark.parametrize(
    "root", ['contentAnalytics(contentId: "c1",', 'creatorAnalytics(creatorId: "k1",', "platformAnalytics("]
)
async def test_steady_traffic_has_not_changed(stack: Stack, within: dict[str, Any], root: str) -> None:
    steady = [NOW - timedelta(minutes=minutes) for minutes in range(0, 49 * 60, 5)]
    await stack.count(*(event("VIEW_START", creatorId="k1", occurredAt=moment(time)) for time in steady))
    answer = await stack.ask(
        f"query ($range: RangeInput) {{ {root} range: $range) {{ compare(to: PREVIOUS_PERIOD)"
        " { views { value baseline changePercent } } } }",
        range=within,
    )
    views = int(within["last"][:-1]) * 12
    assert answer["compare"]["views"] == {"value": views, "baseline": views, "changePercent": 0.0}


async def test_all_time_has_nothing_before_it(stack: Stack) -> None:
    await stack.count(event("VIEW_START"))
    found = await compared(stack, "PREVIOUS_PERIOD", range=None)
    assert (found["range"], found["basis"]) == (None, None)
    assert found["views"] == line(1, None, None, None)


@pytest.mark.parametrize("within", [None, {"last": "24h"}])
async def test_averages_are_of_the_viewed_contents_of_the_creator_or_of_all(
    stack: Stack, within: dict[str, Any] | None
) -> None:
    await stack.count(
        *(event("VIEW_START", "c1", who=f"u{n}", creatorId="k1") for n in range(6)),
        event("SAVE", "c1", creatorId="k1"),
        *(event("VIEW_START", "c2", who=f"u{n}", creatorId="k1") for n in range(2)),
        event("SHARE", "c2", creatorId="k1"),
        event("IMPRESSION", "c3", creatorId="k1"),
        event("VIEW_START", "c4", creatorId="k2"),
    )
    async with stack.services.pool.acquire() as connection:
        await recompute_scores(connection, stack.services.settings, 1, publish_nothing)
    creator = await compared(stack, "CREATOR_AVERAGE", range=within)
    platform = await compared(stack, "PLATFORM_AVERAGE", range=within)
    assert creator["views"] == line(6, 4, 2, 50)
    assert platform["views"] == line(6, 3, 3, 100)
    assert creator["engagementRate"] == line(0, 12.5, -12.5, -100)
    assert platform["engagementScore"] == line(5, 50 / 9, -5 / 9, -10)
    assert creator["uniqueViewers"] == line(6, None, None, None)
    quality = (0 + 0.30 * 100 + 0.20 * 100) / 2
    assert creator["qualityScore"]["baseline"] == (pytest.approx(quality) if within is None else None)
    assert creator["range"]["start"] == (None if within is None else "2026-11-19T12:00:00+00:00")
    assert creator["basis"] is None


@pytest.mark.parametrize("definition", ["start@1", "engaged@1"])
async def test_averages_are_of_the_contents_viewed_by_now_though_scores_are_older(
    stack: Stack, definition: str
) -> None:
    watched: dict[str, Any] = {"creatorId": "k1", "viewData": {"totalWatchTime": 20}}
    await stack.count(event("VIEW_START", "c1", sessionId="s1", playId="p1", **watched))
    async with stack.services.pool.acquire() as connection:
        await recompute_scores(connection, stack.services.settings, 1, publish_nothing)
    for content in ("c2", "c3", "c4"):
        await stack.count(event("VIEW_START", content, sessionId="s1", playId=content, **watched))
    await stack.count(event("LIKE", "c5", creatorId="k1"))
    for average in ("CREATOR_AVERAGE", "PLATFORM_AVERAGE"):
        found = await compared(stack, average, definition=definition)
        assert found["views"] == line(1, 1, 0, 0)
        assert found["watchTime"] == line(20, 20, 0, 0)


async def test_a_content_without_a_known_creator_has_no_creators_average(stack: Stack) -> None:
    await stack.count(event("VIEW_START"))
    found = await compared(stack, "CREATOR_AVERAGE")
    assert found["views"] == line(1, None, None, None)


async def test_both_sides_follow_the_definition(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", **at("2026-11-20T09:00"), playId="p1", viewData={"totalWatchTime": 5}),
        event("VIEW_START", **at("2026-11-20T09:00"), playId="p2"),
        event("VIEW_START", **at("2026-11-20T08:00"), playId="p3"),
    )
    asked = {"between": {"start": "2026-11-20T09:00:00Z", "end": "2026-11-20T10:00:00Z"}}
    assert (await compared(stack, "PREVIOUS_PERIOD", range=asked))["views"] == line(2, 1, 1, 100)
    found = await compared(stack, "PREVIOUS_PERIOD", range=asked, definition="engaged@1")
    assert found["views"] == line(1, 0, 1, None)
