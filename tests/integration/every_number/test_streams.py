"""Every number of ``streamAnalytics`` is what the raw events say."""

from typing import Any

import pytest

from tests.dataset.generate import DataSet
from tests.dataset.streams import streams_of
from tests.drawing import thinned
from tests.integration.analytics.stack import Stack
from tests.integration.every_number import documents
from tests.integration.every_number.asking import Way
from tests.recompute.comparison import differences, none_of
from tests.recompute.stream import stream
from tests.recompute.truth import Truth

WAYS = [Way(bots=bots, self_views=self_views) for bots in (False, True) for self_views in (False, True)]


@pytest.mark.parametrize("minutes", [1, 45, 1440])
@pytest.mark.parametrize("way", thinned(WAYS, 3, 1), ids=str)
async def test_streams_match_raw_events(stack: Stack, truth: Truth, data: DataSet, way: Way, minutes: int) -> None:
    found = []
    for content in streams_of(data.entities):
        answer = await stack.ask(
            documents.STREAM, contentId=content.id, minutes=minutes, include=way.variables["include"]
        )
        found += [f"{content.id}{line}" for line in differences(answer, stream(truth, content.id, way.asked, minutes))]
    none_of(found)


async def test_order_of_arrival_changes_no_stream(stack: Stack, shuffled_stack: Stack, data: DataSet) -> None:
    for content in streams_of(data.entities):
        asked: dict[str, Any] = {"contentId": content.id, "minutes": 1440, "include": {"bots": True, "selfViews": True}}
        answers = [await one.ask(documents.STREAM, **asked) for one in (stack, shuffled_stack)]
        assert answers[0] | {"revision": 0} == answers[1] | {"revision": 0}


async def test_the_data_set_has_streams_of_every_kind(stack: Stack, data: DataSet) -> None:
    asked = [
        await stack.ask(documents.STREAM, contentId=content.id, minutes=180, include=None)
        for content in streams_of(data.entities)
    ]
    assert [answer["isLive"] for answer in asked] == [False] * 4 + [True, False]
    assert all(answer["peakConcurrentViewers"] > 10 and answer["gifts"] > 3 for answer in asked)
    assert asked[4]["concurrentViewers"] > 3
