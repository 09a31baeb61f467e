"""A socket that asks for far too much costs what a socket may cost, and others are served."""

import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from server.access import Role
from server.app import create_app
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket

LIVE = "subscription ($id: ID!) { contentAnalytics(contentId: $id) { views { total } } }"
MANY = 1000
TRANSPORT = {
    *(f"server.transport.{name}" for name in ("frames", "http_protocol", "socket_connection", "socket_operation")),
    "server.live.shared_subscription",
}


@pytest.fixture
async def api(settings: Settings, pool: Pool) -> AsyncIterator[Api]:
    async with served(create_app(settings), settings) as api:
        yield api


async def assert_served(api: Api) -> None:
    """Another client gets the first answer of a subscription."""
    async with socket(api.url) as client, asyncio.timeout(60):
        await client.initialise(authorization=api.token("boss", Role.ADMIN))
        await client.subscribe(LIVE, {"id": "theirs"})
        assert (await client.hear())["type"] == "next"


async def test_of_a_thousand_subscriptions_of_a_socket_only_as_many_run_as_it_may_have(api: Api) -> None:
    async with socket(api.url) as greedy, asyncio.timeout(60):
        await greedy.initialise(authorization=api.token("creator-1", Role.ADMIN))
        for number in range(MANY):
            await greedy.subscribe(LIVE, {"id": f"c{number}"}, name=str(number))
        kinds = dict[str, str]()
        codes = Counter[str]()
        while len(kinds) < MANY:
            message = await greedy.hear()
            kinds[message["id"]] = message["type"]
            if message["type"] == "error":
                codes[message["payload"][0]["extensions"]["code"]] += 1
        await assert_served(api)
    allowed = api.settings.live_max_subscriptions
    assert Counter(kinds.values()) == {"next": allowed, "error": MANY - allowed}
    assert codes == {"LIMIT_EXCEEDED": MANY - allowed}


async def test_a_closed_socket_leaves_nothing_that_waits_for_the_garbage_collector(api: Api) -> None:
    """Collections of what has lived for minutes are rare: memory would grow by 20 KiB with each socket until then."""

    async def come_and_go() -> None:
        async with socket(api.url) as client, asyncio.timeout(60):
            await client.initialise(authorization=api.token("boss", Role.ADMIN))
            await client.subscribe(LIVE, {"id": "theirs"})
            assert (await client.hear())["type"] == "next"
        await asyncio.sleep(0.1)  # until the server has closed it, too

    await come_and_go()
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        gc.disable()
        for _ in range(5):
            await come_and_go()
        gc.collect()
        left = Counter(type(found).__qualname__ for found in gc.garbage if type(found).__module__ in TRANSPORT)
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert not left
