"""Where things happened is what the raw events say."""

from datetime import timedelta
from typing import Any

import pytest

from tests.dataset.generate import NOW
from tests.drawing import thinned
from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import WAYS, Way
from tests.integration.every_number.documents import AREAS, BOX, NEAR
from tests.integration.every_number.paging import walk
from tests.recompute import ranges
from tests.recompute.boxes import Box
from tests.recompute.comparison import ANYTHING, differences, none_of
from tests.recompute.places import area_counts, inside, near
from tests.recompute.truth import Truth

BERLIN = (52.52, 13.405)
KOLKATA = (22.6, 88.4)
ATHENS = Box(33.7, -83.6, 34.2, -83.1)
PACIFIC = Box(22.2, 88.1, 22.9, -83.2)  # from Kolkata eastward to Georgia
TOWNS = Box(52.3, 13.1, 52.6, 13.5)
EUROPE = Box(30.0, 5.0, 60.0, 30.0)
RECENT = [way for way in WAYS if way.span.start]
YESTERDAY = Way(ranges.last("24h", timedelta(hours=24), NOW))
VIEWS = ("VIEW_START", "VIEW_COMPLETE")


def said(way: Way) -> dict[str, object]:
    return {**way.said, "definition": "start@1", "id": ANYTHING, "revision": ANYTHING, "rawEventsSince": None}


def placed(way: Way) -> dict[str, Any]:
    """What is asked of events, which are no views by any definition."""
    return {name: value for name, value in way.variables.items() if name != "definition"}


@pytest.mark.parametrize(("centre", "radius"), [(BERLIN, 21_000.0), (KOLKATA, 33_000.0)])
@pytest.mark.parametrize("way", RECENT, ids=str)
async def test_events_near_a_point_are_those_that_were_sent(
    stack: Stack, truth: Truth, way: Way, centre: tuple[float, float], radius: float
) -> None:
    point = {"latitude": centre[0], "longitude": centre[1]}
    wanted = near(truth, way.asked, centre, radius)
    found = await walk(stack, NEAR, wanted, said(way), size=60, point=point, radius=radius, **placed(way))
    assert wanted
    none_of(found)


@pytest.mark.parametrize("way", RECENT, ids=str)
async def test_events_in_a_box_are_those_that_were_sent(stack: Stack, truth: Truth, way: Way) -> None:
    wanted = inside(truth, way.asked, ATHENS)
    found = await walk(stack, BOX, wanted, said(way), size=100, box=ATHENS.sent, **placed(way))
    assert {row["precise"] for row in wanted} == {True, False}
    none_of(found)


@pytest.mark.parametrize("types", [None, VIEWS])
async def test_without_a_range_events_are_of_the_last_day(
    stack: Stack, truth: Truth, types: tuple[str, ...] | None
) -> None:
    point = {"latitude": BERLIN[0], "longitude": BERLIN[1]}
    unsaid = placed(YESTERDAY) | {"range": None, "types": types}
    close, boxed = near(truth, YESTERDAY.asked, BERLIN, 30_000.0, types), inside(truth, YESTERDAY.asked, TOWNS, types)
    found = await walk(stack, NEAR, close, said(YESTERDAY), size=60, point=point, radius=30_000.0, **unsaid)
    found += await walk(stack, BOX, boxed, said(YESTERDAY), size=100, box=TOWNS.sent, **unsaid)
    assert close
    assert boxed
    none_of(found)


@pytest.mark.parametrize("way", thinned(WAYS, 3, 2), ids=str)
async def test_areas_count_the_events_sent_from_them(stack: Stack, truth: Truth, way: Way) -> None:
    found = []
    for box, resolution in (
        (None, WAYS.index(way) % 6),
        (EUROPE, WAYS.index(way) % 4),
        *((ATHENS, resolution) for resolution in range(6)),
        *((TOWNS, resolution) for resolution in range(6)),
        *((PACIFIC, resolution) for resolution in range(3)),
    ):
        wanted = area_counts(truth, way.asked, resolution, 100, box) | way.said | {"id": ANYTHING, "revision": ANYTHING}
        answer = await stack.ask(AREAS, resolution=resolution, box=box and box.sent, **way.variables)
        found += [f"{box} {resolution}{line}" for line in differences(answer, wanted)]
    none_of(found)
