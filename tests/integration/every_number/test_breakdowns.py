"""Every row of a breakdown of a content, a creator and the platform is what the raw events say."""

import pytest

from server.analytics.breakdowns import pairs
from tests.integration.analytics.stack import Stack
from tests.integration.every_number import documents
from tests.integration.every_number.asking import WAYS, Way
from tests.integration.every_number.test_contents import CHOSEN
from tests.integration.every_number.test_scopes import creators
from tests.recompute.breakdown import BREAKDOWNS, SHAPED, audience, breakdown
from tests.recompute.comparison import ANYTHING, differences, none_of
from tests.recompute.groups import Answer
from tests.recompute.scope import AUDIENCE_ROWS, PLATFORM
from tests.recompute.truth import Truth

SOME = WAYS[::3]


@pytest.fixture(autouse=True)
def whatever_the_pairs_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """The data set has more plays and events than a pair of dimensions may read."""
    monkeypatch.setattr(pairs, "MAX_FACTS", 1_000_000)


def made_of(truth: Truth, scope: str, name: str, way: Way) -> Answer:
    """The audience of a creator or the platform, and its breakdowns, numbered."""
    return {
        "audience": audience(truth, scope, name, way.asked, AUDIENCE_ROWS),
        **{
            f"by{number}": breakdown(truth, scope, name, way.asked, way.span, question)
            for number, question in enumerate(BREAKDOWNS)
        },
    }


@pytest.mark.parametrize("way", SOME, ids=str)
async def test_breakdowns_match_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    number = SOME.index(way)
    asked = [
        ("content", CHOSEN[number % len(CHOSEN)]),
        ("creator", creators(truth)[number]),
        ("platform", PLATFORM),
    ]
    found = []
    for scope, name in asked:
        of = {"platform": True} if scope == "platform" else {f"{scope}Id": name}
        for question in SHAPED:
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
    found = []
    for creator_id in creators(truth)[SOME.index(way) :: 20]:
        answer = await stack.ask(documents.CREATOR_BREAKDOWNS, creatorId=creator_id, **way.variables)
        wanted = made_of(truth, "creator", creator_id, way)
        found += [f"{creator_id}{line}" for line in differences(answer, wanted)]
    answer = await stack.ask(documents.PLATFORM_BREAKDOWNS, **way.variables)
    none_of(found + differences(answer, made_of(truth, "platform", PLATFORM, way)))
