"""Readers that do not keep up: they get the newest value, cost bounded memory, and delay no other reader."""

import asyncio
import gc
import re
import socket as sockets
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import quote

import pytest
from starlette.types import ASGIApp
from websockets.frames import Frame, Opcode

from server.live.publish import Publisher
from server.settings import Settings
from server.transport.frames import FrameProtocol
from server.transport.http_protocol import HttpProtocol
from tests.integration.live.stand_ins import SUBJECT, Numbers, until
from tests.integration.live.tiny import make_app, without_frames
from tests.integration.transport.api import served
from tests.integration.transport.socket_client import Client, socket

LIMIT = 64 * 1024
MESSAGE = 100_000
LAST = 100
"""Revisions of a message each: more than twice what the kernel takes in for a reader that is slow (4 MiB)."""
LIVE = "subscription { board { revision text } }"


@pytest.fixture
def narrow(redis_url: str) -> Settings:
    return Settings(redis_url=redis_url, live_write_buffer=LIMIT, live_poll_interval=60)


def as_it_is(app: ASGIApp) -> ASGIApp:
    return app


def deaf_socket(url: str) -> sockets.socket:
    """A TCP connection whose kernel takes in very little."""
    connection = sockets.socket()
    connection.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    host, port = url.removeprefix("http://").split(":")
    connection.connect((host, int(port)))
    return connection


async def revision_heard(client: Client) -> int:
    message = await client.hear()
    revision: int = message["payload"]["data"]["board"]["revision"]
    return revision


def server_sides() -> list[FrameProtocol]:
    """What serves the sockets that are open; searching all objects takes long, so once for each test."""
    return [protocol for protocol in gc.get_objects() if type(protocol) is FrameProtocol and not protocol.disconnected]


def unsent_bytes(sides: list[FrameProtocol]) -> int:
    return max(side.transport.get_write_buffer_size() for side in sides if not side.disconnected)


@pytest.mark.parametrize("wrap", [as_it_is, without_frames])
async def test_a_reader_that_stops_reading_gets_the_newest_value_when_it_reads_again(
    narrow: Settings, publisher: Publisher, wrap: Callable[[ASGIApp], ASGIApp]
) -> None:
    numbers = Numbers()
    app, hub = make_app(narrow, numbers, text="x" * MESSAGE)
    async with served(wrap(app), narrow) as api, socket(api.url) as fast:
        await until(lambda: hub.pushed)
        async with socket(api.url, sock=deaf_socket(api.url), max_queue=1) as slow:
            for client in (fast, slow):
                await client.initialise()
                await client.subscribe(LIVE)
            assert await revision_heard(fast) == 0
            sides = server_sides()
            for expected in range(1, LAST + 1):
                await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
                assert await revision_heard(fast) == expected
                assert unsent_bytes(sides) <= LIMIT + 2 * MESSAGE
            heard: list[int] = []
            while not heard or heard[-1] < LAST:
                heard.append(await revision_heard(slow))
            assert heard == sorted(set(heard))
            assert len(heard) < LAST / 2
            await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
            assert await revision_heard(slow) == LAST + 1
            assert numbers.executions[SUBJECT] in (LAST + 2, LAST + 3)  # one more where Redis confirmed late


GET_STREAM = b"GET /graphql?query=%s HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n" % quote(LIVE).encode()


async def deaf_stream(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A subscription over a stream of events whose client takes in very little."""
    reader, writer = await asyncio.open_connection(sock=deaf_socket(url), limit=1024)
    writer.write(GET_STREAM)
    return reader, writer


def streams() -> list[HttpProtocol]:
    """The open connections with a stream; those of earlier tests are closed."""
    protocols = [one for one in gc.get_objects() if type(one) is HttpProtocol and one._is_streaming]
    return [one for one in protocols if not one.transport.is_closing()]


async def test_a_stream_that_is_not_read_gets_the_newest_value_when_it_is_read_again(
    narrow: Settings, publisher: Publisher
) -> None:
    numbers = Numbers()
    app, hub = make_app(narrow, numbers, text="x" * MESSAGE)
    async with served(app, narrow) as api, socket(api.url) as fast:
        await until(lambda: hub.pushed)
        await fast.initialise()
        await fast.subscribe(LIVE)
        assert await revision_heard(fast) == 0
        reader, writer = await deaf_stream(api.url)
        await until(lambda: hub.subscriptions == 2)
        [side] = streams()
        for expected in range(1, LAST + 1):
            await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
            assert await revision_heard(fast) == expected
            assert side.transport.get_write_buffer_size() <= LIMIT + 2 * MESSAGE
        await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
        heard = b""
        while b'"revision":%d' % (LAST + 1) not in heard:
            heard += await reader.read(1_000_000)
        revisions = [int(found) for found in re.findall(rb'"revision":(\d+)', heard)]
        assert revisions == sorted(set(revisions))
        assert len(revisions) < LAST / 2
        writer.close()
        await until(lambda: hub.subscriptions == 1)


async def test_a_stream_that_is_never_read_is_cut_off(narrow: Settings, publisher: Publisher) -> None:
    impatient = narrow.model_copy(update={"send_timeout": 0.4})
    numbers = Numbers()
    app, hub = make_app(impatient, numbers, text="x" * MESSAGE * 80)
    async with served(app, impatient) as api:
        await until(lambda: hub.pushed)
        _, writer = await deaf_stream(api.url)
        await until(lambda: hub.subscriptions == 1)
        await until(lambda: hub.subscriptions == 0)
        assert not streams()
        writer.close()


async def ask_without_reading(client: Client) -> int:
    """Sends pings for as long as the server takes them in; returns how many."""
    sent = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(1):
            while sent < 2000:
                await client.say({"type": "ping", "payload": {"filling": "x" * 10_000}})
                sent += 1
    return sent


async def test_a_client_that_asks_without_reading_is_not_read_either(narrow: Settings) -> None:
    app, _ = make_app(narrow, Numbers())
    async with served(app, narrow) as api, socket(api.url, sock=deaf_socket(api.url), max_queue=1) as client:
        await client.initialise()
        assert await ask_without_reading(client) < 1900
        assert unsent_bytes(server_sides()) <= LIMIT + 20_000
        client.connection.transport.abort()


async def test_a_client_that_pings_without_reading_is_not_read_either(narrow: Settings) -> None:
    app, _ = make_app(narrow, Numbers())
    async with served(app, narrow) as api, socket(api.url, sock=deaf_socket(api.url), max_queue=1) as client:
        await client.initialise()
        client.connection.transport.pause_reading()
        flood = Frame(Opcode.PING, b"x" * 125).serialize(mask=True) * 50_000
        client.connection.transport.write(flood)
        sides = server_sides()
        await until(lambda: unsent_bytes(sides) > LIMIT)
        for _ in range(200):
            await asyncio.sleep(0.002)
            assert unsent_bytes(sides) <= LIMIT + 300_000  # one chunk of what was read at once
        client.connection.transport.abort()
