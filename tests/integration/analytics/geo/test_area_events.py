"""eventsNear and eventsInBox: events by location, as precise as their senders consented to."""

from typing import Any

import pytest

from server.analytics.geo.geometry import distance
from server.storage.cells import Place, cell_of, centre_of
from tests.integration.analytics.stack import ADMIN, APP, Stack, at, creator, event, rounded, user

BERLIN, POTSDAM, PARIS = Place(52.52, 13.405), Place(52.39, 13.06), Place(48.85, 2.35)
FIJI_WEST, FIJI_EAST = Place(-17.0, 179.95), Place(-17.0, -179.95)
ROWS = """
  asOf revision isFinal definition timezone range { start end }
  edges { cursor node { eventId type contentId occurredAt latitude longitude precise distance } }
  pageInfo { hasNextPage hasPreviousPage endCursor }
"""
OPTIONS = "$range: RangeInput, $types: [EventType!], $first: Int! = 20, $after: String, $include: TrafficInput"
PASSED = "range: $range, types: $types, first: $first, after: $after, include: $include"
NEAR = f"""
query ($point: PointInput!, $radius: Float!, {OPTIONS}) {{
  eventsNear(point: $point, radius: $radius, {PASSED}) {{ {ROWS} }}
}}
"""
IN_BOX = f"query ($box: BoxInput!, {OPTIONS}) {{ eventsInBox(box: $box, {PASSED}) {{ {ROWS} }} }}"


def there(name: str, place: Place, kind: str = "LIKE", time: str = "20T10:00", **more: Any) -> dict[str, Any]:
    location = {"latitude": place.latitude, "longitude": place.longitude, "preciseConsent": more.pop("consent", True)}
    return event(kind, "c1", more.pop("who", "u1"), id=name, location=location, **at(f"2026-11-{time}"), **more)


def point(place: Place) -> dict[str, float]:
    return {"latitude": place.latitude, "longitude": place.longitude}


def box(south: float, west: float, north: float, east: float) -> dict[str, float]:
    return {"south": south, "west": west, "north": north, "east": east}


def names(answer: Any) -> list[str]:
    return [edge["node"]["eventId"] for edge in answer["edges"]]


async def near(stack: Stack, place: Place = BERLIN, radius: float = 10_000, **variables: Any) -> list[str]:
    return names(await stack.ask(NEAR, point=point(place), radius=radius, **variables))


AROUND_BERLIN = box(52.3, 13.0, 52.7, 13.8)


async def test_an_event_with_consent_lies_where_it_was_sent_from(stack: Stack) -> None:
    away = Place(52.53, 13.405)
    await stack.count(there("one", BERLIN), there("two", away, "VIEW", "20T10:05"))
    await stack.set_as_of("2026-11-20T12:00:00Z")
    answer = await stack.ask(NEAR, point=point(BERLIN), radius=2_000)
    assert answer["asOf"] is not None
    assert (answer["revision"], answer["isFinal"], answer["definition"]) == (1, False, "start@1")
    assert answer["range"] == {"start": "2026-11-19T12:00:00+00:00", "end": "2026-11-20T12:07:00+00:00"}
    second, first = (edge["node"] for edge in answer["edges"])
    assert first == {
        "eventId": "one",
        "type": "LIKE",
        "contentId": "c1",
        "occurredAt": "2026-11-20T10:00:00+00:00",
        **point(BERLIN),
        "precise": True,
        "distance": 0.0,
    }
    assert (second["type"], second["precise"]) == ("VIEW_START", True)
    assert second["distance"] == pytest.approx(distance(BERLIN, away), abs=1e-6)
    assert await near(stack, radius=1_000) == ["one"]


async def test_an_event_without_consent_lies_in_the_centre_of_its_cell(stack: Stack) -> None:
    await stack.count(there("coarse", BERLIN, consent=False))
    centre = centre_of(cell_of(*BERLIN))
    assert distance(centre, BERLIN) > 1_000
    assert await near(stack, BERLIN, 500) == []
    answer = await stack.ask(NEAR, point=point(centre), radius=10)
    [edge] = answer["edges"]
    node = edge["node"]
    assert node["precise"] is False
    assert (node["latitude"], node["longitude"]) == rounded((centre.latitude, centre.longitude))
    kept = await stack.services.pool.fetchrow("SELECT latitude, longitude, to_jsonb(events) AS everything FROM events")
    assert kept is not None
    assert tuple(kept)[:2] == (None, None)
    assert "13.4" not in str(kept["everything"])


async def test_a_box_contains_the_events_between_its_sides(stack: Stack) -> None:
    await stack.count(there("b", BERLIN), there("p", POTSDAM, time="20T10:01"), there("f", PARIS, time="20T10:02"))
    answer = await stack.ask(IN_BOX, box=AROUND_BERLIN)
    assert names(answer) == ["p", "b"]
    assert [edge["node"]["distance"] for edge in answer["edges"]] == [None, None]
    assert names(await stack.ask(IN_BOX, box=box(52.5, 13.4, 52.54, 13.41))) == ["b"]
    assert names(await stack.ask(IN_BOX, box=box(52.5, 13.41, 52.54, 13.42))) == []
    assert names(await stack.ask(IN_BOX, box=box(52.52, 13.405, 52.54, 13.42))) == ["b"]


