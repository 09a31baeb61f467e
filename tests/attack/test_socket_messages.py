"""Any message over a socket is answered, or closes the socket with a code; the server keeps running."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from websockets.exceptions import ConnectionClosed

from server.app import create_app
from server.settings import Settings
from tests.conftest import JWT_SECRET
from tests.drawing import drawn
from tests.integration.transport.api import served
from tests.integration.transport.socket_client import socket

EXPECTED = {1007, 1009, 4400, 4401, 4403, 4409, 4429}
LIMIT = 64 * 1024

words = st.sampled_from(
    [
        "connection_init",
        "ping",
        "pong",
        "subscribe",
        "complete",
        "next",
        "error",
        "connection_ack",
        "",
        "1",
        "__proto__",
    ]
)
keys = st.sampled_from(["type", "id", "payload", "query", "variables", "operationName", "extensions", "authorization"])
documents = st.sampled_from(
    [
        "{ __typename }",
        "{",
        "subscription { contentAnalytics }",
        'subscription { contentAnalytics(contentId: "c") { revision } }',
        "mutation M { trackEvents(events: []) { accepted } } query Q { __typename }",
        "query($a: [[ID!]!]!) { __typename }",
        "{ ...F } fragment F on Query { ...F }",
    ]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | words | documents,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys | st.text(max_size=5), inner, max_size=5),
    max_leaves=12,
)
requests = st.fixed_dictionaries(
    {"query": documents | values},
    optional={"variables": values, "operationName": values, "extensions": values},
)
likely = st.fixed_dictionaries({"type": words}, optional={"id": words | values, "payload": requests | values})
messages = st.one_of(
    likely.map(json.dumps),
    likely.map(json.dumps),
    values.map(json.dumps),
    st.text(max_size=50),
    st.binary(max_size=50),
    st.integers(1, 50_000).map(lambda depth: '{"type":"ping","payload":' + '{"a":' * depth),
    st.integers(LIMIT - 100, LIMIT + 100).map(lambda size: "x" * size),
)


@pytest.fixture(scope="module")
def url(redis_url: str) -> Iterator[str]:
    """The real application without a database, served in a thread of its own for all examples."""
    chosen = Settings(
        database_url="postgresql://viewpulse@127.0.0.1:1/none",
        redis_url=redis_url,
        jwt_secret=SecretStr(JWT_SECRET),
        max_body_bytes=LIMIT,
        development=True,
    )
    ready: list[str] = []
    started, finished = threading.Event(), threading.Event()

    async def serve() -> None:
        async with served(create_app(chosen), chosen) as api:
            ready.append(api.url)
            started.set()
            while not finished.is_set():  # noqa: ASYNC110 - set by another thread
                await asyncio.sleep(0.05)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert started.wait(120)
    yield ready[0]
    finished.set()
    thread.join(120)


async def converse(url: str, said: list[str | bytes], *, initialise: bool) -> int | None:
    """Says it all; returns the close code, or None when the socket is still good."""
    async with socket(url, close_timeout=5) as client:
        try:
            if initialise:
                await client.initialise()
            for message in said:
                await client.say(message)
            await client.say({"type": "ping", "payload": {"still": "there"}})
            async with asyncio.timeout(60):
                while (await client.hear()).get("payload") != {"still": "there"}:
                    pass
        except ConnectionClosed:
            return (await client.closed())[0]
    return None


@settings(max_examples=drawn(60))
@given(said=st.lists(messages, min_size=1, max_size=6), initialise=st.booleans())
def test_any_conversation_ends_with_a_code_or_continues(url: str, said: list[str | bytes], *, initialise: bool) -> None:
    assert asyncio.run(converse(url, said, initialise=initialise)) in EXPECTED | {None}


frames = st.binary(min_size=1, max_size=200)


@settings(max_examples=drawn(30))
@given(garbage=frames)
def test_bytes_that_are_no_frames_do_not_hurt_others(url: str, garbage: bytes) -> None:
    async def attack() -> Any:
        async with socket(url) as victim:
            await victim.initialise()
            with suppress(ConnectionClosed):
                async with socket(url, close_timeout=1) as attacker:
                    attacker.connection.transport.write(garbage)
                    attacker.connection.transport.abort()
            await victim.say({"type": "ping"})
            return await victim.hear()

    assert asyncio.run(attack()) == {"type": "pong"}
