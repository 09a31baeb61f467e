"""Every field of a content, by every definition, is what the raw events say."""

from collections.abc import Callable

import pytest

from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import ARGUMENTS, VARIABLES, WAYS, Way
from tests.integration.every_number.selection import every_field, only
from tests.recompute import content
from tests.recompute.breakdown import DIMENSIONS
from tests.recompute.comparison import differences
from tests.recompute.formulas import PROFILES
from tests.recompute.groups import Answer
from tests.recompute.retention import Curve
from tests.recompute.truth import Truth

MADE_OF = {
    "audience": ["audience"],
    "countries": ["countries"],
    "breakdown": [f"{by}: breakdown(by: {by})" for by in DIMENSIONS],
}
BESIDE = {
    "hourly": ["hourly"],
    "daily": ["daily"],
    "benchmarks": ["benchmarks"],
    "compare": [f"{to}: compare(to: {to})" for to in content.BASELINES],
}
CURVES = (
    Curve(),
    Curve("COVERAGE"),
    Curve("RELATIVE", 20),
    Curve("PLAYS", 10, "DEVICE", "MOBILE"),
    Curve("COVERAGE", 10, "COUNTRY", "DE"),
    Curve("PLAYS", 8, "SOURCE", "FOR_YOU"),
    Curve("RELATIVE", 4, "PLATFORM", "IOS"),
)
RETENTION = {"retention": [f"curve{number}: retention({curve.arguments})" for number, curve in enumerate(CURVES)]}
APART = MADE_OF | BESIDE | RETENTION
COUNTERS = every_field(
    "ContentAnalytics",
    {f"ContentAnalytics.{name}": [] for name in APART}
    | {"ContentAnalytics.engagementRate": [f"{name}: engagementRate(profile: {name})" for name in PROFILES]},
)
SHARE = 5  # of all contents, one in so many is asked for in each way but the first
FEW = 9
"""Contents whose costly fields are asked for in each way: some of the great ones, and then one in forty-three."""


async def compare(stack: Stack, contents: list[str], way: Way, fields: str, wanted: Callable[[str], Answer]) -> None:
    document = (
        f"query($contentId: ID!, {VARIABLES}) {{ contentAnalytics(contentId: $contentId, {ARGUMENTS}) {fields} }}"
    )
    found = []
    for content_id in contents:
        answer = await stack.ask(document, contentId=content_id, **way.variables)
        found += [f"{content_id}{line}" for line in differences(answer, wanted(content_id))]
    assert not found, "\n".join([f"{len(found)} differences", *found[:60]])


def few(truth: Truth, way: Way) -> list[str]:
    number = WAYS.index(way)
    names = list(truth.contents)
    return list(dict.fromkeys([*names[3:23:5], *names[number::43]]))[:FEW]


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_every_counter_of_a_content_is_what_the_raw_events_say(stack: Stack, truth: Truth, way: Way) -> None:
    number = WAYS.index(way)
    contents = list(truth.contents) if number == 0 else list(truth.contents)[number % SHARE :: SHARE]
    await compare(stack, contents, way, COUNTERS, lambda name: content.counters(truth, name, way.asked) | way.said)


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_what_a_content_is_made_of_is_what_the_raw_events_say(stack: Stack, truth: Truth, way: Way) -> None:
    await compare(
        stack,
        few(truth, way),
        way,
        only("ContentAnalytics", MADE_OF),
        lambda name: content.made_of(truth, name, way.asked, way.span.zone, DIMENSIONS),
    )


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_a_content_lies_in_time_and_beside_others_as_the_raw_events_say(
    stack: Stack, truth: Truth, way: Way
) -> None:
    await compare(
        stack,
        few(truth, way),
        way,
        only("ContentAnalytics", BESIDE),
        lambda name: content.beside(truth, name, way.asked, way.span),
    )


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_the_parts_of_a_content_are_watched_as_the_raw_events_say(stack: Stack, truth: Truth, way: Way) -> None:
    await compare(
        stack,
        few(truth, way),
        way,
        only("ContentAnalytics", RETENTION),
        lambda name: content.curves(truth, name, way.asked, CURVES),
    )
