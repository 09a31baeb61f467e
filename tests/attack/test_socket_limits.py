"""How many sockets one user may open, and how fast a client may talk over one."""

import asyncio
import json
import time
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from server.access import Role
from server.app import create_app
from server.settings import Settings
from server.transport.pace import BURST_SECONDS, Pace
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket
from tests.integration.transport.stream_client import stream

TOO_MANY = "This user has too many sockets and event streams open."
PLATFORM = "subscription { platformStats { revision } }"


def test_a_client_may_send_a_burst_and_then_as_fast_as_allowed() -> None:
    now = 1000.0
    pace = Pace(10, lambda: now)
    assert [pace.wait() for _ in range(20)] == pytest.approx([0.0] * 20)
    assert pace.wait() == pytest.approx(0.1)
    assert pace.wait() == pytest.approx(0.2)
    now += 0.2
    assert pace.wait() == pytest.approx(0.1)
    now += 60
    assert [pace.wait() for _ in range(20)] == pytest.approx([0.0] * 20)
    assert pace.wait() > 0


def test_without_a_limit_nobody_waits() -> None:
    pace = Pace(0, lambda: 0.0)
    assert not any(pace.wait() for _ in range(1000))


async def test_a_client_that_sends_too_fast_is_slowed_down_and_loses_nothing(bare_settings: Settings) -> None:
    rate, sent = 100, 400
    slow = bare_settings.model_copy(update={"socket_messages_per_second": rate})
    async with served(create_app(slow), slow) as api, socket(api.url) as client:
        began = time.monotonic()
        await client.initialise()
        pings = asyncio.gather(*(client.say({"type": "ping", "payload": {"n": n}}) for n in range(sent)))
        assert [(await client.hear())["payload"]["n"] for _ in range(sent)] == list(range(sent))
        await pings
        assert time.monotonic() - began > (sent - rate * BURST_SECONDS) / rate


async def test_a_client_that_sends_too_fast_holds_up_nobody_else(bare_settings: Settings) -> None:
    slow = bare_settings.model_copy(update={"socket_messages_per_second": 50})
    async with served(create_app(slow), slow) as api, socket(api.url) as fast, socket(api.url) as other:
        await fast.initialise()
        for _ in range(200):
            await fast.say({"type": "ping"})
        await other.initialise()
        await other.say({"type": "ping", "payload": {"still": "there"}})
        assert await other.hear() == {"type": "pong", "payload": {"still": "there"}}
        fast.connection.transport.abort()  # a closing handshake would wait behind its messages


@pytest.mark.parametrize("kind", ["ping", "pong"])
@pytest.mark.parametrize("leaves", ["abort", "close"])
async def test_what_a_flood_left_behind_is_not_served_after_its_client(
    settings: Settings, kind: str, leaves: str
) -> None:
    rate, sent, seconds = 10, 300, 5
    slow = settings.model_copy(update={"socket_messages_per_second": rate, "max_sockets_per_user": 1})
    async with served(create_app(slow), slow) as api:
        credentials = {"authorization": api.token("admin", Role.ADMIN)}
        async with socket(api.url) as fast:
            await fast.initialise(**credentials)
            for _ in range(sent):
                await fast.say({"type": kind})  # a pong has no answer, whose writing would show that nobody is there
            getattr(fast.connection.transport, leaves)()
        async with asyncio.timeout(seconds):
            while not await _is_free(api, credentials):  # noqa: ASYNC110 - the server closes it
                await asyncio.sleep(0.05)
    assert sent / rate - BURST_SECONDS > 2 * seconds


async def _is_free(api: Api, credentials: dict[str, str]) -> bool:
    async with socket(api.url) as client:
        await client.say({"type": "connection_init", "payload": credentials})
        try:
            return await client.hear() == {"type": "connection_ack"}
        except ConnectionClosed:
            return False


async def test_a_user_has_only_so_many_sockets_and_streams(settings: Settings) -> None:
    few = settings.model_copy(update={"max_sockets_per_user": 2})
    async with served(create_app(few), few) as api:
        credentials = {"authorization": api.token("admin", Role.ADMIN)}
        async with socket(api.url) as first, stream(api, PLATFORM, **credentials) as second:
            await first.initialise(**credentials)
            await second.hear()
            async with socket(api.url) as third:
                await third.say({"type": "connection_init", "payload": credentials})
                assert await third.closed() == (4403, f"LIMIT_EXCEEDED: {TOO_MANY}")
            refused = await _refused_stream(api, credentials)
            assert refused["message"] == TOO_MANY
            assert refused["extensions"]["limit"] == {"name": "socketsOfUser", "allowed": 2, "requested": 3}
            async with socket(api.url) as another, socket(api.url) as guest:
                await another.initialise(authorization=api.token("another", Role.ADMIN))
                await guest.initialise()
        async with asyncio.timeout(20):
            while not await _both_are_free(api, credentials):  # noqa: ASYNC110 - another process closes them
                await asyncio.sleep(0.05)


async def _both_are_free(api: Api, credentials: dict[str, str]) -> bool:
    async with socket(api.url) as first, socket(api.url) as second:
        try:
            await first.initialise(**credentials)
            await second.initialise(**credentials)
        except ConnectionClosed:
            return False
        return True


async def _refused_stream(api: Api, credentials: dict[str, str]) -> dict[str, Any]:
    headers = {"accept": "text/event-stream", "content-type": "application/json", **credentials}
    answer = await api.client.post("/graphql", content=json.dumps({"query": PLATFORM}), headers=headers)
    _, _, data = answer.text.partition("data: ")
    found: dict[str, Any] = json.loads(data.partition("\n")[0])["errors"][0]
    return found
