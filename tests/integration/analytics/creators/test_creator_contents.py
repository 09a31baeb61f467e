"""A creator's list: every content once, in pages, whatever is written in between."""

from typing import Any

import pytest

from tests.drawing import thinned
from tests.integration.analytics.stack import ADMIN, Stack, at, creator, event

LIST = """
query ($range: RangeInput, $search: String, $types: [ContentType!], $sort: ContentSort! = RECENT, $first: Int! = 2,
       $after: String, $definition: String! = "start@1", $include: TrafficInput, $creatorId: ID = "k1") {
  creatorContents(
    creatorId: $creatorId, range: $range, search: $search, types: $types, sort: $sort, first: $first, after: $after,
    definition: $definition, include: $include
  ) {
    revision isFinal definition range { start end } timezone totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges {
      cursor
      node {
        contentId type title caption thumbnail creatorId publishedAt duration views uniqueViewers watchTime
        averageWatchTime completionRate likes comments shares saves engagementRate engagementScore qualityScore
      }
    }
  }
}
"""


NOVEMBER = {"calendar": {"unit": "MONTH"}}


async def catalogue(stack: Stack, *contents: dict[str, Any]) -> None:
    await stack.ask(
        "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }",
        contents=[{"creatorId": "k1", **content} for content in contents],
    )


async def five(stack: Stack) -> None:
    """Of k1: a, b, c in the catalogue, d and e by their events only; a was never seen. x is of another creator."""
    await catalogue(
        stack,
        {"id": "a", "title": "A", "publishedAt": "2026-11-03T00:00:00Z"},
        {"id": "b", "title": "B", "publishedAt": "2026-11-01T00:00:00Z", "duration": 20},
        {"id": "c", "title": "C"},
        {"id": "x", "creatorId": "k2"},
    )
    await stack.count(
        *(event("VIEW_START", "b", f"u{n}", **at("2026-11-19T10:00")) for n in range(3)),
        event("LIKE", "b", "u1", **at("2026-11-19T10:00")),
        event("VIEW_START", "c", "u1", **at("2026-11-10T10:00")),
        event("VIEW_COMPLETE", "c", "u1", viewData={"totalWatchTime": 8}, **at("2026-11-10T10:00")),
        *(event("VIEW_START", "d", "u1", creatorId="k1", **at("2026-11-11T10:00")) for _ in range(2)),
        event("SHARE", "d", "u1", creatorId="k1", **at("2026-11-11T10:00")),
        event("IMPRESSION", "e", "u1", creatorId="k1", **at("2026-11-12T10:00")),
        event("VIEW_START", "x", "u1", creatorId="k1"),
    )


async def pages(stack: Stack, first: int = 2, **variables: Any) -> list[str]:
    """The ids of all pages, one after the other."""
    found: list[str] = []
    after = None
    while True:
        page = await stack.ask(LIST, first=first, after=after, **variables)
        ids = [edge["node"]["contentId"] for edge in page["edges"]]
        found += ids
        info = page["pageInfo"]
        assert info["hasPreviousPage"] is (after is not None)
        if ids:
            assert (info["startCursor"], info["endCursor"]) == (page["edges"][0]["cursor"], page["edges"][-1]["cursor"])
        if not info["hasNextPage"]:
            return found
        assert len(ids) == first
        after = info["endCursor"]


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ("RECENT", ["e", "d", "c", "a", "b"]),
        ("VIEWS", ["b", "d", "c", "a", "e"]),
        ("UNIQUE_VIEWERS", ["b", "c", "d", "a", "e"]),
        ("WATCH_TIME", ["c", "a", "b", "d", "e"]),
        ("AVERAGE_WATCH_TIME", ["c", "a", "b", "d", "e"]),
        ("COMPLETION", ["c", "a", "b", "d", "e"]),
        ("LIKES", ["b", "a", "c", "d", "e"]),
        ("COMMENTS", ["a", "b", "c", "d", "e"]),
        ("SHARES", ["d", "a", "b", "c", "e"]),
        ("SAVES", ["a", "b", "c", "d", "e"]),
        ("ENGAGEMENT", ["c", "d", "a", "b", "e"]),
        ("QUALITY", ["d", "c", "b", "a", "e"]),
    ],
)
@pytest.mark.parametrize("first", thinned([1, 2, 100], 3, 1))
@pytest.mark.parametrize("asked", [None, NOVEMBER])
async def test_every_sort_order_lists_each_content_once(
    stack: Stack, sort: str, ids: list[str], first: int, asked: Any
) -> None:
    await five(stack)
    assert await pages(stack, first, sort=sort, range=asked) == ids


