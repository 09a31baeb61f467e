"""contents: the catalogue, searched and in pages."""

from typing import Any

import pytest

from server.access import Caller, Role
from tests.integration.analytics.stack import ADMIN, APP, Stack, creator, event, user

LIST = """
query (
  $search: String, $types: [ContentType!], $creatorId: ID, $sort: CatalogueSort! = RECENT,
  $first: Int, $after: String, $last: Int, $before: String
) {
  contents(
    search: $search, types: $types, creatorId: $creatorId, sort: $sort,
    first: $first, after: $after, last: $last, before: $before
  ) {
    totalCount
    nodes { id contentId type creatorId title publishedAt }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
UPSERT = "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }"


def ids(answer: dict[str, Any]) -> list[str]:
    return [node["contentId"] for node in answer["nodes"]]


async def five(stack: Stack) -> None:
    """Five contents: two of one day, one without date and title; one whose owner only its events tell."""
    described: list[dict[str, Any]] = [
        {"id": "c1", "type": "VIDEO", "creatorId": "k1", "title": "Sea at dawn", "publishedAt": "2026-03-01T00:00:00Z"},
        {"id": "c2", "type": "SHORT", "creatorId": "k2", "title": "THE SEA", "publishedAt": "2026-03-02T00:00:00Z"},
        {"id": "c3", "type": "SHORT", "title": "Forest", "publishedAt": "2026-03-02T00:00:00Z"},
        {"id": "c4", "creatorId": "k1"},
        {"id": "c5", "type": "POST", "creatorId": "k1", "title": "beach", "publishedAt": "2026-01-01T00:00:00Z"},
    ]
    await stack.ask(UPSERT, contents=described)
    await stack.count(event("VIEW_START", "c3", creatorId="k2"), event("VIEW_START", "only-events", creatorId="k1"))


async def test_the_catalogue_is_listed_latest_first_or_by_title(stack: Stack) -> None:
    await five(stack)
    answer = await stack.ask(LIST)
    assert ids(answer) == ["c2", "c3", "c1", "c5", "c4"]
    assert answer["totalCount"] == 5
    assert [node["creatorId"] for node in answer["nodes"]] == ["k2", "k2", "k1", "k1", "k1"]
    assert answer["nodes"][-1]["publishedAt"] is None
    assert ids(await stack.ask(LIST, sort="TITLE")) == ["c4", "c5", "c3", "c1", "c2"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"search": "sea"}, ["c2", "c1"]),
        ({"search": " SEA AT"}, ["c1"]),
        ({"search": "c4"}, ["c4"]),
        ({"search": "c"}, ["c5"]),
        ({"search": "only-events"}, []),
        ({"search": "%"}, []),
        ({"search": ""}, ["c2", "c3", "c1", "c5", "c4"]),
        ({"types": ["SHORT"]}, ["c2", "c3"]),
        ({"types": ["SHORT", "POST"]}, ["c2", "c3", "c5"]),
        ({"types": []}, []),
        ({"creatorId": "k1"}, ["c1", "c5", "c4"]),
        ({"creatorId": "k2"}, ["c2", "c3"]),
        ({"creatorId": "k2", "types": ["SHORT"], "search": "forest"}, ["c3"]),
        ({"creatorId": "nobody"}, []),
    ],
)
async def test_contents_are_found_by_text_type_and_creator(
    stack: Stack, asked: dict[str, Any], found: list[str]
) -> None:
    await five(stack)
    answer = await stack.ask(LIST, **asked)
    assert (ids(answer), answer["totalCount"]) == (found, len(found))
    by_title = await stack.ask(LIST, sort="TITLE", **asked)
    assert (sorted(ids(by_title)), by_title["totalCount"]) == (sorted(found), len(found))


@pytest.mark.parametrize("sort", ["RECENT", "TITLE"])
@pytest.mark.parametrize("size", [1, 2, 3])
async def test_pages_go_in_both_directions(stack: Stack, sort: str, size: int) -> None:
    await five(stack)
    whole = ids(await stack.ask(LIST, sort=sort))
    forwards: list[str] = []
    cursor = None
    while len(forwards) < 5:
        page = await stack.ask(LIST, sort=sort, first=size, after=cursor)
        assert page["pageInfo"]["hasPreviousPage"] is bool(forwards)
        forwards += ids(page)
        assert page["pageInfo"]["hasNextPage"] is (len(forwards) < 5)
        cursor = page["pageInfo"]["endCursor"]
    backwards: list[str] = []
    cursor = None
    while len(backwards) < 5:
        page = await stack.ask(LIST, sort=sort, last=size, before=cursor)
        assert page["pageInfo"]["hasNextPage"] is bool(backwards)
        backwards = [*ids(page), *backwards]
        assert page["pageInfo"]["hasPreviousPage"] is (len(backwards) < 5)
        cursor = page["pageInfo"]["startCursor"]
    assert forwards == backwards == whole


@pytest.mark.parametrize("sort", ["RECENT", "TITLE"])
async def test_the_contents_of_a_creator_have_pages_too(stack: Stack, sort: str) -> None:
    await five(stack)
    await stack.ask(UPSERT, contents=[{"id": "c6"}, {"id": "c7", "creatorId": "k2"}])
    await stack.count(event("VIEW_START", "c6", creatorId="k1"), event("VIEW_START", "c7", creatorId="k1"))
    whole = [node["contentId"] for node in (await stack.ask(LIST, sort=sort))["nodes"] if node["creatorId"] == "k1"]
    assert sorted(whole) == ["c1", "c4", "c5", "c6"], "the catalogue decides, then the events"
    own: dict[str, Any] = {"creatorId": "k1", "sort": sort}
    first = await stack.ask(LIST, **own, first=3)
    info = first["pageInfo"]
    assert (ids(first), first["totalCount"], info["hasNextPage"]) == (whole[:3], 4, True)
    rest = await stack.ask(LIST, **own, first=3, after=info["endCursor"])
    assert (ids(rest), rest["pageInfo"]["hasPreviousPage"], rest["pageInfo"]["hasNextPage"]) == (whole[3:], True, False)
    last = await stack.ask(LIST, **own, last=2)
    assert (ids(last), last["pageInfo"]["hasPreviousPage"]) == (whole[2:], True)
    before = await stack.ask(LIST, **own, last=3, before=last["pageInfo"]["startCursor"])
    assert ids(before) == whole[:2]


async def test_a_long_title_makes_a_cursor_that_is_taken_back(stack: Stack) -> None:
    titles = ["İ" * 500, "İ" * 499 + "z", "a"]
    await stack.ask(UPSERT, contents=[{"id": f"c{number}", "title": title} for number, title in enumerate(titles)])
    found: list[str] = []
    cursor = None
    for _ in titles:
        page = await stack.ask(LIST, sort="TITLE", first=1, after=cursor)
        found += ids(page)
        cursor = page["pageInfo"]["endCursor"]
    assert sorted(found) == ["c0", "c1", "c2"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"search": "x" * 101}, ["search"]),
        ({"search": "a\0"}, ["search"]),
        ({"creatorId": ""}, ["creatorId"]),
        ({"creatorId": "x" * 129}, ["creatorId"]),
    ],
)
async def test_what_cannot_be_asked_is_bad_input(stack: Stack, asked: dict[str, Any], field: list[str]) -> None:
    assert await stack.refusal(LIST, **asked) == {"code": "BAD_INPUT", "field": field}


async def test_a_cursor_belongs_to_its_order(stack: Stack) -> None:
    await five(stack)
    cursor = (await stack.ask(LIST, first=1))["pageInfo"]["endCursor"]
    assert await stack.refusal(LIST, sort="TITLE", after=cursor) == {"code": "BAD_INPUT", "field": ["after"]}


async def test_the_catalogue_is_listed_for_admins_of_its_project(stack: Stack) -> None:
    await five(stack)
    assert ids(await stack.ask(LIST, Caller(project_id=2, user_id="root", role=Role.ADMIN))) == []
    for caller, code in ((creator("k1"), "FORBIDDEN"), (user("u1"), "FORBIDDEN"), (APP, "UNAUTHENTICATED")):
        assert await stack.refusal(LIST, caller) == {"code": code}


async def test_each_content_has_its_own_analytics(stack: Stack) -> None:
    await five(stack)
    found = await stack.ask("{ contents { nodes { contentId analytics { views { total } } } } }", ADMIN)
    views = {node["contentId"]: node["analytics"]["views"]["total"] for node in found["nodes"]}
    assert views == {"c1": 0, "c2": 0, "c3": 1, "c4": 0, "c5": 0}
