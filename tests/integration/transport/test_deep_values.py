"""A value nested too deeply concerns the item or the operation that has it, never its neighbours or the socket."""

import json
from typing import Any

import pytest

from server.access import Role
from server.storage.database import Pool
from tests.integration.transport.api import GRAPHQL_RESPONSE, Api
from tests.integration.transport.batches import BATCHES, SHAPES, Batch, results
from tests.integration.transport.deep_values import DEEP, FORMS, written
from tests.integration.transport.socket_client import Client, socket

EVENT = {"type": "COMMENT", "contentId": "c1", "sessionId": "s1"}
QUERY = "{ __typename }"
ANSWER = {"data": {"__typename": "Query"}}
WRITTEN_OUT = ("a default", "literals")
by_name = pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: batch.field)


async def asked(api: Api, query: str, variables: dict[str, Any], form: str = "lists") -> dict[str, Any]:
    """The response to an operation of an administrator."""
    headers = {
        "content-type": "application/json",
        "accept": GRAPHQL_RESPONSE,
        "authorization": api.token("boss", Role.ADMIN),
        "x-viewpulse-key": str(api.write_key),
    }
    response = await api.client.post(
        "/graphql", content=written({"query": query, "variables": variables}, form), headers=headers
    )
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def batch_with_a_deep_item(batch: Batch, tag: str) -> list[dict[str, Any]]:
    items = [{**batch.good, batch.key: f"{tag} {number}"} for number in range(3)]
    items[1][deep_field(batch)] = DEEP
    return items


def deep_field(batch: Batch) -> str:
    return "contentId" if "contentId" in batch.good else batch.key


@pytest.mark.parametrize("form", FORMS)
@by_name
async def test_an_item_is_rejected_alone_in_every_shape(api: Api, batch: Batch, form: str) -> None:
    for name, shape in SHAPES.items():
        if name in WRITTEN_OUT:
            continue  # the document's own limit of depth applies
        found = list(results(await asked(api, *shape(batch, batch_with_a_deep_item(batch, name)), form)))
        assert [one["path"] for one in found] == [None, [batch.argument, "1", deep_field(batch)], None], name


@by_name
async def test_an_item_is_rejected_alone_on_a_socket(api: Api, batch: Batch) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("boss", Role.ADMIN), writeKey=api.write_key)
        for name in ("a variable", "__typename at the root"):
            query, variables = SHAPES[name](batch, batch_with_a_deep_item(batch, name))
            payload = {"query": query, "variables": variables}
            await client.say(written({"type": "subscribe", "id": name, "payload": payload}))
            found = list(results((await client.hear())["payload"]))
            assert [one["path"] for one in found] == [None, [batch.argument, "1", deep_field(batch)], None], name
            assert (await client.hear())["type"] == "complete"


async def test_properties_nested_too_deeply_are_too_large_at_any_depth(api: Api, pool: Pool) -> None:
    query, _ = SHAPES["a variable"](BATCHES[0], [])
    ordinary, _ = SHAPES["__typename at the root"](BATCHES[0], [])
    items = [EVENT, {**EVENT, "properties": {"a": DEEP}}, EVENT]
    headers = {"content-type": "application/json", "x-viewpulse-key": str(api.write_key)}
    depths = [10, 63, 64, 65, 300, *range(900, 1_010), 40_000]  # Python's limit lies near 1,000, less what runs already
    for levels in depths:
        for document in (query, ordinary):
            body = written({"query": document, "variables": {"e": items}}, levels=levels)
            answer = (await api.client.post("/graphql", content=body, headers=headers)).json()
            assert [one["code"] for one in results(answer)] == [None, "TOO_LARGE", None], levels
    assert await pool.fetchval("SELECT count(*) FROM events") == 4 * len(depths)


