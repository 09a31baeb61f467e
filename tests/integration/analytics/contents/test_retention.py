"""Retention curves, from what players report to what a dashboard draws."""

from collections.abc import Sequence
from typing import Any

import pytest

from server.rollup.curves import recompute_curves
from tests.integration.analytics.stack import ADMIN, Stack, at, event

CURVE = """
query ($contentId: ID!, $range: RangeInput, $definition: String! = "start@1", $include: TrafficInput,
    $curve: RetentionCurve! = PLAYS, $points: Int! = 4, $slice: RetentionSlice) {
  contentAnalytics(contentId: $contentId, range: $range, definition: $definition, include: $include) {
    retention(curve: $curve, points: $points, slice: $slice) {
      curve duration views playsWithoutPositions viewers estimated
      points { start end value startedWatching stoppedWatching }
    }
  }
}
"""
CATALOGUE = """
mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { results { status } } }
"""
DAY = {"between": {"start": "2026-11-17T00:00:00Z", "end": "2026-11-18T00:00:00Z"}}


def watched(*sections: tuple[float, float], **more: Any) -> dict[str, Any]:
    """viewData of a report of what was watched since the last one."""
    length = sum(end - start for start, end in sections)
    return {"watchTime": length, "sections": [{"start": start, "end": end} for start, end in sections], **more}


def so_far(*sections: tuple[float, float], **more: Any) -> dict[str, Any]:
    """viewData of a report of all that was watched."""
    found = watched(*sections, **more)
    return {"totalWatchTime": found.pop("watchTime"), **found}


def play(number: int, *reports: dict[str, Any], content: str = "c1", **more: Any) -> list[dict[str, Any]]:
    """A view of a user of a content of a minute, and its reports."""
    common = {"content": content, "who": f"u{number}", "playId": f"p{number}", **more}
    return [
        event("VIEW_START", viewData={"duration": 60}, **common),
        *(event("VIEW_PROGRESS", viewData=data, **common) for data in reports),
    ]


async def draw(stack: Stack, content: str = "c1", **variables: Any) -> dict[str, Any]:
    answer = await stack.ask(CURVE, contentId=content, **variables)
    found: dict[str, Any] = answer["retention"]
    return found


async def values(stack: Stack, content: str = "c1", **variables: Any) -> list[float | None]:
    return [point["value"] for point in (await draw(stack, content, **variables))["points"]]


async def started_and_stopped(stack: Stack, **variables: Any) -> list[tuple[int, int]]:
    points = (await draw(stack, **variables))["points"]
    return [(point["startedWatching"], point["stoppedWatching"]) for point in points]


async def test_jumping_back_lifts_plays_above_100_percent_but_not_coverage(stack: Stack) -> None:
    for number in range(80):
        await stack.track(play(number, watched((0, 30)), watched((30, 60))))
    for number in range(80, 100):  # back from 45 to 30, and on to the end
        await stack.track(play(number, watched((0, 45)), watched((30, 60))))
    await stack.aggregator.drain()
    plays = await draw(stack)
    assert [point["value"] for point in plays["points"]] == [100.0, 100.0, 120.0, 100.0]
    assert [(point["start"], point["end"]) for point in plays["points"]] == [(0, 15), (15, 30), (30, 45), (45, 60)]
    assert (plays["duration"], plays["views"], plays["viewers"], plays["estimated"]) == (60.0, 100, None, False)
    coverage = await draw(stack, curve="COVERAGE")
    assert [point["value"] for point in coverage["points"]] == [100.0, 100.0, 100.0, 100.0]
    assert coverage["viewers"] == 100
    assert await started_and_stopped(stack) == [(100, 0), (0, 0), (20, 20), (0, 100)]


async def test_what_was_watched_since_the_last_report_adds_up(stack: Stack) -> None:
    await stack.count(*play(1, watched((0, 30)), watched((0, 30)), watched((0, 15), (0, 15))))
    assert await values(stack) == [400.0, 200.0, 0.0, 0.0]
    assert await values(stack, curve="COVERAGE") == [100.0, 100.0, 0.0, 0.0]
    assert await started_and_stopped(stack) == [(4, 2), (0, 2), (0, 0), (0, 0)]


async def test_each_part_takes_the_greatest_cumulative_report(stack: Stack) -> None:
    await stack.count(*play(1, so_far((0, 15)), so_far((0, 45)), so_far((0, 30), (0, 30))))
    assert await values(stack) == [200.0, 200.0, 100.0, 0.0]


async def test_each_part_takes_the_greater_of_both_kinds_of_report(stack: Stack) -> None:
    await stack.count(*play(1, watched((0, 15)), watched((0, 15)), so_far((0, 30))))
    assert await values(stack) == [200.0, 100.0, 0.0, 0.0]


