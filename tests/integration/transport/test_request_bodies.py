"""Compressed bodies are read, and are no way around the limit of a body."""

import gzip
import json
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest

from server.storage.database import Pool
from server.transport.request_body import ClientGone, TooLarge, read_body
from tests.integration.transport.api import Api

TRACK = "mutation($e: [EventInput!]!) { trackEvents(events: $e) { accepted } }"
LIMIT = 1024 * 1024
BOMB = gzip.compress(b" " * (64 * 1024 * 1024))


def body(events: int = 100) -> bytes:
    event = {"type": "VIEW", "contentId": "c1", "sessionId": "s1", "device": {"platform": "IOS", "os": "iOS"}}
    return json.dumps({"query": TRACK, "variables": {"e": [event] * events}}).encode()


async def post(api: Api, content: Any, encoding: str, **headers: str) -> httpx.Response:
    sent = {"content-type": "application/json", "content-encoding": encoding, "x-viewpulse-key": api.write_key or ""}
    return await api.client.post("/graphql", content=content, headers={**sent, **headers})


def refusal(response: httpx.Response) -> tuple[int, str, str]:
    [error] = response.json()["errors"]
    return response.status_code, error["extensions"]["code"], error["message"]


async def parts(content: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "x-gzip", "deflate"])
async def test_a_compressed_batch_is_stored(api: Api, pool: Pool, encoding: str) -> None:
    packed = zlib.compress(body()) if encoding == "deflate" else gzip.compress(body())
    assert len(packed) < len(body()) / 10
    for content in (packed, parts(packed, 7)):
        response = await post(api, content, encoding)
        assert response.json() == {"data": {"trackEvents": {"accepted": 100}}}
    assert await pool.fetchval("SELECT count(*) FROM events") == 200


async def test_what_is_too_large_once_it_is_decompressed_is_refused_as_any_large_body(api: Api) -> None:
    plain = await post(api, b" " * (LIMIT + 1), "identity")
    assert refusal(plain) == (413, "LIMIT_EXCEEDED", "The body is larger than 1,048,576 bytes.")
    assert len(BOMB) < LIMIT
    for content in (BOMB, parts(BOMB, 50_000), gzip.compress(b" " * (LIMIT + 1))):
        assert refusal(await post(api, content, "gzip")) == refusal(plain)
    assert (await post(api, gzip.compress(body()), "gzip")).status_code == 200


async def test_a_body_of_the_largest_size_is_read(api: Api) -> None:
    padded = body(1).ljust(LIMIT)
    response = await post(api, gzip.compress(padded), "gzip")
    assert response.json() == {"data": {"trackEvents": {"accepted": 1}}}


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(body())[:-9],
        gzip.compress(body())[:1],
        b"",
        gzip.compress(body()) + b"{}",
        gzip.compress(body()) * 2,
        zlib.compress(body()),
        body(),
        b"\x1f\x8b" + b"\xff" * 100,
    ],
    ids=["cut off", "one byte", "empty", "more behind it", "twice", "deflate", "plain", "noise"],
)
async def test_what_cannot_be_decompressed_is_bad_input(api: Api, pool: Pool, content: bytes) -> None:
    for sent in (content, parts(content, 11)):
        assert refusal(await post(api, sent, "gzip")) == (
            400,
            "BAD_INPUT",
            "The body is not gzip, as its Content-Encoding says.",
        )
    assert await pool.fetchval("SELECT count(*) FROM events") == 0


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "nonsense", ""])
async def test_other_encodings_are_refused_with_those_that_can_be_read(api: Api, encoding: str) -> None:
    response = await post(api, gzip.compress(body()), encoding)
    assert refusal(response) == (415, "BAD_INPUT", "The Content-Encoding must be gzip or deflate.")
    assert response.headers["accept-encoding"] == "gzip, deflate"


async def read(chunks: Sequence[bytes], encoding: str, *, more: bool = False) -> tuple[bytes, int]:
    """The body, and how many of its parts were asked for."""
    waiting = [
        {"type": "http.request", "body": chunk, "more_body": more or number + 1 < len(chunks)}
        for number, chunk in enumerate(chunks)
    ]
    asked = 0

    async def receive() -> dict[str, Any]:
        nonlocal asked
        asked += 1
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    return await read_body(receive, announced="", encoding=encoding, limit=LIMIT), asked


async def test_no_more_than_the_limit_is_kept_of_a_body_that_grows() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            await read([BOMB], "gzip")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * LIMIT


async def test_a_client_that_leaves_in_the_middle_is_gone() -> None:
    with pytest.raises(ClientGone):
        await read([gzip.compress(b"{}")], "gzip", more=True)
