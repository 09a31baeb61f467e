"""``extensions.cost``: in every answer where a setting says so, else where the request asks for it."""

import json
from typing import Any

import pytest

from resolvers.pages import COST_OF_SEARCH
from server.access import Role
from server.app import create_app
from server.settings import Settings
from server.transport.budget import Limits
from tests.integration.transport.api import GRAPHQL_RESPONSE, Api, served
from tests.integration.transport.socket_client import Client, socket

ASK = {"cost": True}
LIST = "query ($first: Int!) { trending(first: $first) { contents { contentId title } } }"
TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
EVENTS = {"events": [{"type": "VIEW_START", "contentId": "c1", "sessionId": "s1"}]}
LIVE = 'subscription { contentAnalytics(contentId: "c1") { revision views { total } } }'


def shown(cost: int) -> dict[str, Any]:
    return {"cost": {"requested": cost, "limit": Limits().cost}}


async def send(api: Api, query: str, variables: Any = None, extensions: Any = None, **headers: str) -> dict[str, Any]:
    body = {"query": query, "variables": variables, "extensions": extensions}
    key = {"x-viewpulse-key": api.write_key} if api.write_key else {}
    answer: dict[str, Any] = (await api.client.post("/graphql", json=body, headers=key | headers)).json()
    return answer


async def say(client: Client, query: str, variables: Any = None, extensions: Any = None) -> dict[str, Any]:
    payload = {"query": query, "variables": variables, "extensions": extensions}
    await client.say({"type": "subscribe", "id": "1", "payload": payload})
    message = await client.hear()
    if not query.startswith("subscription"):
        assert (await client.hear())["type"] == "complete"
    answer: dict[str, Any] = message["payload"]
    return answer


@pytest.mark.parametrize(
    "extensions",
    [None, {}, {"cost": False}, {"cost": 1}, {"cost": "true"}, {"other": {"cost": True}}, {"other": "cost"}],
)
async def test_an_answer_says_nothing_unless_asked(api: Api, extensions: Any) -> None:
    assert await send(api, TRACK, EVENTS, extensions) == {"data": {"trackEvents": {"accepted": 1}}}
    async with socket(api.url) as client:
        await client.initialise(writeKey=api.write_key)
        assert await say(client, TRACK, EVENTS, extensions) == {"data": {"trackEvents": {"accepted": 1}}}


async def test_a_request_may_ask_for_its_cost(api: Api) -> None:
    assert await send(api, TRACK, EVENTS, ASK) == {"data": {"trackEvents": {"accepted": 1}}, "extensions": shown(2)}
    params = {"query": "{ __typename }", "extensions": json.dumps(ASK)}
    by_get = (await api.client.get("/graphql", params=params)).json()
    assert by_get == {"data": {"__typename": "Query"}, "extensions": shown(1)}
    async with socket(api.url) as client:
        await client.initialise(writeKey=api.write_key)
        assert (await say(client, TRACK, EVENTS, ASK))["extensions"] == shown(2)


async def test_the_cost_is_that_of_the_variables(api: Api) -> None:
    for first in (1, 7):
        answer = await send(api, LIST, {"first": first}, ASK)
        assert answer["extensions"] == shown(1 + first * 3), answer


async def test_a_total_costs_the_same_for_each_size_of_its_page(api: Api) -> None:
    total = "query ($first: Int) { creatorContents(first: $first) { totalCount nodes { contentId } } }"
    for first in (1, 100):
        answer = await send(api, total, {"first": first}, ASK, authorization=api.token())
        assert answer["extensions"] == shown(1 + (1 + COST_OF_SEARCH) + first * (1 + 1)), answer


async def test_each_push_says_what_the_subscription_costs(api: Api) -> None:
    async with socket(api.url) as asking, socket(api.url) as silent:
        for client in (asking, silent):
            await client.initialise(authorization=api.token("admin", Role.ADMIN))
        assert (await say(asking, LIVE, None, ASK))["extensions"] == shown(4)
        assert "extensions" not in await say(silent, LIVE)


async def test_where_the_setting_says_so_every_answer_shows_its_cost(settings: Settings, write_key: str) -> None:
    telling = settings.model_copy(update={"show_costs": True})
    async with served(create_app(telling), telling) as api, socket(api.url) as client:
        api.write_key = write_key
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        assert (await send(api, TRACK, EVENTS))["extensions"] == shown(2)
        refused = await send(api, LIST, {"first": "x"})
        assert refused["errors"][0]["extensions"]["code"] == "BAD_INPUT"
        assert refused["extensions"] == shown(1 + 100 * 3), "the most that it may cost"
        api.write_key = None
        assert (await send(api, TRACK, EVENTS))["extensions"] == shown(2)
        assert (await say(client, LIVE))["extensions"] == shown(4)


async def test_an_operation_that_costs_too_much_learns_what_and_how_much(api: Api) -> None:
    heavy = "query ($n: Int!) {" + "".join(
        f'  c{number}: contentAnalytics(contentId: "c") {{ audience(first: $n) {{ genders {{ value }} }} }}'
        for number in range(12)
    )
    response = await api.post(heavy + "}", {"n": 100}, authorization=api.token(), accept=GRAPHQL_RESPONSE)
    [error] = response.json()["errors"]
    cost = error["extensions"]["cost"]["requested"]
    assert response.status_code == 400
    assert cost > Limits().cost
    assert error["extensions"] == {
        "code": "LIMIT_EXCEEDED",
        "retryable": False,
        "limit": {"name": "cost", "allowed": Limits().cost, "requested": cost},
        "cost": {"requested": cost, "limit": Limits().cost},
    }
    assert "retry-after" not in response.headers
