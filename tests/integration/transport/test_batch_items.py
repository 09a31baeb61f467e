"""An invalid item never affects the others: each has its own answer, in any shape of document."""

from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type, get_nullable_type, is_input_object_type, is_list_type

from resolvers.schema import build_schema
from server.access import Role
from server.storage.database import Pool
from tests.integration.transport.api import Api
from tests.integration.transport.batches import BATCHES, SHAPES, Batch, results
from tests.integration.transport.socket_client import socket

HALF = "cut \ud83d"
VIEW = "mutation($v: ViewInput!) { trackView(view: $v) { status } }"
REPAIRED = "cut �"
by_name = pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: batch.field)


def test_every_batch_mutation_is_covered() -> None:
    schema = build_schema()._schema
    mutation, batch = schema.mutation_type, schema.type_map["BatchPayload"]
    assert isinstance(mutation, GraphQLObjectType)
    found = {
        (field, argument)
        for field, definition in mutation.fields.items()
        for argument, taken in definition.args.items()
        if is_list_type(get_nullable_type(taken.type)) and is_input_object_type(get_named_type(taken.type))
        if batch in getattr(get_named_type(definition.type), "interfaces", ())  # the steps of a funnel are one thing
    }
    assert found == {(batch.field, batch.argument) for batch in BATCHES}


async def asked(api: Api, query: str, variables: dict[str, Any]) -> list[dict[str, Any]]:
    return list(results(await api.ask(query, variables, authorization=api.token("boss", Role.ADMIN))))


@by_name
async def test_a_bad_item_is_answered_by_itself_in_every_shape(api: Api, batch: Batch) -> None:
    plain = await asked(api, *SHAPES["a variable"](batch, batch.items("plain")))
    assert [found["path"] for found in plain] == batch.expected
    assert {found["status"] for found in plain if not found["path"]} == {"ACCEPTED"}
    for name, shape in SHAPES.items():
        assert await asked(api, *shape(batch, batch.items(name))) == plain, name


@by_name
async def test_a_bad_item_is_answered_by_itself_on_a_socket(api: Api, batch: Batch) -> None:
    query, variables = SHAPES["__typename at the root"](batch, batch.items("socket"))
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("boss", Role.ADMIN), writeKey=api.write_key)
        await client.subscribe(query, variables)
        answer = (await client.hear())["payload"]
    assert [found["path"] for found in results(answer)] == batch.expected


@by_name
async def test_an_emoji_cut_in_half_is_repaired_in_its_item(api: Api, batch: Batch) -> None:
    for name, shape in SHAPES.items():
        if name in ("a default", "literals"):
            continue  # a document holds whole characters only
        broken = {"contentId": HALF} if "contentId" in batch.good else {batch.key: name + HALF}
        items = [{**batch.good, batch.key: f"{name} {part}"} for part in range(3)]
        items[1] |= broken
        found = await asked(api, *shape(batch, items))
        assert [one["path"] for one in found] == [None] * 3, name


async def test_a_repaired_text_is_stored_with_the_replacement_character(api: Api, pool: Pool) -> None:
    query, _ = SHAPES["a variable"](BATCHES[0], [])
    sent = [
        {"type": "COMMENT", "contentId": "c1", "id": f"e{number}", "properties": {"text": text}}
        for number, text in enumerate(["whole 😀", HALF, "\ude00", "\\ud83d stays"])
    ]
    answers = await asked(api, query, {"e": sent})
    assert [one["status"] for one in answers] == ["ACCEPTED"] * 4
    stored = await pool.fetch("SELECT properties->>'text' AS text FROM events")
    assert sorted(row["text"] for row in stored) == sorted(["whole 😀", REPAIRED, "�", "\\ud83d stays"])