async def test_a_deep_value_and_an_unpaired_surrogate_and_numbers_without_bounds_have_each_its_item(api: Api) -> None:
    query, _ = SHAPES["a variable"](BATCHES[0], [])
    items = [
        {**EVENT, "properties": {"text": "cut \ud83d"}},
        {**EVENT, "properties": DEEP},
        EVENT,
        {**EVENT, "properties": {"number": "NUMBER"}},
        {**EVENT, "properties": {"number": "DIGITS"}},
        {**EVENT, "contentId": "DIGITS"},
    ]
    for order in (items, items[::-1]):
        body = written({"query": query, "variables": {"e": order}})
        body = body.replace('"NUMBER"', "1e999").replace('"DIGITS"', "9" * 5_000)
        headers = {"content-type": "application/json", "x-viewpulse-key": str(api.write_key)}
        answer = (await api.client.post("/graphql", content=body, headers=headers)).json()
        statuses = [one["status"] for one in results(answer)]
        expected = ["ACCEPTED", "REJECTED", "ACCEPTED", "REJECTED", "REJECTED", "REJECTED"]
        assert statuses == (expected if order is items else expected[::-1])


@pytest.mark.parametrize(
    ("query", "variables", "field"),
    [
        ("query($c: ID!) { contentAnalytics(contentId: $c) { revision } }", {"c": DEEP}, ["contentId"]),
        ("query($i: [ID!]!) { likeState(contentIds: $i) { revision } }", {"i": ["a", DEEP]}, ["contentIds", 1]),
        ("query($b: BoxInput!) { eventsInBox(box: $b) { revision } }", {"b": {"north": DEEP}}, ["box", "south"]),
    ],
)
async def test_outside_of_items_it_is_bad_input_of_the_one_operation(
    api: Api, query: str, variables: dict[str, Any], field: list[str | int]
) -> None:
    admin = api.token("boss", Role.ADMIN)
    headers = {"content-type": "application/json", "accept": GRAPHQL_RESPONSE, "authorization": admin}
    response = await api.client.post(
        "/graphql", content=written({"query": query, "variables": variables}), headers=headers
    )
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_INPUT", "retryable": False, "field": field}
    async with socket(api.url) as client:
        await client.initialise(authorization=admin, writeKey=api.write_key)
        await client.say(written({"type": "subscribe", "id": "1", "payload": {"query": query, "variables": variables}}))
        heard = await client.hear()
        assert (heard["type"], heard["payload"][0]["extensions"]["code"]) == ("error", "BAD_INPUT")
        await still_serves(client)


async def test_deep_values_in_unread_parts_of_a_message_are_ignored(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        await client.say(written({"type": "connection_init", "payload": {"app": DEEP}}))
        assert await client.hear() == {"type": "connection_ack"}
        payload = {"query": QUERY, "extensions": {"app": DEEP}, "variables": {"unused": DEEP}, "other": DEEP}
        await client.say(written({"type": "subscribe", "id": "1", "payload": payload}))
        assert (await client.hear())["payload"] == ANSWER
        assert (await client.hear())["type"] == "complete"
        await still_serves(client)


async def test_deep_values_in_unread_parts_of_a_request_are_ignored(bare_api: Api) -> None:
    payload = {"query": QUERY, "extensions": {"app": DEEP}, "variables": {"unused": DEEP}, "other": DEEP}
    response = await bare_api.client.post(
        "/graphql", content=written(payload), headers={"content-type": "application/json"}
    )
    assert response.json() == ANSWER
    deep = "[" * 3_000 + "]" * 3_000
    response = await bare_api.client.get("/graphql", params={"query": QUERY, "variables": f'{{"unused": {deep}}}'})
    assert response.json() == ANSWER


async def still_serves(client: Client) -> None:
    await client.say(json.dumps({"type": "subscribe", "id": "after", "payload": {"query": QUERY}}))
    assert await client.hear() == {"id": "after", "type": "next", "payload": ANSWER}
    assert await client.hear() == {"id": "after", "type": "complete"}
