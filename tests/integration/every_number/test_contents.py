"""Every field of a content, by every definition, is what the raw events say."""

from collections.abc import Callable, Sequence

import pytest

from tests.drawing import thinned
from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import WAYS, Way
from tests.integration.every_number.documents import (
    CONTENT,
    CONTENT_PARTS,
    CURVES,
    SEVERAL,
    content_made_of,
    content_retention,
)
from tests.recompute import content, listed
from tests.recompute.breakdown import EVERY_BREAKDOWN
from tests.recompute.comparison import differences, none_of
from tests.recompute.groups import Answer
from tests.recompute.truth import Truth

SHARE = 5  # of all contents, one in so many is asked for in each way but the first
FEW = 5
"""Contents whose costly fields are asked for in each way, two of those that are chosen."""
CHOSEN = ("c3", "c12", "c18", "c24")
"""The greatest; one whose events name several creators, and two whose creator the catalogue does not know."""


async def compare(stack: Stack, contents: list[str], way: Way, document: str, wanted: Callable[[str], Answer]) -> None:
    found = []
    for content_id in contents:
        answer = await stack.ask(document, contentId=content_id, **way.variables)
        found += [f"{content_id}{line}" for line in differences(answer, wanted(content_id))]
    none_of(found)


def few(truth: Truth, way: Way) -> list[str]:
    number = WAYS.index(way)
    names = list(truth.contents)
    chosen = [CHOSEN[turn % len(CHOSEN)] for turn in (number, number + 1)]
    return list(dict.fromkeys([*chosen, *names[number::43]]))[:FEW]


async def compare_breakdowns(stack: Stack, truth: Truth, way: Way) -> None:
    """Each content is asked for every fifth: all together are asked for in each way, and each of a content in some."""
    for turn, content_id in enumerate(few(truth, way)):
        numbers = EVERY_BREAKDOWN[_round(way, turn) % FEW :: FEW]

        def wanted(name: str, numbers: Sequence[int] = numbers) -> Answer:
            return content.made_of(truth, name, way.asked, way.span, numbers)

        await compare(stack, [content_id], way, content_made_of(numbers), wanted)


async def compare_curves(stack: Stack, truth: Truth, way: Way) -> None:
    """Each content is asked for half of them, in some ways for the other half."""
    for turn, content_id in enumerate(few(truth, way)):
        numbers = range(_round(way, turn) % 2, len(CURVES), 2)

        def wanted(name: str, numbers: Sequence[int] = numbers) -> Answer:
            return content.curves(truth, name, way.asked, {number: CURVES[number] for number in numbers})

        await compare(stack, [content_id], way, content_retention(numbers), wanted)


def _round(way: Way, turn: int) -> int:
    """Grows each time that one of the chosen contents has its turn."""
    return WAYS.index(way) // len(CHOSEN) + turn


@pytest.mark.parametrize("way", thinned(WAYS, 3), ids=str)
async def test_content_analytics_match_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    number = WAYS.index(way)
    contents = list(truth.contents) if number == 0 else list(truth.contents)[number % SHARE :: SHARE]
    await compare(stack, contents, way, CONTENT, lambda name: content.counters(truth, name, way.asked) | way.said)


@pytest.mark.parametrize("way", thinned(WAYS, 3, 1), ids=str)
async def test_several_contents_match_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    number = WAYS.index(way)
    names = [*list(truth.contents)[number : number + 60], CHOSEN[0]]
    answer = await stack.ask(SEVERAL, contentIds=names, **way.variables)
    none_of(differences(answer, listed.several(truth, names, way.asked) | way.said))


@pytest.mark.parametrize("way", thinned(WAYS, 3, 2), ids=str)
async def test_breakdowns_match_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    await compare_breakdowns(stack, truth, way)


@pytest.mark.parametrize("way", thinned(WAYS, 3, 1), ids=str)
async def test_series_and_comparisons_match_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    await compare(
        stack,
        few(truth, way),
        way,
        CONTENT_PARTS,
        lambda name: content.beside(truth, name, way.asked, way.span),
    )


@pytest.mark.parametrize("way", thinned(WAYS, 3, 2), ids=str)
async def test_retention_curves_match_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    await compare_curves(stack, truth, way)
