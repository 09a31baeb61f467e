"""creators: who is listed, in which order, with which numbers."""

from typing import Any

import pytest

from server.access import Caller, Role
from tests.integration.analytics.stack import APP, Stack, at, creator, event, user

LIST = """
query (
  $search: String, $by: CreatorsBy! = VIEWS, $range: RangeInput, $definition: String! = "start@1",
  $include: TrafficInput, $first: Int, $after: String, $last: Int, $before: String
) {
  creators(
    search: $search, by: $by, range: $range, first: $first, after: $after, last: $last, before: $before,
    definition: $definition, include: $include
  ) {
    revision isFinal definition by range { start } totalCount
    nodes { creatorId name views plays watchTime completions likes comments shares saves follows }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
UPSERT = "mutation ($creators: [CreatorInput!]!) { upsertCreators(creators: $creators) { accepted } }"
MARCH = {"between": {"start": "2026-03-01", "end": "2026-04-01"}}


def ids(answer: dict[str, Any]) -> list[str]:
    return [node["creatorId"] for node in answer["nodes"]]


def view(content: str, owner: str, who: str, day: str = "2026-11-20T10:00", **more: Any) -> dict[str, Any]:
    return event("VIEW_START", content, who, creatorId=owner, **at(day), **more)


async def three(stack: Stack) -> None:
    """ada has most views, bo most watch time, cy likes and a follower; dee has a profile and nothing else."""
    await stack.ask(
        UPSERT,
        creators=[
            {"id": "ada", "name": "Ada Lovelace"},
            {"id": "bo", "name": "ADAM"},
            {"id": "dee", "name": "Dee"},
            {"id": "cy", "name": None},
        ],
    )
    await stack.count(
        *(view("a1", "ada", f"u{number}") for number in range(2)),
        view("a2", "ada", "u1", "2026-03-10T10:00"),
        view("b1", "bo", "u1", viewData={"watchTime": 60}),
        view("b1", "bo", "u2", "2026-03-11T10:00"),
        event("VIEW_COMPLETE", "b1", "u1", **at("2026-11-20T10:05")),
        view("c1", "cy", "u1"),
        *(event(kind, "c1", "u3", **at("2026-11-20T11:00")) for kind in ("LIKE", "SAVE", "COMMENT", "SHARE")),
        event("FOLLOW", None, "u3", creatorId="cy", **at("2026-11-20T11:00")),
    )


async def test_creators_come_by_what_is_asked_for(stack: Stack) -> None:
    await three(stack)
    answer = await stack.ask(LIST)
    assert ids(answer) == ["ada", "bo", "cy", "dee"]
    assert (answer["by"], answer["totalCount"], answer["definition"], answer["revision"]) == ("VIEWS", 4, "start@1", 1)
    assert (answer["isFinal"], answer["range"]) == (False, {"start": None})
    assert answer["nodes"][2] == {
        "creatorId": "cy",
        "name": None,
        "views": 1,
        "plays": 1,
        "watchTime": 0.0,
        "completions": 0,
        **dict.fromkeys(("likes", "comments", "shares", "saves", "follows"), 1),
    }
    assert [(node["views"], node["plays"]) for node in answer["nodes"]] == [(3, 3), (2, 2), (1, 1), (0, 0)]
    assert answer["nodes"][1]["watchTime"] == 60.0
    assert answer["nodes"][1]["completions"] == 1
    assert (answer["nodes"][3]["creatorId"], answer["nodes"][3]["name"]) == ("dee", "Dee")
    for by in ("LIKES", "COMMENTS", "SHARES", "SAVES", "FOLLOWS"):
        assert ids(await stack.ask(LIST, by=by)) == ["cy", "ada", "bo", "dee"], by
    assert ids(await stack.ask(LIST, by="WATCH_TIME")) == ["bo", "ada", "cy", "dee"]


async def test_a_range_counts_what_happened_in_it(stack: Stack) -> None:
    await three(stack)
    await stack.set_as_of("2026-11-20T12:00:00Z")
    answer = await stack.ask(LIST, range=MARCH)
    assert [(node["creatorId"], node["views"]) for node in answer["nodes"]] == [
        ("ada", 1),
        ("bo", 1),
        ("cy", 0),
        ("dee", 0),
    ]
    assert answer["isFinal"] is True
    assert answer["range"]["start"] == "2026-03-01T00:00:00+00:00"
    assert answer["totalCount"] == 4


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ada", ["ada", "bo"]),
        ("ADA", ["ada", "bo"]),
        (" love ", ["ada"]),
        ("cy", ["cy"]),
        ("c", ["ada"]),
        ("no", []),
        ("", ["ada", "bo", "cy", "dee"]),
        ("  ", ["ada", "bo", "cy", "dee"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("' OR true --", []),
    ],
)
async def test_a_search_finds_parts_of_names_and_whole_ids(stack: Stack, search: str, found: list[str]) -> None:
    await three(stack)
    answer = await stack.ask(LIST, search=search)
    assert ids(answer) == found
    assert answer["totalCount"] == len(found)


@pytest.mark.parametrize("search", ["x" * 101, "a\0b"])
async def test_a_search_that_cannot_be_is_bad_input(stack: Stack, search: str) -> None:
    assert await stack.refusal(LIST, search=search) == {"code": "BAD_INPUT", "field": ["search"]}


async def test_pages_go_in_both_directions_also_among_equals(stack: Stack) -> None:
    await stack.count(*(view(f"c{number}", f"k{number}", "u1") for number in range(5)), view("c9", "k9", "u2"))
    await stack.count(view("c9", "k9", "u3"))
    whole = ["k9", "k0", "k1", "k2", "k3", "k4"]
    ways: list[tuple[dict[str, Any], bool]] = [({"first": 4}, True), ({"last": 4}, False)]
    for arguments, forwards in ways:
        page = await stack.ask(LIST, **arguments)
        info = page["pageInfo"]
        assert ids(page) == (whole[:4] if forwards else whole[2:])
        assert (info["hasPreviousPage"], info["hasNextPage"]) == (not forwards, forwards)
        place = {"after": info["endCursor"]} if forwards else {"before": info["startCursor"]}
        rest = await stack.ask(LIST, **arguments, **place)
        assert ids(rest) == (whole[4:] if forwards else whole[:2])
        info = rest["pageInfo"]
        assert (info["hasPreviousPage"], info["hasNextPage"]) == (forwards, not forwards)
    cursor = (await stack.ask(LIST, first=1))["pageInfo"]["endCursor"]
    assert await stack.refusal(LIST, by="LIKES", after=cursor) == {"code": "BAD_INPUT", "field": ["after"]}


async def test_definition_and_traffic_decide_what_counts(stack: Stack) -> None:
    await stack.count(
        *(view("a", "ada", f"u{number}", viewData={"watchTime": 1}) for number in range(2)),
        view("b", "bo", "u1", viewData={"watchTime": 5}),
        *(view("b", "bo", "bo", sessionId=f"s{number}") for number in range(3)),
    )
    assert ids(await stack.ask(LIST)) == ["ada", "bo"]
    assert ids(await stack.ask(LIST, definition="engaged@1")) == ["bo", "ada"]
    assert ids(await stack.ask(LIST, include={"selfViews": True})) == ["bo", "ada"]


async def test_a_creator_whose_contents_went_to_another_is_listed_no_more(stack: Stack) -> None:
    await stack.count(view("a", "ada", "u1"))
    await stack.ask('mutation { upsertContents(contents: [{ id: "a", creatorId: "bo" }]) { accepted } }')
    await stack.aggregator.drain()
    answer = await stack.ask(LIST)
    assert (ids(answer), answer["totalCount"]) == (["bo"], 1)


@pytest.mark.parametrize("nothing", [None, ""])
async def test_a_creator_whose_profile_was_withdrawn_is_listed_if_something_counts_for_it(
    stack: Stack, nothing: str | None
) -> None:
    await three(stack)
    picture = "https://example.org/bo.jpg"
    await stack.ask(UPSERT, creators=[{"id": "eve", "name": "Eve", "picture": picture}, {"id": "fay", "name": "Fay"}])
    withdrawn = [{"id": name, "name": nothing} for name in ("ada", "dee", "eve")]
    await stack.ask(UPSERT, creators=[*withdrawn, {"id": "fay", "name": nothing, "picture": picture}])
    answer = await stack.ask(LIST)
    assert (ids(answer), answer["totalCount"]) == (["ada", "bo", "cy", "eve", "fay"], 5)
    assert ids(await stack.ask(LIST, range=MARCH)) == ["ada", "bo", "cy", "eve", "fay"]
    for search, found in (("dee", []), ("ada", ["ada", "bo"])):
        answer = await stack.ask(LIST, search=search)
        assert (ids(answer), answer["totalCount"]) == (found, len(found))
    await stack.ask(UPSERT, creators=[{"id": "dee", "name": "Dee again"}])
    assert ids(await stack.ask(LIST, search="dee")) == ["dee"]


async def test_creators_are_listed_for_admins_of_their_project(stack: Stack) -> None:
    await three(stack)
    other = Caller(project_id=2, user_id="root", role=Role.ADMIN)
    assert ids(await stack.ask(LIST, other)) == []
    for caller, code in ((creator("ada"), "FORBIDDEN"), (user("u1"), "FORBIDDEN"), (APP, "UNAUTHENTICATED")):
        assert await stack.refusal(LIST, caller) == {"code": code}
