"""Seeking is not watching: the positions of a jump add neither to completion nor to retention."""

from itertools import permutations
from typing import Any

import pytest

from tests.integration.analytics.contents.test_retention import draw, values, watched
from tests.integration.analytics.stack import Stack, event

COMPLETION = """
{ contentAnalytics(contentId: "c1") {
    views { total } plays completion { full over75 over50 over25 under25 }
    retention(points: 4) { views playsWithoutPositions points { value } }
} }
"""


def steps(*reports: tuple[str, dict[str, Any]], who: str = "u1") -> list[dict[str, Any]]:
    """One play of a content of 100 s, second by second."""
    data = [("VIEW_START", {}), *reports]
    return [
        event(
            kind,
            who=who,
            playId=f"p-{who}",
            occurredAt=f"2026-11-20T11:00:{second:02}Z",
            viewData={"duration": 100, **facts},
        )
        for second, (kind, facts) in enumerate(data)
    ]


def at(position: float, **more: Any) -> dict[str, Any]:
    return {"position": position, **more}


JUMPED_TO_THE_END = [
    [("SEEK", at(100))],
    [("SEEK", at(100)), ("PAUSE", at(100))],
    [("SEEK", at(99.7)), ("PAUSE", at(100))],
    [("PAUSE", at(0)), ("SEEK", at(100)), ("RESUME", at(100))],
    [("SEEK", at(100)), ("SWIPE_AWAY", at(100))],
    [("SEEK", at(100, completionPercent=100)), ("PAUSE", at(100, completionPercent=100))],
    [("SEEK", at(50)), ("SEEK", at(100)), ("PAUSE", at(100))],
    [("SEEK", at(100, sections=[{"start": 100, "end": 100}]))],
]


@pytest.mark.parametrize("reports", JUMPED_TO_THE_END)
async def test_a_jump_to_the_end_plays_nothing(stack: Stack, reports: list[tuple[str, dict[str, Any]]]) -> None:
    await stack.count(*steps(*reports))
    answer = await stack.ask(COMPLETION)
    assert answer["completion"] == {"full": 0, "over75": 0, "over50": 0, "over25": 0, "under25": 1}
    assert [point["value"] for point in answer["retention"]["points"]] == [0.0] * 4


PLAYED = [
    ([("PAUSE", at(30)), ("SEEK", at(90)), ("PAUSE", at(90))], "over25", [100.0, 20.0, 0.0, 0.0]),
    ([("VIEW_PROGRESS", at(30)), ("SEEK", at(90)), ("PAUSE", at(90))], "over25", [100.0, 20.0, 0.0, 0.0]),
    ([("SEEK", at(40)), ("VIEW_PROGRESS", at(60)), ("PAUSE", at(62))], "over50", [100.0, 100.0, 48.0, 0.0]),
    ([("SEEK", at(40)), ("PAUSE", at(60)), ("RESUME", at(60))], "over50", [100.0, 100.0, 40.0, 0.0]),
    ([("VIEW_PROGRESS", at(60)), ("SEEK", at(10)), ("PAUSE", at(10))], "over50", [100.0, 100.0, 40.0, 0.0]),
    ([("PAUSE", at(80))], "over75", [100.0, 100.0, 100.0, 20.0]),
    ([("PAUSE", at(10, completionPercent=80))], "over75", [40.0, 0.0, 0.0, 0.0]),
    ([("SEEK", at(90)), ("VIEW_PROGRESS", watched((90, 95)))], "under25", [0.0, 0.0, 0.0, 20.0]),
]


@pytest.mark.parametrize(("reports", "bucket", "curve"), PLAYED)
async def test_what_was_played_before_and_after_a_jump_counts(
    stack: Stack, reports: list[tuple[str, dict[str, Any]]], bucket: str, curve: list[float]
) -> None:
    await stack.count(*steps(*reports))
    answer = await stack.ask(COMPLETION)
    assert {name for name, plays in answer["completion"].items() if plays} == {bucket}
    assert [point["value"] for point in answer["retention"]["points"]] == pytest.approx(curve)


async def test_it_does_not_matter_in_which_order_jumps_and_pauses_arrive(stack: Stack) -> None:
    sent = steps(("VIEW_PROGRESS", at(20)), ("PAUSE", at(30)), ("SEEK", at(90)), ("PAUSE", at(90)))
    for number, order in enumerate(permutations(sent)):
        if number % 8:
            continue
        content = f"c{number}"
        for one in order:
            await stack.count({**one, "contentId": content, "playId": content})
        assert await values(stack, content) == pytest.approx([100.0, 20.0, 0.0, 0.0]), order


