"""Every row of a breakdown of a content, a creator and the platform is what the raw events say."""

from collections.abc import Sequence

import pytest

from server.analytics.breakdowns import pairs
from tests.integration.analytics.stack import Stack
from tests.integration.every_number import documents
from tests.integration.every_number.asking import WAYS, Way
from tests.integration.every_number.test_contents import CHOSEN
from tests.integration.every_number.test_scopes import creators
from tests.recompute.breakdown import BREAKDOWNS, EVERY_BREAKDOWN, SHAPED, audience, breakdown
from tests.recompute.comparison import ANYTHING, differences, none_of
from tests.recompute.groups import Answer
from tests.recompute.scope import AUDIENCE_ROWS, PLATFORM
from tests.recompute.truth import Truth

SOME = WAYS[::3]
THIRD = 3


@pytest.fixture(autouse=True)
def whatever_the_pairs_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """The data set has more plays and events than a pair of dimensions may read."""
    monkeypatch.setattr(pairs, "MAX_FACTS", 1_000_000)


def made_of(truth: Truth, scope: str, name: str, way: Way, numbers: Sequence[int]) -> Answer:
    """The audience of a creator or the platform, and some of its breakdowns, by their numbers."""
    return {
        "audience": audience(truth, scope, name, way.asked, AUDIENCE_ROWS),
        **{f"by{number}": breakdown(truth, scope, name, way.asked, way.span, BREAKDOWNS[number]) for number in numbers},
    }


@pytest.mark.parametrize("way", SOME, ids=str)
async def test_breakdowns_match_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    """A third of the questions for each scope: all in each way, and each for each scope in two of them."""
    number = SOME.index(way)
    asked = [
        ("content", CHOSEN[number % len(CHOSEN)]),
        ("creator", creators(truth)[number]),
        ("platform", PLATFORM),
    ]
    found = []
    for turn, (scope, name) in enumerate(asked):
        of = {"platform": True} if scope == "platform" else {f"{scope}Id": name}
        for question in SHAPED[(number + turn) % THIRD :: THIRD]:
            answer = await stack.ask(
                documents.BREAKDOWN,
                of=of,
                by=list(question.by),
                order=question.order,
                first=question.first,
                after=documents.after(question),
                minimumViews=question.minimum,
                **way.variables,
            )
            wanted = breakdown(truth, scope, name, way.asked, way.span, question)
            state = {"id": ANYTHING, "revision": ANYTHING}
            lines = differences(answer, {**wanted, **way.said, **state})
            found += [f"{name} {question.key}{line}" for line in lines]
    none_of(found)


@pytest.mark.parametrize("way", SOME, ids=str)
async def test_breakdowns_of_creators_and_the_platform_match_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    """A third of the questions for each creator, all of them in each way; and for the platform in the first one."""
    number = SOME.index(way)
    found = []
    for turn, creator_id in enumerate(creators(truth)[number::20]):
        numbers = EVERY_BREAKDOWN[(number + turn) % THIRD :: THIRD]
        answer = await stack.ask(documents.creator_breakdowns(numbers), creatorId=creator_id, **way.variables)
        wanted = made_of(truth, "creator", creator_id, way, numbers)
        found += [f"{creator_id}{line}" for line in differences(answer, wanted)]
    numbers = EVERY_BREAKDOWN[number % THIRD :: THIRD] if number else EVERY_BREAKDOWN
    answer = await stack.ask(documents.platform_breakdowns(numbers), **way.variables)
    none_of(found + differences(answer, made_of(truth, "platform", PLATFORM, way, numbers)))
