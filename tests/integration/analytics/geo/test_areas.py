"""areaCounts: events and views by H3 cell."""

from typing import Any

import pytest
from h3.api import basic_int as h3

from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.cells import Place, cell_of
from tests.integration.analytics.stack import ADMIN, APP, Stack, at, creator, event, user

BERLIN, POTSDAM, PARIS, FIJI = Place(52.52, 13.405), Place(52.39, 13.06), Place(48.85, 2.35), Place(-17.0, 179.9)
COUNTS = """
query (
  $resolution: Int! = 5, $box: BoxInput, $range: RangeInput, $timezone: String! = "UTC", $first: Int! = 100,
  $definition: String! = "start@1", $include: TrafficInput
) {
  areaCounts(
    resolution: $resolution, box: $box, range: $range, timezone: $timezone, first: $first, definition: $definition,
    include: $include
  ) {
    asOf revision isFinal definition range { start end } timezone resolution cells events views
    areas { cell events views centre { latitude longitude } boundary { latitude longitude } }
  }
}
"""


def there(
    kind: str, place: Place, time: str = "2026-11-20T10:00", who: str | None = "u1", **more: Any
) -> dict[str, Any]:
    content = more.pop("content", "c1")
    location = {"latitude": place.latitude, "longitude": place.longitude, **more.pop("location", {})}
    return event(kind, content, who, location=location, **at(time), **more)


def cell(place: Place, resolution: int = 5) -> str:
    return f"{h3.latlng_to_cell(*place, resolution):x}"


async def counts(stack: Stack, **variables: Any) -> dict[str, tuple[int, int]]:
    """Events and views of each cell."""
    answer = await stack.ask(COUNTS, **variables)
    return {area["cell"]: (area["events"], area["views"]) for area in answer["areas"]}


async def test_events_and_views_are_counted_where_they_happened(stack: Stack) -> None:
    await stack.count(
        there("VIEW_START", BERLIN),
        there("LIKE", BERLIN),
        there("VIEW_START", PARIS, location={"preciseConsent": True}),
        there("SESSION_START", BERLIN, content=None, sessionId="s1"),
        event("VIEW_START", who="u2"),
    )
    answer = await stack.ask(COUNTS)
    assert answer["asOf"] is not None
    assert {
        name: answer[name] for name in ("revision", "isFinal", "definition", "resolution", "timezone", "range")
    } == {
        "revision": 1,
        "isFinal": False,
        "definition": "start@1",
        "resolution": 5,
        "timezone": "UTC",
        "range": {"start": None, "end": None},
    }
    assert (answer["cells"], answer["events"], answer["views"]) == (2, 4, 2)
    berlin, paris = answer["areas"]
    assert (berlin["cell"], berlin["events"], berlin["views"]) == (cell(BERLIN), 3, 1)
    assert (paris["cell"], paris["events"], paris["views"]) == (cell(PARIS), 1, 1)
    latitude, longitude = h3.cell_to_latlng(cell_of(*BERLIN))
    assert berlin["centre"] == {"latitude": round(latitude, 6), "longitude": round(longitude, 6)}
    assert [(corner["latitude"], corner["longitude"]) for corner in berlin["boundary"]] == [
        (round(latitude, 6), round(longitude, 6)) for latitude, longitude in h3.cell_to_boundary(cell_of(*BERLIN))
    ]


async def test_views_of_other_definitions_are_plays_where_they_began(stack: Stack) -> None:
    await stack.count(
        there("VIEW_START", BERLIN, playId="p1"),
        there("VIEW_PROGRESS", PARIS, "2026-11-20T10:20", playId="p1", viewData={"watchTime": 5}),
        there("VIEW_START", BERLIN, playId="p2", viewData={"watchTime": 1}),
    )
    assert await counts(stack) == {cell(BERLIN): (2, 2), cell(PARIS): (1, 0)}
    assert await counts(stack, definition="engaged@1") == {cell(BERLIN): (2, 1), cell(PARIS): (1, 0)}
    assert (await stack.ask(COUNTS, definition="linkedin@1"))["definition"] == "linkedin@1"
    await stack.count(there("RESUME", PARIS, "2026-11-20T09:50", playId="p1"))
    assert await counts(stack, definition="engaged@1") == {cell(BERLIN): (2, 0), cell(PARIS): (2, 1)}


async def test_coarser_cells_add_up_the_finer_ones(stack: Stack) -> None:
    await stack.count(there("VIEW_START", BERLIN), there("LIKE", POTSDAM), there("LIKE", PARIS))
    for resolution in range(6):
        wanted: dict[str, tuple[int, int]] = {}
        for place, views in ((BERLIN, 1), (POTSDAM, 0), (PARIS, 0)):
            wide = f"{h3.cell_to_parent(cell_of(*place), resolution):x}"
            before = wanted.get(wide, (0, 0))
            wanted[wide] = (before[0] + 1, before[1] + views)
        assert await counts(stack, resolution=resolution) == wanted


async def test_a_box_includes_whole_cells_that_overlap_it(stack: Stack) -> None:
    await stack.count(there("LIKE", BERLIN), there("LIKE", POTSDAM), there("LIKE", PARIS), there("LIKE", FIJI))
    tiny = {"south": 52.51, "west": 13.40, "north": 52.53, "east": 13.41}
    assert await counts(stack, box=tiny) == {cell(BERLIN): (1, 0)}
    answer = await stack.ask(COUNTS, box=tiny, resolution=1)
    assert (answer["cells"], answer["events"]) == (1, 2 if cell(BERLIN, 1) == cell(POTSDAM, 1) else 1)
    west_of_the_antimeridian = {"south": -20, "west": 179, "north": -15, "east": -179}
    assert await counts(stack, box=west_of_the_antimeridian) == {cell(FIJI): (1, 0)}
    assert await counts(stack, box={"south": 60, "west": 0, "north": 60.2, "east": 0.2}) == {}
    assert len(await counts(stack, box={"south": -90, "west": -180, "north": 90, "east": 180}, resolution=1)) >= 3


