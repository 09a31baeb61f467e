"""Every connection pages in both directions, and says what there is around a page and in all."""

from collections.abc import Sequence
from typing import Any

import pytest
import pytest_asyncio

from server.access import Caller
from tests.integration.analytics.stack import ADMIN, APP, TRACK, Stack, event, user

PLACE = {"latitude": 52.5, "longitude": 13.4, "preciseConsent": True}
BOX = "{south: 52.4, west: 13.2, north: 52.6, east: 13.6}"
LISTS = {
    "watchHistory": ("", "contentId"),
    "savedContents": ("", "contentId"),
    "interactionHistory": ("types: [LIKE]", "eventId"),
    "creatorContents": ('creatorId: "k1", sort: VIEWS', "contentId"),
    "creatorContents by viewers": ('creatorId: "k1", sort: QUALITY, range: {last: "24h"}', "contentId"),
    "topContents": ('by: LIKES, range: {last: "24h"}', "contentId"),
    "topContents by viewers": ('by: UNIQUE_VIEWERS, range: {last: "24h"}', "contentId"),
    "topContents of all time": ("by: SAVES", "contentId"),
    "eventsNear": ("point: {latitude: 52.5, longitude: 13.4}, radius: 20000, types: [LIKE]", "eventId"),
    "eventsInBox": (f"box: {BOX}, types: [LIKE]", "eventId"),
    "rejectedEvents": ('code: "MISSING_FIELD"', "eventId"),
}
"""The other arguments of each list, after whose name may be a word, and the field by which a test knows its items."""
NUMBER = 7


@pytest_asyncio.fixture(loop_scope="session")
async def filled(stack: Stack) -> Stack:
    """Seven items for each list, some of which are of the same moment."""
    events: list[dict[str, Any]] = []
    for number in range(NUMBER):
        where: dict[str, Any] = {
            "creatorId": "k1",
            "occurredAt": f"2026-11-20T11:0{number // 2}:00+00:00",
            "location": PLACE,
        }
        events += [event(kind, f"c{number}", id=f"{kind}{number}", **where) for kind in ("VIEW_START", "SAVE", "LIKE")]
    await stack.count(*events)
    await stack.ask(TRACK, APP, events=[event("LIKE", None, id=f"bad{number}") for number in range(NUMBER)])
    await stack.services.ingest.rejected.flush()
    return stack


def document(name: str, selected: str = "") -> str:
    others, field = LISTS[name]
    asked = f"{name.partition(' ')[0]}({others + ', ' if others else ''}"
    return f"""query ($first: Int, $after: String, $last: Int, $before: String) {{
      {asked}first: $first, after: $after, last: $last, before: $before) {{
        edges {{ cursor node {{ {field} }} }} nodes {{ {field} }} totalCount
        pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} {selected}
      }}
    }}"""


def caller_of(name: str) -> Caller:
    return user("u1") if name in ("watchHistory", "savedContents", "interactionHistory") else ADMIN


def ids_of(name: str, items: Sequence[dict[str, str]]) -> list[str]:
    return [item[LISTS[name][1]] for item in items]


async def page_of(stack: Stack, name: str, **arguments: Any) -> tuple[list[str], dict[str, Any]]:
    """The ids of a page, and its information; all that it says must agree."""
    answer = await stack.ask(document(name), caller_of(name), **arguments)
    edges, info = answer["edges"], answer["pageInfo"]
    assert answer["nodes"] == [edge["node"] for edge in edges]
    assert answer["totalCount"] == NUMBER
    assert info["startCursor"] == (edges[0]["cursor"] if edges else None)
    assert info["endCursor"] == (edges[-1]["cursor"] if edges else None)
    return ids_of(name, answer["nodes"]), info


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_is_the_same_from_both_ends(filled: Stack, name: str) -> None:
    whole, info = await page_of(filled, name)
    assert len(set(whole)) == NUMBER
    assert (info["hasPreviousPage"], info["hasNextPage"]) == (False, False)
    assert (await page_of(filled, name, last=100))[0] == whole
    for size in (1, 3, 4):
        forwards: list[str] = []
        cursor = None
        while len(forwards) < NUMBER:
            found, info = await page_of(filled, name, first=size, after=cursor)
            assert (info["hasPreviousPage"], info["hasNextPage"]) == (
                bool(forwards),
                len(forwards) + len(found) < NUMBER,
            )
            forwards += found
            cursor = info["endCursor"]
        assert forwards == whole
        backwards: list[str] = []
        cursor = None
        while len(backwards) < NUMBER:
            found, info = await page_of(filled, name, last=size, before=cursor)
            assert (info["hasNextPage"], info["hasPreviousPage"]) == (
                bool(backwards),
                len(backwards) + len(found) < NUMBER,
            )
            backwards = [*found, *backwards]
            cursor = info["startCursor"]
        assert backwards == whole