async def test_a_complete_play_is_complete_wherever_it_jumped(stack: Stack) -> None:
    await stack.count(*steps(("SEEK", at(100)), ("VIEW_COMPLETE", at(100))))
    answer = await stack.ask(COMPLETION)
    assert answer["completion"]["full"] == 1, "the app says so"
    assert answer["retention"]["playsWithoutPositions"] == 1, "but nothing tells what was watched"


async def test_sections_without_length_say_that_nothing_was_watched(stack: Stack) -> None:
    nothing = [{"start": 100, "end": 100}]
    await stack.count(*steps(("VIEW_PROGRESS", at(100, sections=nothing))))
    answer = await stack.ask(COMPLETION)
    assert answer["completion"]["under25"] == 1
    assert answer["retention"] == {"views": 1, "playsWithoutPositions": 0, "points": [{"value": 0.0}] * 4}


async def test_plays_that_tell_nothing_are_left_out_and_counted(stack: Stack) -> None:
    await stack.count(
        *steps(("VIEW_PROGRESS", at(50)), who="told"),
        *steps(("VIEW_PROGRESS", {"watchTime": 40}), who="untold"),
        *steps(("VIEW_PROGRESS", {"totalWatchTime": 70}), who="untold too"),
    )
    answer = await stack.ask(COMPLETION)
    assert (answer["views"]["total"], answer["plays"]) == (3, 3)
    retention = answer["retention"]
    assert (retention["views"], retention["playsWithoutPositions"]) == (1, 2)
    assert [point["value"] for point in retention["points"]] == [100.0, 100.0, 0.0, 0.0]
    coverage = await draw(stack, curve="COVERAGE")
    assert (coverage["viewers"], [point["value"] for point in coverage["points"]]) == (1, [100.0, 100.0, 0.0, 0.0])


async def test_a_position_of_zero_means_that_nothing_was_watched(stack: Stack) -> None:
    started = event("VIEW_START", who="u2", playId="p2", viewData={"duration": 100, "position": 0})
    await stack.count(*steps(("VIEW_PROGRESS", at(50))), started)
    assert await values(stack) == [50.0, 50.0, 0.0, 0.0]


async def test_a_complete_play_without_positions_was_watched_to_its_end(stack: Stack) -> None:
    await stack.count(*steps(("VIEW_COMPLETE", {})), *steps(("VIEW_PROGRESS", {"watchTime": 4}), who="untold"))
    answer = await stack.ask(COMPLETION)
    assert answer["retention"] == {"views": 1, "playsWithoutPositions": 1, "points": [{"value": 100.0}] * 4}


async def test_views_of_a_definition_are_those_of_plays_with_positions(stack: Stack) -> None:
    await stack.count(
        *steps(("VIEW_PROGRESS", at(2, totalWatchTime=2)), who="u1"),
        *steps(("VIEW_PROGRESS", at(50, totalWatchTime=50)), who="u2"),
        *steps(("VIEW_PROGRESS", {"totalWatchTime": 50}), who="u3"),
    )
    for definition, views in (("start@1", 2), ("engaged@1", 1), ("linkedin@2", 2), ("peertube@2", 1)):
        found = await draw(stack, definition=definition)
        assert (found["views"], found["playsWithoutPositions"]) == (views, 1), definition


async def test_coverage_counts_viewers_who_start_and_stop_not_plays(stack: Stack) -> None:
    again = [{**one, "playId": "again"} for one in steps(("VIEW_PROGRESS", watched((0, 20), (40, 60))))]
    await stack.count(*steps(("VIEW_PROGRESS", watched((0, 10), (15, 25)))), *again)
    plays = await draw(stack, points=2)
    coverage = await draw(stack, points=2, curve="COVERAGE")

    def edges(curve: dict[str, Any]) -> list[tuple[int, int]]:
        return [(point["startedWatching"], point["stoppedWatching"]) for point in curve["points"]]

    assert edges(plays) == [(4, 3), (0, 1)]
    assert edges(coverage) == [(1, 1), (0, 1)], "one viewer, however often and in however many plays"
