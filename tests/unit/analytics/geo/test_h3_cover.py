"""Cells that cover a shape: none is missing, wherever on the earth it lies."""

from typing import Any

import pytest
from h3.api import basic_int as h3
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from server.analytics.geo.geometry import Box, Circle, check_box, check_circle, distance
from server.analytics.geo.h3_cover import EVERYWHERE, cells_of_box, cover, stored_spans
from server.errors import ErrorCode, ViewpulseError
from server.storage.cells import CELL_RESOLUTION, Place, cell_of, centre_of
from tests.drawing import drawn

BERLIN = Place(52.52, 13.405)
LATITUDES = st.one_of(st.floats(-90, 90), st.floats(85, 90), st.floats(-90, -85))
LONGITUDES = st.one_of(st.floats(-180, 180), st.floats(179, 180), st.floats(-180, -179))
PLACES = st.builds(Place, LATITUDES, LONGITUDES)
FRACTIONS = st.floats(0, 1)


def east_of(longitude: float, degrees: float) -> float:
    return (longitude + degrees + 180) % 360 - 180


@st.composite
def boxes(draw: Any) -> Box:
    corner: Place = draw(PLACES)
    height, width = draw(st.floats(0.001, 2)), draw(st.floats(0.001, 2))
    south = min(corner.latitude, 90 - height)
    return Box(south, corner.longitude, south + height, east_of(corner.longitude, width))


@given(boxes(), FRACTIONS, FRACTIONS)
@settings(max_examples=drawn(100))
def test_every_point_of_a_box_lies_in_a_cell_of_its_cover(box: Box, up: float, along: float) -> None:
    place = Place(box.south + up * (box.north - box.south), east_of(box.west, along * box.width))
    assert box.distance(place) < 1
    assert cell_of(*place) in cover(box, 5_000, [])


@given(PLACES, st.floats(1, 50_000), PLACES, FRACTIONS)
@settings(max_examples=drawn(100))
def test_every_point_of_a_circle_lies_in_a_cell_of_its_cover(
    centre: Place, radius: float, towards: Place, share: float
) -> None:
    apart = distance(centre, towards)
    share = share * min(1, radius / apart) if apart else 0
    place = Place(
        centre.latitude + share * (towards.latitude - centre.latitude),
        centre.longitude + share * (towards.longitude - centre.longitude),
    )
    assume(distance(centre, place) <= radius)
    assert cell_of(*place) in cover(Circle(centre, radius), 500, [])


@given(boxes(), st.integers(3, CELL_RESOLUTION), FRACTIONS, FRACTIONS)
@settings(max_examples=drawn(100))
def test_the_cells_of_a_box_are_those_that_its_points_lie_in(
    box: Box, resolution: int, up: float, along: float
) -> None:
    place = Place(box.south + up * (box.north - box.south), east_of(box.west, along * box.width))
    cells = cells_of_box(box, resolution, 50_000)
    assert h3.latlng_to_cell(*place, resolution) in cells
    reach = 1.3 * h3.average_hexagon_edge_length(resolution, unit="m")
    assert all(box.distance(centre_of(cell)) <= reach for cell in cells)


def test_the_cells_of_the_whole_world_are_all_there_are() -> None:
    world = Box(-90, -180, 90, 180)
    assert sorted(cells_of_box(world, 1, 1_000)) == sorted(h3.uncompact_cells(h3.get_res0_cells(), 1))


def test_a_box_across_the_antimeridian_is_the_two_boxes_on_either_side() -> None:
    both = cells_of_box(Box(-18, 177, -16, -178), 4, 1_000)
    west, east = cells_of_box(Box(-18, 177, -16, 180), 4, 1_000), cells_of_box(Box(-18, -180, -16, -178), 4, 1_000)
    assert set(both) == {*west, *east}


@given(PLACES, st.integers(0, CELL_RESOLUTION))
def test_a_span_holds_the_stored_cells_of_its_cell_and_no_others(place: Place, resolution: int) -> None:
    wide = int(h3.latlng_to_cell(*place, resolution))
    [(first, last)] = stored_spans([wide])
    assert first <= h3.latlng_to_cell(*centre_of(wide), CELL_RESOLUTION) <= last
    if h3.cell_to_parent(cell_of(*place), resolution) == wide:  # near an edge it may lie in a neighbour's
        assert first <= cell_of(*place) <= last
    assert first <= h3.cell_to_center_child(wide, CELL_RESOLUTION) <= last
    others = {*h3.grid_disk(wide, 1)} - {wide}
    assert not any(first <= h3.cell_to_center_child(other, CELL_RESOLUTION) <= last for other in others)
    [(least, most)] = EVERYWHERE
    assert least <= first <= last <= most


def test_the_neighbours_of_a_cell_make_one_span_with_it() -> None:
    wide = h3.latlng_to_cell(*BERLIN, 3)
    assert stored_spans(h3.cell_to_children(wide, 4)) == stored_spans([wide])


@pytest.mark.parametrize(
    ("work", "field"),
    [
        (lambda: cover(Box(40, 0, 60, 20), 500, ["box"]), ("box",)),
        (lambda: cells_of_box(Box(40, 0, 60, 20), 5, 1_000), ("box",)),
        (lambda: check_circle(Circle(BERLIN, 50_001)), ("radius",)),
        (lambda: check_circle(Circle(BERLIN, 0)), ("radius",)),
        (lambda: check_circle(Circle(BERLIN, float("nan"))), ("radius",)),
        (lambda: check_circle(Circle(Place(90.1, 0), 1)), ("point", "latitude")),
        (lambda: check_circle(Circle(Place(0, float("nan")), 1)), ("point", "longitude")),
        (lambda: check_box(Box(1, 0, 1, 1)), ("box", "south")),
        (lambda: check_box(Box(0, 1, 1, 1)), ("box", "west")),
        (lambda: check_box(Box(-91, 0, 1, 1)), ("box", "south")),
        (lambda: check_box(Box(0, 0, 91, 1)), ("box", "north")),
        (lambda: check_box(Box(0, -181, 1, 1)), ("box", "west")),
        (lambda: check_box(Box(0, 0, 1, 181)), ("box", "east")),
    ],
)
def test_an_impossible_or_too_large_shape_is_refused(work: Any, field: tuple[str, ...]) -> None:
    with pytest.raises(ViewpulseError) as caught:
        work()
    assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, field)


def test_the_work_for_a_cover_that_is_too_large_ends_early() -> None:
    with pytest.raises(ViewpulseError):
        cover(Box(-90, -180, 90, 180), 500, [])
