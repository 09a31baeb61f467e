"""Every list of contents, page by page, is what the raw events say."""

from typing import Any

import pytest

from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import LISTED, WAYS, Way
from tests.integration.every_number.documents import CREATOR_CONTENTS, TOP, TRENDING
from tests.integration.every_number.paging import walk
from tests.recompute.comparison import differences, none_of
from tests.recompute.listed import LEAST_VIEWS, SORTS, creator_contents, top_contents, trending
from tests.recompute.truth import Truth

EVER = [way for way in WAYS if not way.span.start]
CREATORS = ("creator3", "creator16", "creator49")
PUSHED = {"bots": "c26", "selfViews": "c27"}
"""What trends by views that do not count unless they are asked for; and what trends by all views together."""
TOGETHER = "c28"


def asked_of(way: Way) -> dict[str, Any]:
    """What is asked of a list without range."""
    return {name: way.variables[name] for name in ("definition", "include")}


@pytest.mark.parametrize("hours", [1, 2, 3, 6, 24, 168])
@pytest.mark.parametrize("way", EVER, ids=str)
async def test_trending_matches_raw_events(stack: Stack, truth: Truth, way: Way, hours: int) -> None:
    answer = await stack.ask(TRENDING, window=f"{hours}h", **asked_of(way))
    none_of(differences(answer, trending(truth, way.asked, hours, 20)))


async def test_trending_depends_on_the_classes_of_traffic(stack: Stack) -> None:
    ranked = {}
    for bots in (False, True):
        for own in (False, True):
            include = {"bots": bots, "selfViews": own}
            answer = await stack.ask(TRENDING, window="3h", definition="start@1", include=include)
            ranked[bots, own] = {row["contentId"] for row in answer["contents"]}
    assert ranked[False, False]
    assert ranked[True, False] - ranked[False, False] == {PUSHED["bots"], TOGETHER}
    assert ranked[False, True] - ranked[False, False] == {PUSHED["selfViews"]}
    assert ranked[True, True] == ranked[True, False] | ranked[False, True]


@pytest.mark.parametrize("by", LEAST_VIEWS)
@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_top_contents_match_raw_events(stack: Stack, truth: Truth, way: Way, by: str) -> None:
    least = LEAST_VIEWS[by]
    wanted = top_contents(truth, way.asked, by, least)
    assert wanted
    said = {**LISTED, **way.said, "by": by, "minimumViews": least}
    none_of(await walk(stack, TOP, wanted, said, by=by, **way.variables))


@pytest.mark.parametrize("by", ["VIEWS", "LIKES", "QUALITY", "COMPLETION"])
@pytest.mark.parametrize("way", [WAYS[0], WAYS[4], WAYS[8]], ids=str)
@pytest.mark.parametrize("least", [1, 40])
async def test_contents_with_fewer_views_than_asked_for_are_not_ranked(
    stack: Stack, truth: Truth, way: Way, by: str, least: int
) -> None:
    wanted = top_contents(truth, way.asked, by, least)
    said = {**LISTED, **way.said, "by": by, "minimumViews": least}
    none_of(await walk(stack, TOP, wanted, said, by=by, minimumViews=least, **way.variables))


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_creator_contents_match_raw_events(stack: Stack, truth: Truth, way: Way, sort: str) -> None:
    found = []
    for creator_id in CREATORS:
        wanted = creator_contents(truth, creator_id, way.asked, sort)
        said = {**LISTED, **way.said, "totalCount": len(wanted)}
        found += await walk(stack, CREATOR_CONTENTS, wanted, said, creatorId=creator_id, sort=sort, **way.variables)
    none_of(found)


@pytest.mark.parametrize(
    "which",
    [{"search": "TITLE OF C1"}, {"search": "c0"}, {"search": "7"}, {"types": ["VIDEO", "STORY"]}, {"types": []}],
    ids=str,
)
@pytest.mark.parametrize("way", [WAYS[0], WAYS[8]], ids=str)
async def test_a_part_of_a_creators_contents_matches_raw_events(
    stack: Stack, truth: Truth, way: Way, which: dict[str, Any]
) -> None:
    found = []
    for creator_id in CREATORS:
        wanted = creator_contents(truth, creator_id, way.asked, "VIEWS", **which)
        said = {**LISTED, **way.said, "totalCount": len(wanted)}
        ways = {"creatorId": creator_id, "sort": "VIEWS", **which, **way.variables}
        found += await walk(stack, CREATOR_CONTENTS, wanted, said, **ways)
    none_of(found)
