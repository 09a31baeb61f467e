"""watchHistory and savedContents: the watched and the saved contents of a user, in pages."""

from typing import Any

import pytest

from server.access import Caller, Role
from tests.integration.analytics.stack import ADMIN, APP, Stack, at, creator, event, user

WATCHED = """
query ($userId: ID, $first: Int! = 20, $after: String, $definition: String! = "start@1") {
  watchHistory(userId: $userId, first: $first, after: $after, definition: $definition) {
    asOf revision isFinal definition
    edges {
      cursor
      node {
        contentId type title caption thumbnail creatorId firstViewedAt lastViewedAt views plays watchTime completions
      }
    }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
SAVED = """
query ($userId: ID, $first: Int! = 20, $after: String) {
  savedContents(userId: $userId, first: $first, after: $after) {
    revision isFinal definition
    edges { cursor node { contentId title creatorId savedAt } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
UPSERT = "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }"


def seen(content: str, minute: int, who: str = "u1", **more: Any) -> dict[str, Any]:
    return event("VIEW_START", content, who, playId=f"{content}-{minute}", **at(f"2026-11-20T10:{minute:02}"), **more)


def saved(content: str, minute: int, kind: str = "SAVE") -> dict[str, Any]:
    return event(kind, content, **at(f"2026-11-20T10:{minute:02}"))


def contents_of(answer: Any) -> list[str]:
    return [edge["node"]["contentId"] for edge in answer["edges"]]


async def test_a_watched_content_has_its_watch_time_and_position(stack: Stack) -> None:
    described = {"id": "c1", "type": "SHORT", "creatorId": "k1", "title": "One", "caption": "The first"}
    await stack.ask(UPSERT, contents=[{**described, "thumbnail": "https://example.com/1.png"}])
    await stack.count(
        seen("c1", 1, viewData={"watchTime": 4, "duration": 20}),
        event("VIEW_COMPLETE", "c1", playId="c1-1", **at("2026-11-20T10:02"), viewData={"watchTime": 16}),
        seen("c1", 5, viewData={"watchTime": 1}),
        seen("c1", 6, who="u2"),
    )
    answer = await stack.ask(WATCHED, user("u1"))
    assert answer["asOf"] is not None
    assert answer["revision"] == 1
    assert (answer["isFinal"], answer["definition"]) == (False, "start@1")
    [edge] = answer["edges"]
    assert edge["node"] == {
        "contentId": "c1",
        "type": "SHORT",
        "title": "One",
        "caption": "The first",
        "thumbnail": "https://example.com/1.png",
        "creatorId": "k1",
        "firstViewedAt": "2026-11-20T10:01:00+00:00",
        "lastViewedAt": "2026-11-20T10:05:00+00:00",
        "views": 2,
        "plays": 2,
        "watchTime": 21.0,
        "completions": 1,
    }
    engaged = await stack.ask(WATCHED, user("u1"), definition="engaged@1")
    assert engaged["definition"] == "engaged@1"
    assert [edge["node"]["views"] for edge in engaged["edges"]] == [1]


async def test_a_content_that_the_catalogue_does_not_know_is_its_events_creators(stack: Stack) -> None:
    await stack.count(seen("c1", 1, creatorId="k1"))
    [edge] = (await stack.ask(WATCHED, user("u1")))["edges"]
    node = edge["node"]
    assert (node["title"], node["type"], node["creatorId"]) == (None, None, "k1")


async def test_the_latest_viewed_comes_first_and_other_events_change_nothing(stack: Stack) -> None:
    await stack.count(seen("c1", 1), seen("c2", 3), seen("c3", 2), event("LIKE", "c4"), event("IMPRESSION", "c5"))
    assert contents_of(await stack.ask(WATCHED, user("u1"))) == ["c2", "c3", "c1"]
    await stack.count(seen("c1", 9))
    assert contents_of(await stack.ask(WATCHED, user("u1"))) == ["c1", "c2", "c3"]


async def test_a_late_event_does_not_bring_a_content_to_the_front(stack: Stack) -> None:
    await stack.count(seen("c1", 5), seen("c2", 6))
    await stack.count(seen("c1", 1))
    answer = await stack.ask(WATCHED, user("u1"))
    assert contents_of(answer) == ["c2", "c1"]
    assert answer["edges"][1]["node"]["firstViewedAt"] == "2026-11-20T10:01:00+00:00"
    assert answer["edges"][1]["node"]["lastViewedAt"] == "2026-11-20T10:05:00+00:00"


async def pages(stack: Stack, document: str, size: int, *between: dict[str, Any]) -> list[list[str]]:
    """The contents of each page; the events come in after the first."""
    found: list[list[str]] = []
    after = None
    while True:
        page = await stack.ask(document, user("u1"), first=size, after=after)
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert page["pageInfo"]["startCursor"] == (page["edges"][0]["cursor"] if page["edges"] else None)
        found.append(contents_of(page))
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        if between and len(found) == 1:
            await stack.count(*between)


async def test_pages_meet_each_content_once_also_those_viewed_in_the_same_moment(stack: Stack) -> None:
    await stack.count(*(seen(f"c{number}", 5) for number in range(7)), seen("first", 6), seen("last", 4))
    assert await pages(stack, WATCHED, 4) == [["first", "c0", "c1", "c2"], ["c3", "c4", "c5", "c6"], ["last"]]


async def test_views_between_two_pages_neither_repeat_nor_hide_rows(stack: Stack) -> None:
    await stack.count(*(seen(f"c{number}", 10 + number) for number in range(6)))
    assert await pages(stack, WATCHED, 2, seen("new", 50), seen("c0", 51)) == [["c5", "c4"], ["c3", "c2"], ["c1"]]


async def test_saved_contents_are_those_whose_latest_event_is_a_save(stack: Stack) -> None:
    await stack.ask(UPSERT, contents=[{"id": "c1", "creatorId": "k1", "title": "One"}])
    await stack.count(saved("c1", 1), saved("c2", 2), saved("c3", 3), saved("c2", 4, "UNSAVE"))
    answer = await stack.ask(SAVED, user("u1"))
    assert contents_of(answer) == ["c3", "c1"]
    assert answer["edges"][1]["node"] == {
        "contentId": "c1",
        "title": "One",
        "creatorId": "k1",
        "savedAt": "2026-11-20T10:01:00+00:00",
    }
    assert await pages(stack, SAVED, 1, saved("c4", 30), saved("c2", 31)) == [["c3"], ["c1"]]
    assert contents_of(await stack.ask(SAVED, user("u1"))) == ["c2", "c4", "c3", "c1"]


@pytest.mark.parametrize("document", [WATCHED, SAVED])
async def test_a_list_is_its_users_or_an_admins(stack: Stack, document: str) -> None:
    await stack.count(seen("c1", 1), saved("c1", 2), seen("c2", 1, who="u2"))
    assert contents_of(await stack.ask(document, ADMIN, userId="u1")) == ["c1"]
    assert contents_of(await stack.ask(document, user("u1"), userId="u1")) == ["c1"]
    assert contents_of(await stack.ask(document, creator("u1"))) == ["c1"]
    assert contents_of(await stack.ask(document, user("u9"))) == []
    assert contents_of(await stack.ask(document, Caller(project_id=2, user_id="u1", role=Role.USER))) == []
    for viewer, code in ((user("u2"), "FORBIDDEN"), (creator("k1"), "FORBIDDEN"), (APP, "UNAUTHENTICATED")):
        assert (await stack.refusal(document, viewer, userId="u1"))["code"] == code


@pytest.mark.parametrize("document", [WATCHED, SAVED])
async def test_invalid_list_arguments_are_bad_input(stack: Stack, document: str) -> None:
    wrong: list[tuple[dict[str, Any], list[str]]] = [
        ({"first": 0}, ["first"]),
        ({"first": 101}, ["first"]),
        ({"after": "x"}, ["after"]),
        ({"after": ""}, ["after"]),
        ({"userId": ""}, ["userId"]),
        ({"userId": "a\0"}, ["userId"]),
    ]
    for variables, field in wrong:
        refusal = await stack.refusal(document, ADMIN, **variables)
        assert (refusal["code"], refusal["field"]) == ("BAD_INPUT", field)