async def test_a_range_counts_what_happened_in_it(stack: Stack) -> None:
    await five(stack)
    within = {"between": {"start": "2026-11-10T00:00:00Z", "end": "2026-11-12T00:00:00Z"}}
    assert await pages(stack, sort="VIEWS", range=within) == ["d", "c", "a", "b", "e"]
    page = await stack.ask(LIST, sort="UNIQUE_VIEWERS", range=within, first=100)
    assert page["isFinal"] is True
    assert page["range"] == {"start": "2026-11-10T00:00:00+00:00", "end": "2026-11-12T00:00:00+00:00"}
    shown = {edge["node"]["contentId"]: edge["node"] for edge in page["edges"]}
    assert {content: (node["views"], node["uniqueViewers"]) for content, node in shown.items()} == {
        "a": (0, 0), "b": (0, 0), "c": (1, 1), "d": (2, 1), "e": (0, 0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("which", "ids"),
    [
        ({"search": "AB"}, ["a1", "b1"]),
        ({"search": " Ab "}, ["a1", "b1"]),
        ({"search": "übung"}, ["b1"]),
        ({"search": "50%"}, ["a1"]),
        ({"search": "%"}, ["a1"]),
        ({"search": "_"}, []),
        ({"search": "c1"}, ["c1"]),
        ({"search": "1"}, []),
        ({"search": ""}, ["a1", "b1", "c1"]),
        ({"search": "  "}, ["a1", "b1", "c1"]),
        ({"types": ["VIDEO"]}, ["a1"]),
        ({"types": ["VIDEO", "STORY"]}, ["a1", "b1"]),
        ({"types": []}, []),
        ({"types": ["STORY"], "search": "ab"}, ["b1"]),
    ],
    ids=str,
)
@pytest.mark.parametrize("asked", [None, NOVEMBER])
async def test_contents_are_found_by_title_id_and_type(
    stack: Stack, which: dict[str, Any], ids: list[str], asked: Any
) -> None:
    await catalogue(
        stack,
        {"id": "a1", "title": "Cabbage at 50%", "type": "VIDEO"},
        {"id": "b1", "title": "Übung: AB", "type": "STORY"},
    )
    await stack.count(event("VIEW_START", "c1", creatorId="k1"))
    assert sorted(await pages(stack, 1, range=asked, sort="QUALITY", **which)) == ids
    assert (await stack.ask(LIST, range=asked, **which))["totalCount"] == len(ids)


@pytest.mark.parametrize("search", ["x" * 101, "\0"])
async def test_a_search_that_is_too_long_is_bad_input(stack: Stack, search: str) -> None:
    assert await stack.refusal(LIST, search=search) == {"code": "BAD_INPUT", "field": ["search"]}


@pytest.mark.parametrize("asked", [None, NOVEMBER, {"last": "7d"}])
async def test_list_nodes_equal_content_analytics(stack: Stack, asked: Any) -> None:
    await five(stack)
    page = await stack.ask(LIST, sort="VIEWS", first=100, range=asked)
    assert page["totalCount"] == 5
    assert page["revision"] > 0
    assert page["definition"] == "start@1"
    nodes = {edge["node"]["contentId"]: edge["node"] for edge in page["edges"]}
    for content, node in nodes.items():
        one = await stack.ask(
            "query ($id: ID!, $range: RangeInput) { contentAnalytics(contentId: $id, range: $range) { "
            "views { total unique } watchTime { total average } "
            "completion { rate } engagement { likes comments shares saves } engagementRate engagementScore "
            "qualityScore { score } } }",
            id=content,
            range=asked,
        )
        assert (node["views"], node["uniqueViewers"]) == (one["views"]["total"], one["views"]["unique"])
        assert (node["watchTime"], node["averageWatchTime"]) == tuple(one["watchTime"].values())
        assert node["completionRate"] == one["completion"]["rate"]
        reactions = {name: node[name] for name in ("likes", "comments", "shares", "saves")}
        assert (reactions, node["engagementRate"]) == (one["engagement"], one["engagementRate"])
        assert (node["engagementScore"], node["qualityScore"]) == (one["engagementScore"], one["qualityScore"]["score"])
    assert (nodes["b"]["title"], nodes["b"]["duration"]) == ("B", 20.0)
    assert nodes["b"]["publishedAt"] == "2026-11-01T00:00:00+00:00"
    assert (nodes["d"]["title"], nodes["d"]["creatorId"], nodes["d"]["publishedAt"]) == (None, "k1", None)


@pytest.mark.parametrize("sort", ["RECENT", "VIEWS", "UNIQUE_VIEWERS", "ENGAGEMENT", "QUALITY"])
@pytest.mark.parametrize("asked", [None, NOVEMBER])
async def test_inserts_between_pages_neither_repeat_nor_hide_rows(stack: Stack, sort: str, asked: Any) -> None:
    await five(stack)
    whole = await pages(stack, 100, sort=sort, range=asked)
    first = await stack.ask(LIST, sort=sort, first=2, range=asked)
    seen = [edge["node"]["contentId"] for edge in first["edges"]]
    await catalogue(
        stack,
        {"id": "0 new", "publishedAt": "2026-11-20T00:00:00Z"},
        {"id": "~ old", "publishedAt": "1999-01-01T00:00:00Z"},
    )
    await stack.count(
        *(event("VIEW_START", "0 new", f"u{n}") for n in range(9)),
        *(event("VIEW_COMPLETE", "0 new", f"u{n}") for n in range(9)),
        event("VIEW_START", seen[0], "u9"),
    )
    rest = await pages_after(stack, first["pageInfo"]["endCursor"], sort=sort, range=asked)
    assert [content for content in rest if content in whole] == whole[2:]
    assert not set(rest) & set(seen)


async def pages_after(stack: Stack, after: str, **variables: Any) -> list[str]:
    found: list[str] = []
    cursor: str | None = after
    while cursor:
        page = await stack.ask(LIST, first=2, after=cursor, **variables)
        found += [edge["node"]["contentId"] for edge in page["edges"]]
        cursor = page["pageInfo"]["endCursor"] if page["pageInfo"]["hasNextPage"] else None
    return found


async def test_definition_and_traffic_decide_what_counts(stack: Stack) -> None:
    await catalogue(stack, {"id": "a"}, {"id": "b"})
    await stack.count(
        *(event("VIEW_START", "a", f"u{n}", viewData={"watchTime": 1}) for n in range(3)),
        event("VIEW_START", "b", "u1", viewData={"watchTime": 5}),
        *(event("VIEW_START", "b", "k1") for _ in range(4)),
    )
    assert await pages(stack, sort="VIEWS") == ["a", "b"]
    assert await pages(stack, sort="VIEWS", definition="engaged@1") == ["b", "a"]
    assert await pages(stack, sort="VIEWS", include={"selfViews": True}) == ["b", "a"]
    assert await pages(stack, sort="UNIQUE_VIEWERS", range=NOVEMBER, definition="engaged@1") == ["b", "a"]
    assert await pages(stack, sort="WATCH_TIME", range=NOVEMBER, include={"selfViews": True}) == ["b", "a"]


@pytest.mark.parametrize("after", ["", "x", "WyJyZWNlbnQiLDEsImEiXQ", "WyJ2aWV3cyIsMSwiYVx1MDAwMCJd", "WzFd", "\udfff"])
async def test_a_cursor_of_another_list_is_bad_input(stack: Stack, after: str) -> None:
    refused = await stack.refusal(LIST, sort="VIEWS", after=after)
    assert refused == {"code": "BAD_INPUT", "field": ["after"]}


async def test_a_creator_lists_itself_and_an_admin_any_creator(stack: Stack) -> None:
    await five(stack)
    assert (await stack.ask(LIST, creator("k2"), creatorId=None))["totalCount"] == 1
    assert (await stack.ask(LIST, ADMIN, creatorId="k2"))["totalCount"] == 1
    assert (await stack.refusal(LIST, creator("k2"), creatorId="k1"))["code"] == "FORBIDDEN"
    assert (await stack.ask(LIST, ADMIN, creatorId="nobody"))["edges"] == []
