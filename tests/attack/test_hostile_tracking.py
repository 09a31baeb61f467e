"""Hostile requests to the tracking path: each is answered quickly, with a code, and never INTERNAL."""

import gzip
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from server.app import create_app
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.attack.test_http_attacks import send
from tests.integration.transport.api import Api, served

DEEP = 40_000
MIB = 1024 * 1024
EVENT = b'{"id":"a","type":"VIEW","contentId":"c","sessionId":"s"}'
ACCEPTED = {"accepted": 1, "duplicates": 0, "rejected": 0, "sessionId": "s", "problems": [], "warnings": []}


@pytest_asyncio.fixture(loop_scope="session")
async def api(settings: Settings, pool: Pool) -> AsyncIterator[Api]:
    production = settings.model_copy(update={"development": False})
    async with served(create_app(production), production) as api:
        api.write_key = new_write_key()
        async with pool.acquire() as connection:
            await register_write_key(connection, 1, api.write_key, "")
        yield api
        assert (await post(api, b'{"events":[' + EVENT.replace(b'"a"', b'"last"') + b"]}"))[1] == ACCEPTED


async def post(api: Api, body: bytes, query: str = "", **headers: str) -> tuple[int, Any]:
    """Status and answer; the key is in the address, where no body can hide it."""
    response = await send(
        api, body, path=f"/v1/in?key={api.write_key}{query}", **{"content-type": "text/plain"} | headers
    )
    return response.status_code, response.json()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="empty"),
        pytest.param(b"null", 400, id="null"),
        pytest.param(b"[" + EVENT + b"]", 400, id="a list"),
        pytest.param(b'"events"', 400, id="a text"),
        pytest.param(b"[" * DEEP + b"]" * DEEP, 400, id="deep array"),
        pytest.param(b'{"events":' * DEEP + b"1" + b"}" * DEEP, 200, id="deep events, an item that is none"),
        pytest.param(b'{"events":[' + b"[" * DEEP + b"]" * DEEP + b"]}", 200, id="a deep item"),
        pytest.param(b'{"key":' + b"[" * DEEP + b"]" * DEEP + b"}", 400, id="deep key"),
        pytest.param(b'{"context":' + b"[" * DEEP + b"]" * DEEP + b',"events":[]}', 400, id="deep context"),
        pytest.param(b'{"key":1,"events":[]}', 400, id="a key that is a number"),
        pytest.param(b'{"token":{},"events":[]}', 400, id="a token that is an object"),
        pytest.param(b'{"token":"\\ud800","events":[]}', 401, id="half a surrogate as a token"),
        pytest.param(b'{"token":"a\\r\\nx: y","events":[]}', 401, id="a token with a line break"),
        pytest.param(b'{"key":"' + b"k" * 500_000 + b'","events":[]}', 401, id="a long key"),
        pytest.param(b'{"key":"\\ud800","events":[]}', 401, id="half a surrogate as a key"),
        pytest.param(b'{"events":[]', 400, id="cut off"),
        pytest.param(b'{"events":[]} x', 400, id="something after it"),
        pytest.param(b"events=1&key=2", 400, id="a form as a text"),
        pytest.param(b'\xef\xbb\xbf{"events":[]}', 400, id="byte order mark"),
        pytest.param(b'{"events":["\xff"]}', 200, id="an item that is not UTF-8"),
        pytest.param('{"events":[]}'.encode("utf-16"), 400, id="UTF-16"),
        pytest.param(b'{"events":[NaN]}', 400, id="NaN"),
        pytest.param(b'{"events":[],"sentAt":1e999}', 400, id="a number out of range"),
        pytest.param(b'{"events":' + b"9" * 500_000 + b"}", 200, id="a long number, an item that is none"),
        pytest.param(b'{"events":[' + b"{}," * 300_000 + b"{}]}", 400, id="many items"),
        pytest.param(b"{" + b'"a":1,' * 150_000 + b'"events":[]}', 400, id="many members"),
        pytest.param(b'{"query":"{ __schema { types { name } } }"}', 400, id="GraphQL"),
        pytest.param(b'{"events":"' + b"a" * (MIB + 1) + b'"}', 413, id="too large"),
    ],
)
async def test_bodies(api: Api, body: bytes, status: int) -> None:
    found, answer = await post(api, body)
    assert found == status, answer
    if status == 200:
        assert (answer["accepted"], answer["rejected"]) == (0, 1)
    else:
        assert answer["errors"][0]["extensions"]["code"] not in ("INTERNAL", "UNAVAILABLE")


async def test_the_last_of_equal_members_counts(api: Api) -> None:
    first = EVENT.replace(b'"a"', b'"first"')
    assert await post(api, b'{"events":[],"events":[' + first + b"]}") == (200, ACCEPTED)


async def test_a_bomb_is_refused(api: Api) -> None:
    bomb = gzip.compress(b" " * (64 * MIB))
    status, answer = await post(api, bomb, **{"content-encoding": "gzip"})
    assert (status, answer["errors"][0]["extensions"]["code"]) == (413, "LIMIT_EXCEEDED")


@pytest.mark.parametrize("query", ["&key=x", "&a=" * 30, "&key=%00", "&" + "x" * 20_000, "&events=[]"])
async def test_addresses(api: Api, query: str) -> None:
    status, _ = await post(api, b'{"events":[]}', query)
    assert status == 400


@pytest.mark.parametrize("origin", ["null", "file://", "x" * 5_000, "https://a.example, https://b.example"])
async def test_origins(api: Api, origin: str) -> None:
    status, answer = await post(api, b'{"events":[' + EVENT + b"]}", origin=origin, cookie="session=1")
    assert status == 200
    assert answer["rejected"] == 0
