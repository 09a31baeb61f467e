"""``events``: single events of a project, newest first."""

from datetime import timedelta
from typing import Any

import pytest

from server.analytics.events import events
from tests.integration.analytics.stack import NOW, Stack, at, creator, event, moment

EVENTS = """
query (
  $filter: EventsFilterInput, $range: RangeInput, $first: Int, $after: String, $last: Int, $before: String
  $include: TrafficInput
) {
  events(
    filter: $filter, range: $range, first: $first, after: $after, last: $last, before: $before, include: $include
  ) {
    id asOf revision isFinal totalCount range { start end }
    nodes { eventId type contentId title creatorId userId sessionId occurredAt properties }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
BOUGHT = {"productId": "mug", "amount": "12.50", "currency": "EUR", "orderId": "o1"}
EVER = {"between": {"start": "2026-10-01", "end": "2026-11-21"}}


async def ids(stack: Stack, **asked: Any) -> list[str]:
    answer = await stack.ask(EVENTS, **{"range": EVER, **asked})
    assert answer["totalCount"] >= len(answer["nodes"])
    return [node["eventId"] for node in answer["nodes"]]


async def fill(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", id="a", sessionId="s1", **at("2026-11-01T10:00")),
        event("LIKE", id="b", **at("2026-11-01T10:00")),
        event("PURCHASE", "c2", "u2", id="c", properties=BOUGHT, **at("2026-11-19T10:00")),
        event("REFUND", None, "u2", id="d", properties={**BOUGHT, "amount": 2}, **at("2026-11-20T11:00")),
        event("SHARE", "c2", id="e", properties={"sharedTo": "mail"}, **at("2026-11-20T11:59")),
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, "edcba"),
        ({}, "edcba"),
        ({"contentId": "c1"}, "ba"),
        ({"contentId": "c2", "userId": "u2"}, "c"),
        ({"userId": "u2"}, "dc"),
        ({"sessionId": "s1"}, "a"),
        ({"types": ["LIKE", "VIEW"]}, "ba"),
        ({"types": []}, ""),
        ({"family": "commerce"}, "dc"),
        ({"family": "commerce", "types": ["REFUND", "LIKE"]}, "d"),
        ({"properties": {"orderId": "o1"}}, "dc"),
        ({"properties": {"orderId": "o1", "amount": "12.50"}}, "c"),
        ({"properties": {"amount": "2"}}, ""),
        ({"userId": "nobody"}, ""),
    ],
)
async def test_an_event_matches_all_that_is_given(stack: Stack, wanted: dict[str, Any] | None, found: str) -> None:
    await fill(stack)
    assert await ids(stack, filter=wanted) == [*found]


async def test_an_event_is_shown_with_what_was_sent(stack: Stack) -> None:
    await fill(stack)
    [node] = (await stack.ask(EVENTS, filter={"types": ["PURCHASE"]}, range=EVER))["nodes"]
    assert node == {
        "eventId": "c",
        "type": "PURCHASE",
        "contentId": "c2",
        "title": None,
        "creatorId": None,
        "userId": "u2",
        "sessionId": None,
        "occurredAt": "2026-11-19T10:00:00+00:00",
        "properties": BOUGHT,
    }


async def test_without_a_range_events_are_of_the_last_day(stack: Stack) -> None:
    await fill(stack)
    answer = await stack.ask(EVENTS)
    assert [node["eventId"] for node in answer["nodes"]] == ["e", "d"]
    assert answer["totalCount"] == 2


@pytest.mark.parametrize("wanted", [None, {"userId": "u1"}])
@pytest.mark.parametrize("first_part", [timedelta(seconds=7), timedelta(days=100)])
async def test_pages_are_the_whole_list_both_ways_whatever_its_parts_are(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, wanted: dict[str, Any] | None, first_part: timedelta
) -> None:
    monkeypatch.setattr(events, "FIRST_PART", first_part)
    moments = [NOW - timedelta(seconds=seconds) for seconds in (1, 1, 8, 300, 301, 900, 40_000, 40_000, 2_000_000)]
    await stack.count(*(event("LIKE", id=f"e{number}", occurredAt=moment(when)) for number, when in enumerate(moments)))
    whole = await ids(stack, filter=wanted, first=50)
    assert [name[0] for name in whole] == ["e"] * len(moments)
    assert sorted(whole[2:6]) == whole[2:6], "newest first"
    for ways in (("first", "after", "endCursor", "hasNextPage"), ("last", "before", "startCursor", "hasPreviousPage")):
        size, next_to, cursor, more = ways
        found: list[str] = []
        place: dict[str, Any] = {}
        while True:
            page = await stack.ask(EVENTS, filter=wanted, range=EVER, **place | {size: 2})
            names = [node["eventId"] for node in page["nodes"]]
            found = found + names if size == "first" else names + found
            other = "hasPreviousPage" if more == "hasNextPage" else "hasNextPage"
            assert page["pageInfo"][other] is bool(place)
            assert page["totalCount"] == len(moments)
            if not page["pageInfo"][more]:
                break
            place = {next_to: page["pageInfo"][cursor]}
        assert found == whole


async def test_bots_are_listed_only_when_they_are_asked_for(stack: Stack) -> None:
    robot: dict[str, Any] = {"device": {"userAgent": "Googlebot/2.1"}}
    await stack.count(event("LIKE", id="a"), event("LIKE", who="u2", id="b", **robot))
    assert await ids(stack) == ["a"]
    assert sorted(await ids(stack, include={"bots": True})) == ["a", "b"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"filter": {"contentId": "x" * 129}}, ["filter", "contentId"]),
        ({"filter": {"contentId": ""}}, ["filter", "contentId"]),
        ({"filter": {"userId": ""}}, ["filter", "userId"]),
        ({"filter": {"sessionId": "\0"}}, ["filter", "sessionId"]),
        ({"filter": {"family": ""}}, ["filter", "family"]),
        ({"filter": {"family": "fun"}}, ["filter", "family"]),
        ({"filter": {"properties": {"a": "\0"}}}, ["filter", "properties", "a"]),
        ({"filter": {"properties": {"a": [{"b": "x\0"}]}}}, ["filter", "properties", "a", 0, "b"]),
        ({"filter": {"properties": {"\0": 1}}}, ["filter", "properties"]),
        ({"filter": {"properties": {str(number): 1 for number in range(9)}}}, ["filter", "properties"]),
        ({"first": 0}, ["first"]),
        ({"after": "x"}, ["after"]),
    ],
)
async def test_invalid_filters_are_refused(stack: Stack, asked: dict[str, Any], field: list[str | int]) -> None:
    refused = await stack.refusal(EVENTS, **asked)
    assert (refused["code"], refused["field"]) == ("BAD_INPUT", field)


async def test_only_an_admin_lists_events(stack: Stack) -> None:
    assert (await stack.refusal(EVENTS, creator("k1")))["code"] == "FORBIDDEN"