async def test_an_unpaired_surrogate_in_a_key_rejects_only_its_item(api: Api) -> None:
    query, _ = SHAPES["a variable"](BATCHES[0], [])
    good = {"type": "LIKE", "contentId": "c1", "sessionId": "s1"}
    answers = await asked(api, query, {"e": [good, {**good, HALF: 1}, good]})
    assert [one["status"] for one in answers] == ["ACCEPTED", "REJECTED", "ACCEPTED"]


@pytest.mark.parametrize(
    ("query", "variables", "field"),
    [
        ("query($c: ID!) { contentAnalytics(contentId: $c) { revision } }", {"c": HALF}, ["contentId"]),
        ("mutation($c: ID!) { saveContent(contentId: $c) { status } }", {"c": HALF}, ["contentId"]),
        (VIEW, {"v": {"contentId": HALF}}, ["view", "contentId"]),
        (VIEW, {"v": {"contentId": "c", HALF: 1}}, ["view"]),
        (
            "mutation($a: ActionInput!) { trackEngagement(engagement: $a) { status } }",
            {"a": {"action": "x", "metadata": {"a": [HALF]}}},
            ["engagement", "metadata", "a", 0],
        ),
        ("query($i: [ID!]!) { likeState(contentIds: $i) { revision } }", {"i": ["a", HALF]}, ["contentIds", 1]),
    ],
)
async def test_outside_of_items_it_is_bad_input_of_the_one_operation(
    api: Api, query: str, variables: dict[str, Any], field: list[str | int]
) -> None:
    admin = api.token("boss", Role.ADMIN)
    error = await api.refusal(query, variables, authorization=admin)
    assert (error["status"], error["extensions"]) == (400, {"code": "BAD_INPUT", "retryable": False, "field": field})
    async with socket(api.url) as client:
        await client.initialise(authorization=admin, writeKey=api.write_key)
        await client.subscribe(query, variables)
        heard = await client.hear()
        assert (heard["type"], heard["payload"][0]["extensions"]["code"]) == ("error", "BAD_INPUT")
        await client.subscribe("{ __typename }", name="2")
        assert (await client.hear())["payload"] == {"data": {"__typename": "Query"}}


async def test_an_emoji_cut_in_half_is_repaired_on_a_socket_too(api: Api) -> None:
    batch = BATCHES[0]
    async with socket(api.url) as client:
        await client.initialise(writeKey=api.write_key)
        for name in ("a variable", "__typename at the root"):
            items = [
                {**batch.good, "id": f"{name}{index}", "playId": text} for index, text in enumerate(["a", HALF, "b"])
            ]
            await client.subscribe(*SHAPES[name](batch, items))
            assert [one["status"] for one in results((await client.hear())["payload"])] == ["ACCEPTED"] * 3
            assert (await client.hear())["type"] == "complete"


@pytest.mark.parametrize(
    ("query", "variables", "answer"),
    [
        ("mutation($s: SessionInput) { createSession(session: $s) { status path } }", {"s": None}, ("ACCEPTED", None)),
        ("mutation($s: SessionInput) { createSession(session: $s) { status path } }", {}, ("ACCEPTED", None)),
        ("mutation { createSession(session: null) { status path } }", {}, ("ACCEPTED", None)),
        (
            "mutation($s: SessionInput) { createSession(session: $s) { status path } }",
            {"s": {"device": {"toaster": 5}}},
            ("REJECTED", ["session", "device", "toaster"]),
        ),
        (
            "mutation($s: SessionInput!) { createSession(session: $s) { status path } }",
            {"s": {"contentId": "c"}},
            ("REJECTED", ["session", "contentId"]),
        ),
        (
            "mutation { recordInteraction(interaction: {type: VIEW}) { status path } }",
            {},
            ("REJECTED", ["interaction", "contentId"]),
        ),
    ],
)
async def test_one_item_by_itself_is_judged_as_one_of_many(
    api: Api, query: str, variables: dict[str, Any], answer: tuple[str, list[str] | None]
) -> None:
    [found] = (await api.ask(query, variables))["data"].values()
    assert (found["status"], found["path"]) == answer