async def test_a_play_without_sections_was_watched_up_to_its_furthest_position(stack: Stack) -> None:
    await stack.count(*play(1, {"position": 37.5}, {"position": 20}), *play(2, {"position": 50, **watched((0, 15))}))
    assert await values(stack) == [100.0, 50.0, 25.0, 0.0]


async def test_a_part_half_watched_counts_half(stack: Stack) -> None:
    await stack.count(*play(1, watched((7.5, 22.5))))
    assert await values(stack) == [50.0, 50.0, 0.0, 0.0]
    assert await started_and_stopped(stack) == [(1, 0), (0, 1), (0, 0), (0, 0)]


async def test_sections_beyond_the_duration_are_ignored(stack: Stack) -> None:
    await stack.ask(CATALOGUE, contents=[{"id": "c1", "duration": 40}])
    await stack.count(*play(1, watched((30, 60))), *play(2, watched((50, 60))))
    curve = await draw(stack)
    assert curve["duration"] == 40.0
    assert [point["value"] for point in curve["points"]] == [0.0, 0.0, 0.0, 50.0]
    assert await started_and_stopped(stack) == [(0, 0), (0, 0), (0, 0), (1, 1)]


async def test_without_a_known_duration_there_are_no_points(stack: Stack) -> None:
    await stack.count(event("VIEW_START"), event("VIEW_PROGRESS", viewData=watched((0, 10))))
    assert await draw(stack) == {
        "curve": "PLAYS", "duration": None, "views": 1, "playsWithoutPositions": 0, "viewers": None, "estimated": False,
        "points": [],
    }  # fmt: skip


async def test_without_plays_every_value_is_zero(stack: Stack) -> None:
    await stack.ask(CATALOGUE, contents=[{"id": "c1", "duration": 60}])
    for curve in ("PLAYS", "COVERAGE"):
        assert await values(stack, curve=curve) == [0.0] * 4
    assert await values(stack, curve="RELATIVE") == [None] * 4


async def test_a_viewer_covers_a_part_by_any_of_its_plays(stack: Stack) -> None:
    again = [{**report, "playId": "again"} for report in play(1, watched((30, 60)))]
    await stack.count(*play(1, watched((0, 30))), *again, *play(2, watched((0, 15))))
    assert await values(stack, curve="COVERAGE") == [100.0, 50.0, 50.0, 50.0]
    assert await values(stack) == pytest.approx([200 / 3, 100 / 3, 100 / 3, 100 / 3])


async def test_values_are_per_view_and_viewer_of_the_definition(stack: Stack) -> None:
    await stack.count(*play(1, watched((0, 30))), *play(2, watched((0, 5))), *play(3, watched((0, 2))))
    for definition, views in (("start@1", 3), ("engaged@1", 2), ("peertube@1", 1), ("linkedin@1", 2)):
        plays = await draw(stack, definition=definition)
        coverage = await draw(stack, definition=definition, curve="COVERAGE")
        assert (plays["views"], coverage["viewers"]) == (views, views)
        assert plays["points"][0]["value"] == pytest.approx((15 + 5 + 2) / 15 / views * 100)
        assert coverage["points"][1]["value"] == pytest.approx(100 / views)


async def test_a_range_takes_the_plays_that_began_in_it(stack: Stack) -> None:
    await stack.count(
        *play(1, watched((0, 60)), **at("2026-11-17T10:00")),
        *play(2, watched((0, 30)), **at("2026-11-18T10:00")),
    )
    assert await values(stack, range=DAY) == [100.0, 100.0, 100.0, 100.0]
    assert await values(stack) == [100.0, 100.0, 50.0, 50.0]


async def test_a_slice_takes_the_plays_views_and_viewers_of_one_value(stack: Stack) -> None:
    phone: dict[str, Any] = {"device": {"type": "MOBILE", "platform": "IOS"}, "location": {"country": "DE"}}
    await stack.count(
        *play(1, watched((0, 60)), **phone),
        *play(2, watched((0, 30)), **phone, source={"type": "SEARCH"}),
        *play(3, watched((0, 15)), device={"type": "DESKTOP"}),
    )
    cuts: Sequence[tuple[str, str | None, list[float]]] = (
        ("DEVICE", "MOBILE", [100.0, 100.0, 50.0, 50.0]),
        ("DEVICE", "DESKTOP", [100.0, 0.0, 0.0, 0.0]),
        ("DEVICE", "TV", [0.0, 0.0, 0.0, 0.0]),
        ("PLATFORM", "IOS", [100.0, 100.0, 50.0, 50.0]),
        ("PLATFORM", None, [100.0, 0.0, 0.0, 0.0]),
        ("SOURCE", "SEARCH", [100.0, 100.0, 0.0, 0.0]),
        ("COUNTRY", "DE", [100.0, 100.0, 50.0, 50.0]),
        ("COUNTRY", None, [100.0, 0.0, 0.0, 0.0]),
    )
    for by, value, expected in cuts:
        assert await values(stack, slice={"by": by, "value": value}) == expected, (by, value)
        assert await values(stack, slice={"by": by, "value": value}, curve="COVERAGE") == expected, (by, value)


