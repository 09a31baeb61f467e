"""Every list of contents, page by page, is what the raw events say."""

from typing import Any

import pytest

from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import LISTED, WAYS, Way
from tests.integration.every_number.documents import CREATOR_CONTENTS, TOP, TRENDING
from tests.integration.every_number.paging import walk
from tests.recompute.comparison import differences, none_of
from tests.recompute.listed import LEAST_VIEWS, SORTS, creator_contents, top_content, trending
from tests.recompute.truth import Truth

EVER = [way for way in WAYS if not way.span.start]
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
    answer = await stack.ask(TOP, by=by, **way.variables)
    none_of(differences(answer, top_content(truth, way.asked, by, 30) | way.said))


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("way", EVER, ids=str)
async def test_creator_contents_match_raw_events(stack: Stack, truth: Truth, way: Way, sort: str) -> None:
    found = []
    for creator_id in ("creator3", "creator16", "creator49"):
        wanted = creator_contents(truth, creator_id, way.asked, sort)
        said = {**LISTED, "definition": way.definition}
        asked = {"creatorId": creator_id, "sort": sort, **asked_of(way)}
        found += await walk(stack, CREATOR_CONTENTS, wanted, said, size=7, **asked)
    none_of(found)
