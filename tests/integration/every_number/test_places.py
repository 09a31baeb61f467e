"""Where things happened is what the raw events say."""

import pytest

from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import ARGUMENTS, VARIABLES, WAYS, Way
from tests.integration.every_number.paging import walk
from tests.integration.every_number.selection import every_field
from tests.recompute.comparison import ANYTHING, differences
from tests.recompute.places import area_counts, inside, near
from tests.recompute.truth import Truth

EVENTS = every_field("AreaEventConnection")
SHORT = ARGUMENTS.replace(", definition: $definition", "")
KNOWN = VARIABLES.replace(", $definition: String!", "")
NEAR = f"""query($after: String, $point: PointInput!, $radius: Float!, {KNOWN}) {{
    eventsNear(first: 60, after: $after, point: $point, radius: $radius, {SHORT}) {EVENTS}
}}"""
BOX = f"""query($after: String, $box: BoxInput!, {KNOWN}) {{
    eventsInBox(first: 100, after: $after, box: $box, {SHORT}) {EVENTS}
}}"""
AREAS = f"""query($resolution: Int!, {VARIABLES}) {{
    areaCounts(resolution: $resolution, first: 100, {ARGUMENTS}) {every_field("AreaCounts")}
}}"""
BERLIN = (52.52, 13.405)
ATHENS = {"south": 33.7, "west": -83.6, "north": 34.2, "east": -83.1}
RADIUS = 21_000.0
RECENT = [way for way in WAYS if way.span.start]


def said(way: Way) -> dict[str, object]:
    return {**way.said, "definition": "start@1", "revision": ANYTHING}


@pytest.mark.parametrize("way", RECENT, ids=str)
async def test_events_near_a_point_are_those_that_were_sent(stack: Stack, truth: Truth, way: Way) -> None:
    variables = {name: value for name, value in way.variables.items() if name != "definition"}
    point = {"latitude": BERLIN[0], "longitude": BERLIN[1]}
    wanted = near(truth, way.asked, BERLIN, RADIUS)
    found = await walk(stack, NEAR, wanted, said(way), point=point, radius=RADIUS, **variables)
    assert wanted
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize("way", RECENT, ids=str)
async def test_events_in_a_box_are_those_that_were_sent(stack: Stack, truth: Truth, way: Way) -> None:
    variables = {name: value for name, value in way.variables.items() if name != "definition"}
    wanted = inside(truth, way.asked, **ATHENS)
    found = await walk(stack, BOX, wanted, said(way), box=ATHENS, **variables)
    assert wanted
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_areas_count_what_was_sent_from_them(stack: Stack, truth: Truth, way: Way) -> None:
    resolution = WAYS.index(way) % 6
    answer = await stack.ask(AREAS, resolution=resolution, **way.variables)
    wanted = area_counts(truth, way.asked, resolution, 100) | way.said | {"revision": ANYTHING}
    found = differences(answer, wanted)
    assert not found, "\n".join(found[:40])