async def test_a_range_is_whole_days_and_the_quarter_hours_at_its_ends(stack: Stack) -> None:
    times = ["17T22:44", "17T22:45", "18T00:00", "18T23:59", "19T00:00", "19T11:14", "19T11:15", "19T11:30"]
    await stack.count(*(there("VIEW_START", BERLIN, f"2026-11-{time}", playId=time) for time in times))

    async def found(start: str, end: str, **more: Any) -> int:
        between = {"start": f"2026-11-{start}:00Z", "end": f"2026-11-{end}:00Z"}
        answer = await stack.ask(COUNTS, range={"between": between}, **more)
        assert answer["views"] == answer["events"]
        return int(answer["events"])

    assert await found("17T22:45", "19T11:15") == 5
    assert await found("18T00:00", "19T00:00") == 2
    assert await found("18T00:00", "19T00:15") == 3
    assert await found("17T22:30", "17T22:45") == 1
    assert await found("19T11:00", "19T11:45") == 3
    assert await found("20T00:00", "21T00:00") == 0
    assert (await stack.ask(COUNTS))["events"] == len(times)
    local = await stack.ask(COUNTS, range={"months": 1}, timezone="Asia/Kathmandu")
    assert (local["events"], local["range"]["start"]) == (8, "2026-10-31T18:15:00+00:00")


async def test_the_cells_with_the_most_events_come_first(stack: Stack) -> None:
    await stack.count(*(there("LIKE", place) for place in (BERLIN, PARIS, PARIS, POTSDAM, POTSDAM, POTSDAM)))
    answer = await stack.ask(COUNTS, first=2)
    assert [area["events"] for area in answer["areas"]] == [3, 2]
    assert (answer["cells"], answer["events"]) == (3, 6)


async def test_bots_and_self_views_are_left_out_unless_included(stack: Stack) -> None:
    await stack.count(
        there("VIEW_START", BERLIN, who="u1"), there("VIEW_START", BERLIN, who="u2"),
        there("VIEW_START", BERLIN, who="k1", creatorId="k1"),
    )  # fmt: skip
    assert await counts(stack) == {cell(BERLIN): (2, 2)}
    assert await counts(stack, include={"selfViews": True}) == {cell(BERLIN): (3, 3)}
    await stack.ask('mutation { classifyViewers(viewers: [{ id: "u2", bot: true }]) { results { status } } }')
    await stack.aggregator.drain()
    assert await counts(stack) == {cell(BERLIN): (1, 1)}
    assert await counts(stack, include={"bots": True}) == {cell(BERLIN): (2, 2)}
    assert await counts(stack, include={"bots": True, "selfViews": True}) == {cell(BERLIN): (3, 3)}


async def test_a_rebuild_finds_no_differences_and_repairs_those_that_are_made(stack: Stack, settings: Settings) -> None:
    await stack.count(
        there("VIEW_START", BERLIN, playId="p1", viewData={"watchTime": 9}), there("LIKE", PARIS, who="u2")
    )
    await stack.ask('mutation { classifyViewers(viewers: [{ id: "u2", bot: true }]) { results { status } } }')
    await stack.aggregator.drain()
    assert await rebuild(settings) == []
    await stack.services.pool.execute("UPDATE area_days SET events = events + 5; DELETE FROM area_buckets")
    assert {difference.table for difference in await rebuild(settings)} == {"area_days", "area_buckets"}
    assert await counts(stack, include={"bots": True}) == {cell(BERLIN): (1, 1), cell(PARIS): (1, 0)}
    assert await counts(stack, range={"last": "24h"}) == {cell(BERLIN): (1, 1)}


async def test_wider_cells_are_those_of_h3(stack: Stack) -> None:
    places = [Place(latitude, longitude) for latitude in range(-90, 91, 9) for longitude in range(-180, 181, 17)]
    cells = [cell_of(*place) for place in places] + [
        h3.cell_to_center_child(pentagon, 5) for pentagon in h3.get_pentagons(0)
    ]
    for resolution in range(6):
        found = await stack.services.pool.fetch(
            "SELECT wider_cell(cell, $2) AS wider FROM unnest($1::bigint[]) WITH ORDINALITY AS c (cell, n) ORDER BY n",
            cells,
            resolution,
        )
        assert [row["wider"] for row in found] == [h3.cell_to_parent(each, resolution) for each in cells]


@pytest.mark.parametrize(
    ("variables", "field"),
    [
        ({"resolution": -1}, ["resolution"]),
        ({"resolution": 6}, ["resolution"]),
        ({"first": 101}, ["first"]),
        ({"definition": "x"}, ["definition"]),
        ({"timezone": "x"}, ["timezone"]),
        ({"box": {"south": 2, "west": 0, "north": 1, "east": 1}}, ["box", "south"]),
        ({"box": {"south": 40, "west": 0, "north": 60, "east": 20}}, ["box"]),
    ],
)
async def test_invalid_area_arguments_are_bad_input(stack: Stack, variables: dict[str, Any], field: list[str]) -> None:
    assert await stack.refusal(COUNTS, **variables) == {"code": "BAD_INPUT", "field": field}


async def test_areas_are_an_admins(stack: Stack) -> None:
    for viewer, code in ((creator("k1"), "FORBIDDEN"), (user("u1"), "FORBIDDEN"), (APP, "UNAUTHENTICATED")):
        assert (await stack.refusal(COUNTS, viewer))["code"] == code
    assert (await stack.ask(COUNTS, ADMIN))["areas"] == []
