"""Every point of a series, of a content, a creator and the platform, is what the raw events say."""

import pytest

from tests.drawing import thinned
from tests.integration.analytics.stack import Stack
from tests.integration.every_number import documents
from tests.integration.every_number.asking import WAYS, Way, spread
from tests.integration.every_number.test_contents import CHOSEN
from tests.integration.every_number.test_scopes import creators
from tests.recompute.comparison import ANYTHING, differences, none_of
from tests.recompute.scope import PLATFORM
from tests.recompute.series import INTERVALS, series
from tests.recompute.truth import Truth


@pytest.mark.parametrize(("way", "by"), thinned(spread(INTERVALS, each=2), 3, 1), ids=str)
async def test_series_match_raw_events(stack: Stack, truth: Truth, way: Way, by: str) -> None:
    number = WAYS.index(way)
    asked = [
        ("content", CHOSEN[number % len(CHOSEN)]),
        ("content", list(truth.contents)[number]),
        ("creator", creators(truth)[number]),
        ("platform", PLATFORM),
    ]
    compare, found = number % 3 > 0, []
    said = {name: value for name, value in way.said.items() if name != "range"}
    for scope, name in asked:
        of = {"platform": True} if scope == "platform" else {f"{scope}Id": name}
        answer = await stack.ask(documents.SERIES, of=of, by=by, compare=compare, **way.variables)
        wanted = series(truth, scope, name, way.asked, way.span, by, compare=compare)
        state = {"id": ANYTHING, "revision": ANYTHING}
        found += [f"{name}{line}" for line in differences(answer, {**wanted, **said, **state})]
    none_of(found)


@pytest.mark.parametrize("way", thinned(WAYS, 3), ids=str)
async def test_series_of_creators_and_the_platform_match_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    found = []
    for creator_id in creators(truth)[WAYS.index(way) :: 12]:
        answer = await stack.ask(documents.CREATOR_SERIES, creatorId=creator_id, **way.variables)
        wanted = series(truth, "creator", creator_id, way.asked, way.span, "WEEK", compare=True)
        found += [f"{creator_id}{line}" for line in differences(answer, {"byWeek": wanted})]
    answer = await stack.ask(documents.PLATFORM_SERIES, **way.variables)
    wanted = series(truth, "platform", PLATFORM, way.asked, way.span, "WEEK", compare=True)
    none_of(found + differences(answer, {"byWeek": wanted}))
