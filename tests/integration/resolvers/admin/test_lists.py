"""Lists other than metrics: the catalogue, the vocabulary, and rejected items."""

from typing import Any

import pytest

from server.access import Caller
from server.events.event_enums import EventType
from tests.integration.analytics.stack import ADMIN, APP, TRACK, Stack, creator, event

UPSERT = """
mutation ($contents: [ContentInput!]!) {
  upsertContents(contents: $contents) {
    accepted rejected results { status code path content { id: contentId creatorId title } }
  }
}
"""
CONTENT = """
query ($id: ID!) {
  content(contentId: $id) { id: contentId type creatorId title caption thumbnail duration publishedAt }
}
"""
REJECTED = """
query ($first: Int! = 20, $after: String, $code: String) {
  rejectedEvents(first: $first, after: $after, code: $code) {
    edges { cursor node { code message path eventId payload receivedAt } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


async def test_the_catalogue_returns_what_was_upserted(stack: Stack) -> None:
    described = {
        "id": "c1", "type": "SHORT", "creatorId": "k1", "title": "One", "caption": "The first", "duration": 12.345,
        "thumbnail": "https://example.com/1.png", "publishedAt": "2026-01-01T00:00:00+00:00",
    }  # fmt: skip
    await stack.ask(UPSERT, contents=[described])
    assert await stack.ask(CONTENT, APP, id="c1") == described
    assert await stack.ask(CONTENT, APP, id="c2") is None
    assert await stack.ask(CONTENT, Caller(project_id=2, may_track=True), id="c1") is None


async def test_omitted_fields_keep_their_value(stack: Stack) -> None:
    await stack.ask(UPSERT, contents=[{"id": "c1", "creatorId": "k1", "title": "One"}])
    await stack.ask(UPSERT, contents=[{"id": "c1", "caption": "New", "title": None}])
    answer = await stack.ask(CONTENT, id="c1")
    assert (answer["creatorId"], answer["title"], answer["caption"]) == ("k1", "One", "New")


async def test_a_bad_content_never_fails_its_neighbours(stack: Stack) -> None:
    await stack.ask(UPSERT, contents=[{"id": "taken", "creatorId": "k2"}])
    answer = await stack.ask(
        UPSERT, creator("k1"), contents=[{"id": "c1"}, {"id": "taken", "title": "Mine"}, {"id": "c2", "duration": -1}]
    )
    assert (answer["accepted"], answer["rejected"]) == (1, 2)
    assert answer["results"][0]["content"] == {"id": "c1", "creatorId": "k1", "title": None}
    assert [result["status"] for result in answer["results"]] == ["ACCEPTED", "REJECTED", "REJECTED"]
    assert answer["results"][1]["code"] == "FORBIDDEN"
    assert answer["results"][2]["code"] == "OUT_OF_RANGE"
    assert answer["results"][2]["path"] == ["contents", "2", "duration"]
    assert (await stack.ask(CONTENT, id="taken"))["title"] is None


async def test_the_vocabulary_names_every_type(stack: Stack) -> None:
    answer = await stack.ask("{ eventVocabulary { type family description requires forbids countedAs } }", Caller())
    entries = {entry["type"]: entry for entry in answer}
    assert list(entries) == [kind.name for kind in EventType]
    assert entries["VIEW"]["countedAs"] == entries["VIEW_START"]["countedAs"] == "VIEW_START"
    assert entries["VIEW_START"]["requires"] == ["contentId"]
    assert "viewData" in entries["SESSION_START"]["forbids"]


async def rejected(stack: Stack, *events: dict[str, Any]) -> None:
    await stack.ask(TRACK, APP, events=list(events))
    await stack.services.ingest.rejected.flush()


async def test_rejected_events_are_listed_newest_first(stack: Stack) -> None:
    await rejected(stack, event("LIKE", None, id="first"), event("VIEW_START", id="good"))
    await rejected(stack, event("VIEW_START", id="second", viewData={"watchTime": -1}))
    answer = await stack.ask(REJECTED)
    found = [edge["node"] for edge in answer["edges"]]
    assert [(node["eventId"], node["code"], node["path"]) for node in found] == [
        ("second", "OUT_OF_RANGE", ["viewData", "watchTime"]),
        ("first", "MISSING_FIELD", ["contentId"]),
    ]
    assert found[0]["payload"]["viewData"] == {"watchTime": -1}
    counts = await stack.ask("{ rejectedCounts { code rejected } }")
    assert counts == [{"code": "MISSING_FIELD", "rejected": 1}, {"code": "OUT_OF_RANGE", "rejected": 1}]


async def test_rejected_events_come_in_pages_and_by_code(stack: Stack) -> None:
    for number in range(5):
        await rejected(stack, event("LIKE", None, id=f"e{number}"))
    await rejected(stack, event("VIEW_START", viewData={"watchTime": -1}))
    seen: list[str] = []
    after: str | None = None
    while True:
        page = await stack.ask(REJECTED, first=2, after=after, code="MISSING_FIELD")
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        seen += [edge["node"]["eventId"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == ["e4", "e3", "e2", "e1", "e0"]


@pytest.mark.parametrize(
    ("variables", "field"),
    [
        ({"first": 0}, ["first"]),
        ({"first": 101}, ["first"]),
        ({"after": "x"}, ["after"]),
        ({"code": "a\0b"}, ["code"]),
        ({"after": "9" * 30}, ["after"]),
    ],
)
async def test_invalid_page_arguments_are_bad_input(stack: Stack, variables: dict[str, Any], field: list[str]) -> None:
    assert await stack.refusal(REJECTED, ADMIN, **variables) == {"code": "BAD_INPUT", "field": field}
