"""Every field of every content, by every definition, is what the raw events say."""

from collections.abc import Sequence

import pytest

from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import ARGUMENTS, VARIABLES, WAYS, Way
from tests.integration.every_number.selection import every_field
from tests.recompute.breakdown import DIMENSIONS
from tests.recompute.comparison import differences
from tests.recompute.content import content
from tests.recompute.truth import Truth

SHARE = 5  # of all contents, one in so many is asked for in each way but the first
ROUNDS = 4  # the dimensions take turns


def document(dimensions: Sequence[str]) -> str:
    fields = every_field(
        "ContentAnalytics", {"ContentAnalytics.breakdown": [f"{by}: breakdown(by: {by})" for by in dimensions]}
    )
    return f"query($contentId: ID!, {VARIABLES}) {{ contentAnalytics(contentId: $contentId, {ARGUMENTS}) {fields} }}"


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_every_field_of_a_content_is_what_the_raw_events_say(stack: Stack, truth: Truth, way: Way) -> None:
    number = WAYS.index(way)
    contents = list(truth.contents) if number == 0 else list(truth.contents)[number % SHARE :: SHARE]
    dimensions = DIMENSIONS[number % ROUNDS :: ROUNDS]
    found = []
    for content_id in contents:
        answer = await stack.ask(document(dimensions), contentId=content_id, **way.variables)
        wanted = content(truth, content_id, way.asked, way.span.zone, dimensions) | way.said
        found += [f"{content_id}{line}" for line in differences(answer, wanted)]
    assert not found, "\n".join([f"{len(found)} differences", *found[:40]])
