"""No client uses up all live subscriptions: answers that never change do not count, and each client has a share."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from server.access import Role
from server.app import create_app
from server.settings import Settings
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import Client, socket

DEFINITIONS = "subscription { it: definitions { name } }"
AFTER = "subscription { definitions(afterRevision: 99) { name } }"
PLACES = 16


@pytest_asyncio.fixture(loop_scope="session")
async def narrow(settings: Settings, api: Api) -> AsyncIterator[Api]:
    """A process with a low limit of live subscriptions."""
    few = settings.model_copy(update={"live_max_shared": PLACES, "live_max_per_network": 6, "live_max_per_user": 5})
    async with served(create_app(few), few) as narrow:
        narrow.write_key = api.write_key
        yield narrow


async def answer(client: Client, query: str, name: str) -> str:
    """What a subscription begins with: ``next``, or the code of its error; messages of others are passed over."""
    await client.subscribe(query, name=name)
    while (message := await client.hear())["id"] != name:
        pass
    code: str = message["payload"][0]["extensions"]["code"] if message["type"] == "error" else message["type"]
    return code


async def test_definitions_are_sent_once_and_complete(api: Api) -> None:
    expected = (await api.ask("{ definitions { name } }"))["data"]["definitions"]
    async with socket(api.url) as client:
        await client.initialise()
        for query, key in ((DEFINITIONS, "it"), (AFTER, "definitions")):
            await client.subscribe(query)
            assert await client.hear() == {"id": "1", "type": "next", "payload": {"data": {key: expected}}}
            assert await client.hear() == {"id": "1", "type": "complete"}


async def test_static_subscriptions_take_no_slots(narrow: Api) -> None:
    async with socket(narrow.url) as client:
        await client.initialise()
        for number in range(3 * PLACES):
            assert await answer(client, DEFINITIONS.replace("it:", f"a{number}:"), str(number)) == "next"


async def test_guests_have_a_share_by_network_that_is_free_again_once_they_leave(narrow: Api) -> None:
    lists = [f"subscription {{ trending(first: {number}) {{ revision }} }}" for number in range(1, PLACES)]
    async with socket(narrow.url) as client:
        await client.initialise(writeKey=narrow.write_key)
        codes = [await answer(client, query, str(number)) for number, query in enumerate(lists)]
        assert codes == ["next"] * 6 + ["LIMIT_EXCEEDED"] * (len(lists) - 6)
        assert await answer(client, lists[0], "the same again") == "next"
        async with socket(narrow.url) as other:
            await other.initialise(authorization=narrow.token("ada", Role.USER))
            own = [f'subscription {{ likeState(contentIds: ["{number}"]) {{ revision }} }}' for number in range(7)]
            codes = [await answer(other, query, str(number)) for number, query in enumerate(own)]
            assert codes == ["next"] * 5 + ["LIMIT_EXCEEDED"] * 2

    async def there_is_room() -> bool:
        async with socket(narrow.url) as client:
            await client.initialise(writeKey=narrow.write_key)
            return await answer(client, lists[-1], "1") == "next"

    async with asyncio.timeout(10):
        while not await there_is_room():
            pass