@pytest.mark.parametrize(
    ("by", "value"),
    [
        *(("DEVICE", value) for value in ("", "PHONE", "IOS", "mobile phone", "a\0b", "x" * 129)),
        *(("PLATFORM", value) for value in ("MOBILE", "IPADOS")),
        *(("SOURCE", value) for value in ("FORYOU", "FOR YOU")),
        *(("COUNTRY", value) for value in ("", "D", "DEU", "D1", "DE\n", "ÄÖ", "ß")),
    ],
)
async def test_a_slice_that_no_play_can_have_is_refused_with_its_path(stack: Stack, by: str, value: str) -> None:
    refusal = await stack.refusal(CURVE, contentId="c1", slice={"by": by, "value": value})
    assert refusal == {"code": "BAD_INPUT", "field": ["slice", "value"]}


async def test_a_slice_may_be_written_small(stack: Stack) -> None:
    await stack.count(*play(1, watched((0, 60)), location={"country": "DE"}, source={"type": "SEARCH"}))
    for by, value in (("COUNTRY", "de"), ("SOURCE", "search")):
        assert await values(stack, slice={"by": by, "value": value}) == [100.0, 100.0, 100.0, 100.0]


async def test_invalid_slice_values_are_refused_with_the_valid_ones(stack: Stack) -> None:
    for by, wanted in (
        ("PLATFORM", "A value of PLATFORM is IOS, ANDROID, WEB; or null."),
        ("COUNTRY", "A value of COUNTRY is two letters, such as DE; or null."),
    ):
        result, _ = await stack.execute(CURVE, ADMIN, {"contentId": "c1", "slice": {"by": by, "value": "Windows"}})
        assert [error.message for error in result.errors] == [wanted]


async def test_bots_count_when_they_are_asked_for(stack: Stack) -> None:
    await stack.count(*play(1, watched((0, 60))), *play(2, watched((0, 15)), device={"userAgent": "Googlebot/2.1"}))
    assert await values(stack) == [100.0, 100.0, 100.0, 100.0]
    assert await values(stack, include={"bots": True}) == [100.0, 50.0, 50.0, 50.0]


async def test_relative_ranks_each_part_among_contents_of_similar_length(stack: Stack) -> None:
    for number, (content, end) in enumerate({"c1": 30, "c2": 15, "c3": 30, "c4": 60}.items()):
        await stack.track(play(number, watched((0, end)), content=content))
    await stack.track([event("VIEW_PROGRESS", "short", viewData={"duration": 10, "position": 10})])
    await stack.aggregator.drain()
    assert await values(stack, curve="RELATIVE") == [None] * 4
    async with stack.services.pool.acquire() as connection:
        assert await recompute_curves(connection, 1) == 5
    assert await values(stack, curve="RELATIVE") == pytest.approx([50, 200 / 3, 100 / 3, 100 / 3])


@pytest.mark.parametrize("points", [0, -1, 3, 201, 400])
async def test_points_that_parts_cannot_be_shared_among_are_refused(stack: Stack, points: int) -> None:
    refusal = await stack.refusal(CURVE, contentId="c1", points=points)
    assert (refusal["code"], refusal["field"]) == ("BAD_INPUT", ["points"])


async def test_a_hundred_points_add_up_to_fewer(stack: Stack) -> None:
    await stack.count(*play(1, watched((3.3, 41.7))), *play(2, watched((10, 33.35), (20, 59))))
    fine = await values(stack, points=100)
    assert await values(stack, points=10) == pytest.approx(
        [sum(value or 0 for value in fine[start : start + 10]) / 10 for start in range(0, 100, 10)]
    )


@pytest.mark.parametrize("points", [1, 10, 200])
async def test_contents_with_the_same_curve_are_level_at_any_number_of_points(stack: Stack, points: int) -> None:
    for content in ("c1", "c2", "c3"):
        await stack.track([*play(1, watched((3.3, 41.7)), content=content), *play(2, content=content)])
    await stack.aggregator.drain()
    async with stack.services.pool.acquire() as connection:
        await recompute_curves(connection, 1)
    assert await values(stack, curve="RELATIVE", points=points) == [50.0] * points
