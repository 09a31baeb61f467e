"""Every list of contents, page by page, is what the raw events say."""

from typing import Any

import pytest

from tests.drawing import thinned
from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import LISTED, WAYS, Way, spread
from tests.integration.every_number.documents import (
    CONTENTS,
    CONTENTS_ANALYTICS,
    CREATOR_CONTENTS,
    CREATORS,
    TOP,
    TRENDING,
)
from tests.integration.every_number.paging import walk
from tests.recompute import catalogue
from tests.recompute.comparison import ANYTHING, differences, none_of
from tests.recompute.listed import BY, LEAST_VIEWS, SORTS, creator_contents, creators, top_contents, trending
from tests.recompute.truth import Truth

EVER = [way for way in WAYS if not way.span.start]
OWNERS = ("creator3", "creator16", "creator49")
PUSHED = {"bots": "c26", "selfViews": "c27"}
"""What trends by views that do not count unless they are asked for; and what trends by all views together."""
TOGETHER = "c28"


def asked_of(way: Way) -> dict[str, Any]:
    """What is asked of a list without range."""
    return {name: way.variables[name] for name in ("definition", "include")}


@pytest.mark.parametrize(("way", "hours"), spread([1, 2, 3, 6, 24, 168], EVER, each=2), ids=str)
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


@pytest.mark.parametrize(("way", "by"), spread(LEAST_VIEWS), ids=str)
async def test_top_contents_match_raw_events(stack: Stack, truth: Truth, way: Way, by: str) -> None:
    least = LEAST_VIEWS[by]
    wanted = top_contents(truth, way.asked, by, least)
    assert wanted
    said = {**LISTED, **way.said, "by": by, "minimumViews": least}
    none_of(await walk(stack, TOP, wanted, said, size=100, by=by, **way.variables))


@pytest.mark.parametrize("by", ["VIEWS", "LIKES", "QUALITY", "COMPLETION"])
@pytest.mark.parametrize("way", [WAYS[4], WAYS[8]], ids=str)
@pytest.mark.parametrize("least", [1, 40])
async def test_contents_with_fewer_views_than_asked_for_are_not_ranked(
    stack: Stack, truth: Truth, way: Way, by: str, least: int
) -> None:
    wanted = top_contents(truth, way.asked, by, least)
    said = {**LISTED, **way.said, "by": by, "minimumViews": least}
    none_of(await walk(stack, TOP, wanted, said, size=30, by=by, minimumViews=least, **way.variables))


@pytest.mark.parametrize(("way", "sort"), spread(SORTS), ids=str)
async def test_creator_contents_match_raw_events(stack: Stack, truth: Truth, way: Way, sort: str) -> None:
    found = []
    for creator_id in OWNERS:
        wanted = creator_contents(truth, creator_id, way.asked, sort)
        said = {**LISTED, **way.said}
        asked = {"creatorId": creator_id, "sort": sort, **way.variables}
        found += await walk(stack, CREATOR_CONTENTS, wanted, said, size=7, **asked)
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
    for creator_id in OWNERS:
        wanted = creator_contents(truth, creator_id, way.asked, "VIEWS", **which)
        said = {**LISTED, **way.said}
        ways = {"creatorId": creator_id, "sort": "VIEWS", **which, **way.variables}
        found += await walk(stack, CREATOR_CONTENTS, wanted, said, size=7, **ways)
    none_of(found)


@pytest.mark.parametrize(("way", "by"), spread(BY), ids=str)
async def test_creators_match_raw_events(stack: Stack, truth: Truth, way: Way, by: str) -> None:
    wanted = creators(truth, way.asked, by)
    said = {**way.said, "id": ANYTHING, "revision": ANYTHING, "by": by}
    none_of(await walk(stack, CREATORS, wanted, said, size=30, by=by, search=None, **way.variables))


@pytest.mark.parametrize("search", ["studio", "Studio 1", "NEW", "creator40", "newcomer", "no such"])
async def test_creators_that_are_searched_for_match_raw_events(stack: Stack, truth: Truth, search: str) -> None:
    way = WAYS[0]
    wanted = creators(truth, way.asked, "VIEWS", search)
    said = {**way.said, "id": ANYTHING, "revision": ANYTHING, "by": "VIEWS"}
    none_of(await walk(stack, CREATORS, wanted, said, size=5, by="VIEWS", search=search, **way.variables))
    assert bool(wanted) is (search != "no such")


@pytest.mark.parametrize("sort", catalogue.SORTS)
@pytest.mark.parametrize(
    ("search", "types", "creator_id"),
    [
        (None, None, None),
        ("OF C1", None, None),
        ("c42", None, None),
        (None, ["SHORT", "POST"], None),
        (None, None, "creator16"),
        ("title", ["VIDEO", "SHORT", "POST"], "creator3"),
    ],
)
async def test_contents_match_the_catalogue(
    stack: Stack, truth: Truth, sort: str, search: str | None, types: list[str] | None, creator_id: str | None
) -> None:
    wanted = catalogue.contents(truth, sort, search=search, types=types, creator_id=creator_id)
    asked: dict[str, Any] = {"search": search, "types": types, "creatorId": creator_id, "sort": sort}
    assert wanted
    none_of(await walk(stack, CONTENTS, wanted, {}, size=90, **asked))


@pytest.mark.parametrize("way", thinned(WAYS, 3, 1), ids=str)
async def test_nodes_of_lists_have_the_numbers_of_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    found = []
    for row in (await stack.ask(CONTENTS_ANALYTICS, **way.variables))["nodes"]:
        views = truth.sums("content", way.asked)[row["contentId"]]["views"]
        found += differences(row["analytics"], {"views": {"total": views}})
    none_of(found)
