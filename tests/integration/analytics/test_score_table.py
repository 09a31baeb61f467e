"""Quality, engagement and performance scores of real events against tables that were computed by hand."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.analytics.stack import Stack, event

SCORES = """
query { contentAnalytics(contentId: "c1") {
    views { total }
    engagementScore
    qualityScore { score completionPart engagementPart viralityPart watchabilityPart }
    performanceScore { score viewThroughPart averageWatchPart savePart sharePart skipPart }
} }
"""
Done = dict[str, int]
NO_QUALITY = (0, 0, 0, 0, 0)
NO_PERFORMANCE = (0, 0, 0, 0, 0, 0)

# What happens, by how many viewers; views, engagement score; quality and performance, each the score and its parts.
TABLE: dict[str, tuple[Done, int, float, tuple[float, ...], tuple[float, ...]]] = {
    "only shown": ({"IMPRESSION": 9}, 0, 0, NO_QUALITY, NO_PERFORMANCE),
    "zero views, many reactions": (
        {"IMPRESSION": 9, "LIKE": 5, "SAVE": 5, "SHARE": 5, "CLICK": 5},
        0,
        0,
        NO_QUALITY,
        NO_PERFORMANCE,
    ),
    "all skips, no view": ({"IMPRESSION": 8, "SKIP": 8}, 0, 0, NO_QUALITY, NO_PERFORMANCE),
    "all skips after a view": (
        # -20 * 10 / 10 is below 0; 0.30 * 100 - 0.10 * 100
        {"IMPRESSION": 10, "VIEW_START": 10, "SKIP": 10},
        10,
        0,
        NO_QUALITY,
        (20, 100, 0, 0, 0, 100),
    ),
    "a little of everything": (
        # (2 * 40 + 1 * 30 + 1 * 20 + 2 * 10 - 3 * 20) / 20; retention 10, (1 + 2 + 1) / 20 = 20 %, 1 / 20 = 5 %;
        # 6 s per view of 30
        {
            "IMPRESSION": 40,
            "VIEW_START": 20,
            "VIEW_COMPLETE": 2,
            "watch 60 s": 2,
            "LIKE": 1,
            "COMMENT": 2,
            "SAVE": 1,
            "SHARE": 1,
            "CLICK": 2,
            "SKIP": 3,
        },
        20,
        4.5,
        (10 * 0.35 + 100 * 0.30 + 100 * 0.20, 10, 100, 100, 0),
        (0.30 * 50 + 0.25 * 20 + 0.20 * 50 + 0.15 * 100 - 0.10 * 15, 50, 20, 50, 100, 15),
    ),
    "half of a cap": (
        # 1 like in 10 views is 10 %, half of 20; 3 rewatches of 20 viewers are 15 %, half of 30
        {"VIEW_START": 20, "again": 3, "LIKE": 2, "VIEW_COMPLETE": 4},
        23,
        4 * 40 / 23,
        (
            400 / 23 * 0.35 + 200 / 23 / 20 * 100 * 0.30 + 50 * 0.15,
            400 / 23,
            200 / 23 / 20 * 100,
            0,
            50,
        ),
        (0, 0, 0, 0, 0, 0),
    ),
    "every cap is reached": (
        # (10 * 40 + 10 * 30 + 10 * 20 + 10 * 10) / 20 = 50 at most here; 200 s per view
        {
            "IMPRESSION": 5,
            "VIEW_START": 10,
            "again": 10,
            "VIEW_COMPLETE": 10,
            "complete again": 10,
            "watch 60 s": 10,
            "watch 900 s again": 10,
            "LIKE": 10,
            "COMMENT": 10,
            "SAVE": 10,
            "SHARE": 10,
            "CLICK": 10,
        },
        20,
        (20 * 40 + 10 * 30 + 10 * 20 + 10 * 10) / 20,
        (100, 100, 100, 100, 100),
        (0.30 * 100 + 0.25 * 100 + 0.20 * 100 + 0.15 * 100, 100, 100, 100, 100, 0),
    ),
    "more than a hundred points": (
        # (1 * 40 + 5 * 30 + 5 * 20 + 5 * 10) / 1 = 340, at most 100
        {"VIEW_START": 1, "VIEW_COMPLETE": 1, "SAVE": 5, "SHARE": 5, "CLICK": 5},
        1,
        100,
        (0.35 * 100 + 0.30 * 100 + 0.20 * 100, 100, 100, 100, 0),
        (0.20 * 100 + 0.15 * 100, 0, 0, 100, 100, 0),
    ),
}


def happening(done: Done) -> Iterator[dict[str, Any]]:
    """The events of a row; each viewer does a thing once, in a play of its own, and again in another."""
    for what, viewers in done.items():
        for number in range(viewers):
            who, play = f"u{number}", {"playId": f"p{number}"}
            match what.split(" "):
                case ["again"]:
                    yield event("VIEW_START", who=who, playId=f"again{number}")
                case ["complete", "again"]:
                    yield event("VIEW_COMPLETE", who=who, playId=f"again{number}")
                case ["watch", seconds, "s", *again]:
                    name = f"again{number}" if again else f"p{number}"
                    yield event("VIEW_PROGRESS", who=who, playId=name, viewData={"totalWatchTime": int(seconds)})
                case _:
                    yield event(what, who=who, **({} if what in ("IMPRESSION", "LIKE") else play))


@pytest.mark.parametrize("name", TABLE)
async def test_scores_are_those_of_the_table(stack: Stack, name: str) -> None:
    done, views, engagement, quality, performance = TABLE[name]
    await stack.count(*happening(done))
    answer = await stack.ask(SCORES)
    assert answer["views"]["total"] == views
    assert answer["engagementScore"] == pytest.approx(engagement)
    assert tuple(answer["qualityScore"].values()) == pytest.approx(quality)
    assert tuple(answer["performanceScore"].values()) == pytest.approx(performance)