async def test_a_place_may_lie_on_both_sides_of_the_antimeridian(stack: Stack) -> None:
    await stack.count(there("w", FIJI_WEST), there("e", FIJI_EAST, time="20T10:01"))
    assert names(await stack.ask(IN_BOX, box=box(-18, 179.5, -16, -179.5))) == ["e", "w"]
    assert names(await stack.ask(IN_BOX, box=box(-18, 179.5, -16, 180))) == ["w"]
    assert await near(stack, FIJI_WEST, 20_000) == ["e", "w"]
    assert await near(stack, FIJI_WEST, 5_000) == ["w"]


async def test_the_last_24_hours_are_meant_unless_a_range_is_named(stack: Stack) -> None:
    await stack.count(
        there("old", BERLIN, time="10T10:00"), there("yesterday", BERLIN, time="19T13:00"), there("new", BERLIN)
    )
    await stack.set_as_of("2026-11-20T12:00:00Z")
    for question, shape in ((NEAR, {"point": point(BERLIN), "radius": 100}), (IN_BOX, {"box": AROUND_BERLIN})):
        assert names(await stack.ask(question, **shape)) == ["new", "yesterday"]
        assert names(await stack.ask(question, range={"days": 1}, **shape)) == ["new"]
        assert names(await stack.ask(question, range={"months": 1}, **shape)) == ["new", "yesterday", "old"]
        between = {"start": "2026-11-10T10:00:00Z", "end": "2026-11-10T10:15:00Z"}
        old = await stack.ask(question, range={"between": between}, **shape)
        assert (names(old), old["isFinal"]) == (["old"], True)


async def test_types_and_classes_of_traffic_are_chosen(stack: Stack) -> None:
    await stack.count(
        there("like", BERLIN),
        there("view", BERLIN, "VIEW_START", "20T10:01"),
        there("bot", BERLIN, time="20T10:02", who="u2"),
        there("own", BERLIN, time="20T10:03", who="k1", creatorId="k1"),
    )
    await stack.ask('mutation { classifyViewers(viewers: [{ id: "u2", bot: true }]) { results { status } } }')
    await stack.aggregator.drain()
    assert await near(stack) == ["view", "like"]
    assert await near(stack, types=["VIEW"]) == ["view"]
    assert await near(stack, include={"bots": True}) == ["bot", "view", "like"]
    assert await near(stack, include={"selfViews": True}) == ["own", "view", "like"]
    assert await near(stack, include={"bots": True, "selfViews": True}, types=["LIKE"]) == ["own", "bot", "like"]


async def test_events_are_listed_once_they_are_counted(stack: Stack) -> None:
    await stack.count(there("counted", BERLIN))
    await stack.track([there("pending", BERLIN)])
    assert await near(stack) == ["counted"]


async def test_pages_list_each_event_once_whatever_its_cell(stack: Stack) -> None:
    places = [BERLIN, POTSDAM, Place(52.6, 13.7), Place(52.35, 13.6)]
    await stack.count(
        *(there(f"e{number:02}", places[number % 4], time=f"20T10:{number // 5:02}") for number in range(18))
    )
    for question, shape in ((NEAR, {"point": point(BERLIN), "radius": 50_000}), (IN_BOX, {"box": AROUND_BERLIN})):
        seen: list[Any] = []
        after = None
        while True:
            page = await stack.ask(question, first=4, after=after, **shape)
            assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
            seen += [edge["node"] for edge in page["edges"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert sorted(node["eventId"] for node in seen) == [f"e{number:02}" for number in range(18)]
        assert [node["occurredAt"] for node in seen] == sorted((node["occurredAt"] for node in seen), reverse=True)


@pytest.mark.parametrize(
    ("variables", "field"),
    [
        ({"radius": 50_001}, ["radius"]),
        ({"radius": 0}, ["radius"]),
        ({"radius": -5}, ["radius"]),
        ({"point": {"latitude": 91, "longitude": 0}}, ["point", "latitude"]),
        ({"point": {"latitude": 0, "longitude": 181}}, ["point", "longitude"]),
        ({"first": 0}, ["first"]),
        ({"after": "x"}, ["after"]),
        ({"range": {"last": "x"}}, ["range", "last"]),
    ],
)
async def test_invalid_circles_are_bad_input(stack: Stack, variables: dict[str, Any], field: list[str]) -> None:
    asked: dict[str, Any] = {"point": point(BERLIN), "radius": 100, **variables}
    assert await stack.refusal(NEAR, **asked) == {"code": "BAD_INPUT", "field": field}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (box(-90, -180, 90, 180), ["box"]),
        (box(45, 5, 55, 15), ["box"]),
        (box(2, 0, 1, 1), ["box", "south"]),
        (box(0, 0, 91, 1), ["box", "north"]),
        (box(0, 7, 1, 7), ["box", "west"]),
    ],
)
async def test_invalid_boxes_are_bad_input(stack: Stack, asked: dict[str, float], field: list[str]) -> None:
    assert await stack.refusal(IN_BOX, box=asked) == {"code": "BAD_INPUT", "field": field}


async def test_the_events_of_a_place_are_an_admins(stack: Stack) -> None:
    for viewer, code in ((creator("k1"), "FORBIDDEN"), (user("u1"), "FORBIDDEN"), (APP, "UNAUTHENTICATED")):
        assert (await stack.refusal(NEAR, viewer, point=point(BERLIN), radius=1))["code"] == code
        assert (await stack.refusal(IN_BOX, viewer, box=AROUND_BERLIN))["code"] == code
    assert names(await stack.ask(IN_BOX, ADMIN, box=AROUND_BERLIN)) == []
