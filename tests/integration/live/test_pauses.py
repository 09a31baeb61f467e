"""Subscribers that ask for a pause, over the socket: what they are sent, what it costs, and which pauses there are."""

import asyncio
from typing import Any

import pytest

from server.access import Role
from server.live.hub import Hub
from server.live.operation import Delivery
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from tests.integration.live.stand_ins import SUBJECT, Numbers, Reader, until
from tests.integration.live.test_hub import followed, settle
from tests.integration.live.tiny import make_app
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import Client, socket

__all__ = ["followed"]

DAY = Delivery(every=86_400.0)
BOARD = "subscription ($every: Duration) { board(every: $every) { revision } }"
VIEW = {"type": "VIEW_START", "contentId": "c1", "creatorId": "creator-1"}
TRACK = "mutation ($event: EventInput!) { trackEvent(event: $event) { accepted } }"
LIVE = {
    "by a token": 'subscription { contentAnalytics(contentId: "c1", every: "1s") { revision views { total } } }',
    "by a write key": 'subscription { trending(window: "1h", every: "1s") { revision contents { views } } }',
}
WRONG = ["", "10", "0s", "01s", "1.5s", "-1s", "500ms", "1w", "91d", "2161h", "99999h", " 1s", "1s\n", "٣s"]


async def pong(client: Client) -> list[dict[str, Any]]:
    """What was on its way to a client."""
    await client.say({"type": "ping"})
    heard = []
    while (message := await client.hear())["type"] != "pong":
        heard.append(message)
    return heard


@pytest.mark.usefixtures("followed")
async def test_a_subscriber_at_rest_costs_no_executions(hub: Hub, publisher: Publisher, numbers: Numbers) -> None:
    readers = [Reader() for _ in range(50)]
    for reader in readers:
        hub.subscribe(numbers.operation(), reader, DAY)
    await until(lambda: all(reader.payloads for reader in readers))
    for _ in range(10):
        await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    hub._turn_quarter()
    await settle(hub, numbers)
    assert numbers.executions[SUBJECT] == 1
    newcomer = Reader()
    hub.subscribe(numbers.operation(), newcomer)
    await until(lambda: newcomer.revisions == [10])
    assert numbers.executions[SUBJECT] == 2
    await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: newcomer.revisions[-1] == numbers.touched[SUBJECT])
    assert numbers.executions[SUBJECT] == 3
    assert {len(reader.payloads) for reader in readers} == {1}


@pytest.mark.parametrize("asked", ['subscription { board(every: "24h") { revision } }', BOARD])
async def test_patient_and_impatient_sockets_share_a_subscription(
    bare_settings: Settings, publisher: Publisher, asked: str
) -> None:
    numbers = Numbers()
    app, hub = make_app(bare_settings, numbers)
    async with served(app, bare_settings) as api, socket(api.url) as client:
        await until(lambda: hub.pushed)
        await client.initialise()
        await client.subscribe(BOARD, {"every": None}, name="impatient")
        await client.subscribe(asked, {"every": "1440m"}, name="patient")
        assert {(await client.hear())["id"] for _ in range(2)} == {"impatient", "patient"}
        assert (hub.shared_subscriptions, hub.subscriptions) == (1, 2)
        before = numbers.executions[SUBJECT]
        for expected in range(1, 4):
            await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
            message = await client.hear()
            assert (message["id"], message["payload"]["data"]["board"]) == ("impatient", {"revision": expected})
        assert numbers.executions[SUBJECT] == before + 3
        assert await pong(client) == []


@pytest.mark.parametrize("name", LIVE)
async def test_the_last_of_many_changes_arrives_after_the_pause(api: Api, aggregator: Aggregator, name: str) -> None:
    credentials = {"writeKey": api.write_key} if "key" in name else {"authorization": api.token("creator-1")}
    loop = asyncio.get_running_loop()
    async with socket(api.url) as client:
        await api.ask(TRACK, {"event": VIEW | {"userId": "first"}})
        await aggregator.run_once()
        await client.initialise(**credentials)
        began = loop.time()
        await client.subscribe(LIVE[name])
        heard = [await client.hear()]
        for number in range(8):
            await api.ask(TRACK, {"event": VIEW | {"userId": f"u{number}"}})
            await aggregator.run_once()
        while _revision(heard[-1]) < 9:
            heard.append(await client.hear())
        assert len(heard) - 1 <= loop.time() - began, "one per second at most"
        assert await pong(client) == []


def _revision(message: dict[str, Any]) -> int:
    assert message["type"] == "next", message
    [answer] = message["payload"]["data"].values()
    revision: int = answer["revision"]
    return revision


async def test_a_pause_that_is_none_is_refused_where_it_stands(api: Api) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        for wrong in (*WRONG, 10, 1.5, True, ["1s"], {}):
            await client.subscribe(
                "subscription ($e: Duration) { platformAnalytics(every: $e) { revision } }", {"e": wrong}
            )
            message = await client.hear()
            assert message["type"] == "error", wrong
            [error] = message["payload"]
            assert error["extensions"] == {"code": "BAD_INPUT", "retryable": False, "field": ["every"]}
            assert "such as 10s, 5m, 1h or 7d, from 1s to 90d" in error["message"]
        for literal in ('"0s"', '"91d"', '"500ms"', "10", "SECONDS"):
            await client.subscribe(f"subscription {{ platformAnalytics(every: {literal}) {{ revision }} }}")
            message = await client.hear()
            assert message["type"] == "error", literal
            [error] = message["payload"]
            assert error["extensions"] == {"code": "BAD_INPUT", "retryable": False, "field": ["every"]}
            assert error["locations"] == [{"line": 1, "column": 41}]
            assert "such as 10s, 5m, 1h or 7d, from 1s to 90d" in error["message"]


@pytest.mark.parametrize("every", ["1s", "59s", "1m", "90m", "24h", "1440m", "86400s", None])
async def test_a_pause_that_is_one_is_taken(api: Api, every: str | None) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        await client.subscribe(
            "subscription ($e: Duration) { platformAnalytics(every: $e) { revision } }", {"e": every}
        )
        assert _revision(await client.hear()) == 0
