"""Compressed answers: which, how, and what caches learn of it."""

import gzip
import json
from typing import Any

import brotli
import httpx
import pytest
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from server.access import Role
from server.settings import Settings
from server.transport.compression import LARGE_BYTES, MIN_BYTES
from tests.integration.live.stand_ins import SUBJECT, Numbers
from tests.integration.live.tiny import make_app
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket
from tests.integration.transport.stream_client import EVENTS

LARGE = "{ definitions { name title text } eventVocabulary { type description } }"
HUGE = "{ definitions { name } " + " ".join(f"a{n}: eventVocabulary {{ type description }}" for n in range(30)) + " }"
SMALL = "{ definitions { name } }"
DECODE = {"gzip": gzip.decompress, "br": brotli.decompress}


async def raw(
    api: Api, query: str, encodings: str | None, *, method: str = "POST", **headers: str
) -> tuple[httpx.Headers, bytes]:
    """Headers and body as they were sent."""
    given: dict[str, Any] = {"json" if method == "POST" else "params": {"query": query}}
    sent = {"authorization": api.token("a", Role.ADMIN), "accept-encoding": encodings or "", **headers}
    request = api.client.build_request(method, "/graphql", headers=sent, **given)
    if encodings is None:
        del request.headers["accept-encoding"]
    answer = await api.client.send(request, stream=True)
    try:
        body = b"".join([chunk async for chunk in answer.aiter_raw()])
    finally:
        await answer.aclose()
    assert answer.status_code == 200
    return answer.headers, body


@pytest.mark.parametrize("query", [LARGE, HUGE])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("accept", "encoding"), [("gzip, deflate", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0.1", "br")]
)
async def test_an_answer_is_compressed_as_the_client_prefers(
    bare_api: Api, query: str, method: str, accept: str, encoding: str
) -> None:
    _, plain = await raw(bare_api, query, "identity")
    headers, body = await raw(bare_api, query, accept, method=method)
    assert headers["content-encoding"] == encoding
    assert "Accept-Encoding" in headers["vary"]
    assert int(headers["content-length"]) == len(body) < len(plain) / 2
    assert DECODE[encoding](body) == plain


async def test_some_answers_are_compressed_in_a_thread(bare_api: Api) -> None:
    sizes = [len((await raw(bare_api, query, None))[1]) for query in (SMALL, LARGE, HUGE)]
    assert sizes[0] < MIN_BYTES < sizes[1] < LARGE_BYTES < sizes[2]


@pytest.mark.parametrize("accept", [None, "", "identity", "gzip;q=0, br;q=0", "zstd"])
async def test_an_answer_is_sent_as_it_is_to_other_clients(bare_api: Api, accept: str | None) -> None:
    headers, body = await raw(bare_api, LARGE, accept)
    assert "content-encoding" not in headers
    assert len(json.loads(body)["data"]["definitions"]) > 0


async def test_a_small_answer_is_sent_as_it_is(bare_api: Api) -> None:
    headers, body = await raw(bare_api, SMALL, "gzip, br")
    assert "content-encoding" not in headers
    assert len(body) < MIN_BYTES


async def test_events_are_sent_as_they_are(bare_api: Api) -> None:
    headers, body = await raw(bare_api, LARGE, "gzip, br", accept=EVENTS)
    assert "content-encoding" not in headers
    assert body.startswith(b"event: next\n")


async def test_head_has_the_headers_of_get(bare_api: Api) -> None:
    got, _ = await raw(bare_api, LARGE, "gzip", method="GET")
    head, body = await raw(bare_api, LARGE, "gzip", method="HEAD")
    names = ("content-encoding", "content-length", "vary", "cache-control")
    assert ([head[name] for name in names], body) == ([got[name] for name in names], b"")


# WebSocket -------------------------------------------------------------------------------------------------------

TEXT = "a text that is long " * 1000
LIVE = "subscription { board { revision text } }"
ASK = "{ board { revision text } }"


def agreed(connection: Any) -> list[str]:
    return [extension.name for extension in connection.protocol.extensions]


@pytest.mark.parametrize("offered", ["deflate", None])
@pytest.mark.parametrize("allowed", [True, False])
async def test_sockets_are_compressed_if_both_sides_want_it(
    redis_url: str, *, allowed: bool, offered: str | None
) -> None:
    settings = Settings(redis_url=redis_url, socket_compression=allowed, live_poll_interval=0.05)
    numbers = Numbers()
    app, _ = make_app(settings, numbers, text=TEXT)
    async with served(app, settings) as api, socket(api.url, compression=offered) as client:
        assert agreed(client.connection) == (["permessage-deflate"] if allowed and offered else [])
        await client.initialise()
        for name in ("1", "2"):
            await client.subscribe(LIVE, name=name)
        seen = [(await client.hear())["payload"]["data"]["board"] for _ in range(2)]
        numbers.commit(SUBJECT)
        seen += [(await client.hear())["payload"]["data"]["board"] for _ in range(2)]
        assert [one["revision"] for one in seen] == [0, 0, 1, 1]
        assert all(one["text"] == TEXT for one in seen)
        for name in ("1", "2"):
            await client.say({"type": "complete", "id": name})
        await client.say({"type": "ping", "payload": {"a": "b" * 5000}})
        assert await client.hear() == {"type": "pong", "payload": {"a": "b" * 5000}}
        await client.subscribe(ASK, name="3")
        assert (await client.hear())["payload"]["data"]["board"]["text"] == TEXT


async def test_a_client_with_a_small_window_is_served_without(redis_url: str) -> None:
    settings = Settings(redis_url=redis_url, socket_compression=True)
    app, _ = make_app(settings, Numbers(), text=TEXT)
    small = ClientPerMessageDeflateFactory(server_max_window_bits=9)
    async with served(app, settings) as api, socket(api.url, extensions=[small]) as client:
        assert agreed(client.connection) == ["permessage-deflate"]
        await client.initialise()
        await client.subscribe(LIVE)
        assert (await client.hear())["payload"]["data"]["board"]["text"] == TEXT