@pytest.mark.parametrize("name", LISTS)
async def test_beyond_the_ends_of_a_list_is_an_empty_page(filled: Stack, name: str) -> None:
    _, info = await page_of(filled, name)
    found, beyond = await page_of(filled, name, first=2, after=info["endCursor"])
    assert (found, beyond["hasPreviousPage"], beyond["hasNextPage"]) == ([], True, False)
    found, beyond = await page_of(filled, name, last=2, before=info["startCursor"])
    assert (found, beyond["hasPreviousPage"], beyond["hasNextPage"]) == ([], False, True)


async def test_a_page_before_a_cursor_has_the_default_size(filled: Stack) -> None:
    whole, info = await page_of(filled, "watchHistory")
    assert (await page_of(filled, "watchHistory", before=info["endCursor"]))[0] == whole[:-1]
    assert (await page_of(filled, "watchHistory", first=None, last=2))[0] == whole[-2:]
    assert (await page_of(filled, "watchHistory", first=20, last=2))[0] == whole[-2:], "the default of `first`"


async def test_what_was_before_a_page_may_be_gone(stack: Stack) -> None:
    await stack.count(
        *(event("SAVE", f"c{number}", occurredAt=f"2026-11-20T11:0{number}:00+00:00") for number in range(3))
    )
    saved = document("savedContents")
    first = await stack.ask(saved, user("u1"), first=1)
    second = {"first": 1, "after": first["pageInfo"]["endCursor"]}
    assert (await stack.ask(saved, user("u1"), **second))["pageInfo"]["hasPreviousPage"] is True
    await stack.count(event("UNSAVE", "c2", occurredAt="2026-11-20T11:30:00+00:00"))
    page = await stack.ask(saved, user("u1"), **second)
    assert page["nodes"] == [{"contentId": "c1"}]
    assert page["pageInfo"]["hasPreviousPage"] is False
    assert page["totalCount"] == 2


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"first": 0}, "first"),
        ({"first": 101}, "first"),
        ({"last": 0}, "last"),
        ({"last": -1}, "last"),
        ({"last": 101}, "last"),
        ({"first": 3, "last": 3}, "first"),
        ({"first": 3, "before": "x"}, "first"),
        ({"after": "x", "last": 3}, "after"),
        ({"after": "x", "before": "x"}, "after"),
        ({"after": "x"}, "after"),
        ({"before": "x"}, "before"),
    ],
)
async def test_a_page_that_cannot_be_is_bad_input(
    stack: Stack, name: str, arguments: dict[str, Any], field: str
) -> None:
    refused = await stack.refusal(document(name), caller_of(name), **arguments)
    assert refused == {"code": "BAD_INPUT", "field": [field]}


async def test_a_count_that_fails_leaves_the_page(filled: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object) -> int:
        raise ConnectionError("lost")

    monkeypatch.setattr("server.storage.pages.PagedList.count", fails)
    result, _ = await filled.execute(document("watchHistory"), user("u1"), {"first": 1})
    assert [error.path for error in result.errors] == [["watchHistory", "totalCount"]]
    assert result.data["watchHistory"]["totalCount"] is None
    assert len(result.data["watchHistory"]["nodes"]) == 1
