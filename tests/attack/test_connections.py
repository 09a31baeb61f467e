"""Hostile connections: endless headers, bytes that trickle, and too many at once."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from server.app import create_app
from server.settings import Settings
from server.transport.connections import Connection, Connections
from server.transport.http_protocol import MAX_HEADERS
from tests.integration.live.stand_ins import until
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket

MAX_HEAD = 16 * 1024
SOON = 20.0
"""Seconds within which something must have happened; only what hangs takes so long."""
QUERY = b'{"query":"{ __typename }"}'
UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
UPGRADE += "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n"


@pytest.fixture
def strict(redis_url: str) -> Settings:
    """Settings of a process that needs no database and never waits."""
    return Settings(
        database_url="postgresql://viewpulse@127.0.0.1:1/none",
        redis_url=redis_url,
        max_header_bytes=MAX_HEAD,
        header_timeout=0.4,
        body_timeout=0.4,
        send_timeout=0.4,
        connection_init_timeout=0.4,
    )


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Api]:
    async with served(create_app(settings), settings) as api:
        yield api
        alive = await api.client.post("/graphql", json={"query": "{ __typename }"})
        assert alive.json() == {"data": {"__typename": "Query"}}


@pytest.fixture
async def api(strict: Settings) -> AsyncIterator[Api]:
    patient = strict.model_copy(update={"header_timeout": 30.0, "body_timeout": 30.0, "send_timeout": 30.0})
    async with serving(patient) as api:
        yield api


@pytest.fixture
async def impatient(strict: Settings) -> AsyncIterator[Api]:
    async with serving(strict) as api:
        yield api


class Raw:
    """A connection that sends whatever a test likes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, *parts: bytes, pause: float = 0.0) -> None:
        """Sends parts until the server does not want any more."""
        for part in parts:
            try:
                self.writer.write(part)
                await self.writer.drain()
            except ConnectionError:
                return
            await asyncio.sleep(pause)

    async def answers(self) -> bytes:
        """Everything that comes until the server closes."""
        found = b""
        async with asyncio.timeout(SOON):
            try:
                while chunk := await self.reader.read(65_536):
                    found += chunk
            except ConnectionError:
                pass  # it closed while the test still sent
        return found

    async def refusal(self) -> tuple[int, str]:
        """Status and code of the one answer."""
        head, _, body = (await self.answers()).partition(b"\r\n\r\n")
        return int(head.split()[1]), json.loads(body)["errors"][0]["extensions"]["code"]


@asynccontextmanager
async def connected(api: Api) -> AsyncIterator[Raw]:
    host, port = api.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        yield Raw(reader, writer)
    finally:
        writer.close()


def post(*headers: str, body: bytes = QUERY, length: int | None = None) -> bytes:
    lines = ("POST /graphql HTTP/1.1", "Host: x", "Content-Type: application/json", *headers)
    size = len(body) if length is None else length
    return ("\r\n".join((*lines, f"Content-Length: {size}")) + "\r\n\r\n").encode() + body


CHUNKED = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
ENDLESS = {
    "one header": (b"GET /graphql HTTP/1.1\r\nA: ", b"a" * 1024),
    "one name": (b"GET /graphql HTTP/1.1\r\n", b"a" * 1024),
    "many headers": (b"GET /graphql HTTP/1.1\r\n", b"A: " + b"a" * 1000 + b"\r\n"),
    "a header in bits": (b"GET /graphql HTTP/1.1\r\n", b"Accept: a\r\n a\r\n" * 10),
    "trailers": (CHUNKED + b"0\r\n", b"A: " + b"a" * 1000 + b"\r\n"),
    "one trailer": (CHUNKED + b"0\r\nA: ", b"a" * 1024),
    "an extension of a chunk": (CHUNKED + b"1;", b"a" * 1024),
    "after an answer": (post() + b"GET /graphql HTTP/1.1\r\nA: ", b"a" * 1024),
}


@pytest.mark.parametrize("name", ENDLESS)
async def test_endless_headers_are_cut_off(api: Api, name: str) -> None:
    start, again = ENDLESS[name]
    async with connected(api) as raw:
        await raw.send(start, *[again] * 2000)
        answers = await raw.answers()
    assert b" 431 " in answers or b" 400 " in answers
    assert b"LIMIT_EXCEEDED" in answers or name in ("one name", "a header in bits")


async def test_an_endless_address_is_cut_off(api: Api) -> None:
    async with connected(api) as raw:
        await raw.send(b"GET /graphql?", *[b"a" * 1024] * 2000)
        assert await raw.refusal() == (414, "LIMIT_EXCEEDED")


async def test_large_headers_at_once_are_refused(api: Api) -> None:
    for headers in ([f"A: {'a' * MAX_HEAD}"], ["A: a"] * (MAX_HEADERS + 1), [f"Accept: {'a' * 500_000}"]):
        async with connected(api) as raw:
            await raw.send(post(*headers))
            assert await raw.refusal() == (431, "LIMIT_EXCEEDED")


async def test_headers_within_the_limit_and_large_bodies_pass_in_any_pieces(api: Api) -> None:
    filler = b" " * 900_000
    request = post("A: " + "a" * (MAX_HEAD - 500), body=QUERY + filler)
    for size in (len(request), 70_000, 4096):
        async with connected(api) as raw:
            await raw.send(*[request[at : at + size] for at in range(0, len(request), size)])
            await raw.send(post("Connection: close"))
            assert (await raw.answers()).count(b'{"data":{"__typename":"Query"}}') == 2


async def test_trailers_are_no_headers(api: Api) -> None:
    body = b"%x\r\n%b\r\n0\r\nContent-Encoding: gzip\r\nAuthorization: nonsense\r\n\r\n" % (len(QUERY), QUERY)
    async with connected(api) as raw:
        await raw.send(CHUNKED + body + post("Connection: close"))
        assert (await raw.answers()).count(b'{"data":{"__typename":"Query"}}') == 2


async def test_small_chunks_are_no_trailers(api: Api) -> None:
    body = b"".join(b"1\r\n%c\r\n" % one for one in QUERY + b" " * 20_000)
    async with connected(api) as raw:
        await raw.send(CHUNKED + body + b"0\r\n\r\n" + post("Connection: close"))
        assert (await raw.answers()).count(b'{"data":{"__typename":"Query"}}') == 2


async def test_thousands_of_requests_at_once_do_not_wait_in_memory(api: Api) -> None:
    async with connected(api) as raw:
        await raw.send(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n" * 5000)
        assert (await raw.answers()).count(b" 200 ") < 5000


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        pytest.param(f"GET /graphql HTTP/1.1\r\nHost: x\r\nA: {'a' * 9000}\r\n{UPGRADE}\r\n", 431, id="a long header"),
        pytest.param("GET /graphql HTTP/1.1\r\n" + "A: a\r\n" * 200 + UPGRADE + "\r\n", 431, id="many headers"),
        pytest.param(f"GET /graphql?{'a' * 9000} HTTP/1.1\r\n{UPGRADE}\r\n", 414, id="a long address"),
        pytest.param(f"POST /graphql HTTP/1.1\r\n{UPGRADE}\r\n", 405, id="POST"),
        pytest.param(f"GET /gr\xffphql HTTP/1.1\r\n{UPGRADE}\r\n", 400, id="an address beyond ASCII"),
        pytest.param(f"GET /graphql HTTP/1.1\r\n{UPGRADE}Content-Length: 3\r\n\r\nabc", 400, id="a body"),
        pytest.param(f"GET /graphql HTTP/1.1\r\nA\xff: b\r\n{UPGRADE}\r\n", 400, id="a name beyond ASCII"),
        pytest.param(f"GET /graphql HTTP/1.1\r\nA: \xff\xfe\r\n{UPGRADE}\r\n", 101, id="a value beyond ASCII"),
        pytest.param(f"GET /graphql HTTP/1.1\r\nSec-WebSocket-Key: no\r\n{UPGRADE}\r\n", 400, id="two keys"),
        pytest.param(f"GET * HTTP/1.1\r\n{UPGRADE}\r\n", 403, id="no address"),
        pytest.param("GET /graphql HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", 400, id="no key"),
        pytest.param("GET /gr\xffphql HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="HTTP beyond ASCII"),
        pytest.param("nonsense\r\n\r\n", 400, id="no HTTP"),
    ],
)
async def test_odd_requests_are_answered_without_a_stack_trace(
    api: Api, request_: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(api) as raw:
        await raw.send(request_.encode("latin-1"))
        if status == 101:
            assert (await raw.reader.readline()).split()[1] == b"101"
        else:
            assert int((await raw.answers()).split()[1]) == status
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info]


# Time ------------------------------------------------------------------------------------------------------------


async def test_a_silent_connection_is_closed(impatient: Api) -> None:
    async with connected(impatient) as raw:
        assert await raw.answers() == b""


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([b"GET /graphql HTTP/1.1\r\n", *[b"A: b\r\n"] * 1000], id="headers"),
        pytest.param([b"GET /graphql HTTP/1.1\r\nA: ", *[b"b"] * 1000], id="a header"),
        pytest.param([b"\r\n"] * 1000, id="empty lines"),
        pytest.param([post(length=5000), *[b" "] * 1000], id="a body"),
        pytest.param([CHUNKED, *[b"1\r\n \r\n"] * 1000], id="chunks"),
        pytest.param([post(), *[b"\r\n"] * 1000], id="empty lines after an answer"),
        pytest.param([post(), b"GET /gr", *[b"a"] * 1000], id="a second request"),
    ],
)
async def test_a_request_that_trickles_is_refused_with_408(impatient: Api, parts: list[bytes]) -> None:
    async with connected(impatient) as raw:
        trickle = asyncio.create_task(raw.send(*parts, pause=0.02))
        answers = await raw.answers()
        trickle.cancel()
    assert b"HTTP/1.1 408 Request Timeout\r\n" in answers
    assert b'"code":"UNAVAILABLE"' in answers


async def test_a_body_after_the_answer_is_cut_off_too(impatient: Api) -> None:
    async with connected(impatient) as raw:
        head = b"POST /elsewhere HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
        trickle = asyncio.create_task(raw.send(head, *[b" "] * 1000, pause=0.02))
        answers = await raw.answers()
        trickle.cancel()
    assert answers.startswith(b"HTTP/1.1 404 ")


async def test_a_client_that_does_not_read_is_cut_off(impatient: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    entered: list[Connections] = []
    enter = Connections.enter

    def entering(connections: Connections, connection: Connection, address: str | None) -> bool:
        entered.append(connections)
        return enter(connections, connection, address)

    monkeypatch.setattr(Connections, "enter", entering)
    async with connected(impatient) as raw:
        raw.writer.transport.pause_reading()  # type: ignore[attr-defined]
        page = b"GET /graphql HTTP/1.1\r\nHost: x\r\nAccept: text/plain\r\n\r\n"
        sending = asyncio.create_task(raw.send(*[page * 10] * 100_000))
        await until(lambda: bool(entered) and not len(entered[0]))
        sending.cancel()


async def test_an_unauthenticated_socket_is_closed_while_it_trickles(impatient: Api) -> None:
    async with connected(impatient) as raw:
        await raw.send(f"GET /graphql HTTP/1.1\r\nHost: x\r\n{UPGRADE}\r\n".encode())
        trickle = asyncio.create_task(raw.send(b"\x81\xfe\x7f\xff\0\0\0\0", *[b" "] * 1000, pause=0.02))
        answers = await raw.answers()
        trickle.cancel()
    assert answers.startswith(b"HTTP/1.1 101 ")
    assert (4408).to_bytes(2) in answers


# Numbers ---------------------------------------------------------------------------------------------------------


async def test_connections_beyond_the_limit_are_refused_until_others_leave(strict: Settings) -> None:
    narrow = strict.model_copy(update={"max_connections": 2, "header_timeout": 30.0})
    async with serving(narrow) as api:
        async with connected(api) as one, connected(api), connected(api) as third:
            await third.send(post())
            assert await third.refusal() == (503, "UNAVAILABLE")
            await one.send(post("Connection: close"))
            assert b" 200 " in await one.answers()
        async with connected(api) as fourth:
            await fourth.send(post("Connection: close"))
            assert b" 200 " in await fourth.answers()


async def test_one_address_cannot_take_all_connections(strict: Settings) -> None:
    fair = strict.model_copy(update={"max_connections_per_address": 2, "header_timeout": 30.0})
    async with serving(fair) as api:
        async with socket(api.url) as live, connected(api), connected(api) as third:
            await live.initialise()
            await third.send(post())
            assert await third.refusal() == (503, "UNAVAILABLE")
        async with connected(api) as fourth:
            await fourth.send(post("Connection: close"))
            assert b" 200 " in await fourth.answers()


async def test_behind_a_proxy_the_connections_of_an_address_are_the_proxys(strict: Settings) -> None:
    changes = {"max_connections_per_address": 1, "client_address_header": "X-Real-IP", "header_timeout": 30.0}
    async with serving(strict.model_copy(update=changes)) as api, connected(api), connected(api) as second:
        await second.send(post("Connection: close"))
        assert b" 200 " in await second.answers()


# Frames ----------------------------------------------------------------------------------------------------------


def frame(first: int, payload: bytes = b"", *, masked: bool = True, length: bytes | None = None) -> bytes:
    """A frame as its bytes say, right or wrong; its mask is zero."""
    size = length or bytes((len(payload),))
    return bytes((first, (0x80 if masked else 0) | size[0])) + size[1:] + (b"\0\0\0\0" if masked else b"") + payload


TEXT, CONTINUATION, CLOSE, PING, PONG = 0x81, 0x80, 0x88, 0x89, 0x8A


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        pytest.param([frame(TEXT, b"\xff\xfe")], 1007, id="no UTF-8"),
        pytest.param([frame(TEXT, b"\xed\xa0\xbd")], 1007, id="half a surrogate pair"),
        pytest.param([frame(0x01, b"\xe2"), frame(CONTINUATION, b"\x82")], 1007, id="no UTF-8, in two frames"),
        pytest.param([frame(TEXT, b"\xff")] * 50, 1007, id="no UTF-8, again and again"),
        pytest.param([frame(TEXT, b"{}", masked=False)], 1002, id="no mask"),
        pytest.param([frame(0x83)], 1002, id="an opcode of the future"),
        pytest.param([frame(0xC1, b"{}")], 1002, id="a reserved bit"),
        pytest.param([frame(0x09)], 1002, id="half a ping"),
        pytest.param([frame(PING, b"a" * 126, length=b"\x7e\0\x7e")], 1002, id="a long ping"),
        pytest.param([frame(CONTINUATION, b"{}")], 1002, id="a continuation of nothing"),
        pytest.param([frame(0x01, b"{"), frame(TEXT, b"}")], 1002, id="a message in a message"),
        pytest.param([frame(TEXT, length=b"\x7f" + b"\xff" * 8)], 1009, id="a length beyond all"),
        pytest.param([frame(TEXT, length=b"\x7f" + b"\x7f" + b"\xff" * 7)], 1009, id="too long"),
        pytest.param([frame(CLOSE, b"\x03")], 1002, id="half a close code"),
        pytest.param([frame(CLOSE, b"\x03\xed")], 1002, id="a close code nobody may send"),
        pytest.param([frame(CLOSE, b"\x03\xe8\xff\xfe")], 1007, id="a reason that is no UTF-8"),
        pytest.param([frame(0x82, b"{}")], 4400, id="binary"),
        pytest.param([frame(TEXT, b"\xff"), frame(CLOSE, b"\x03\xe8")], 1000, id="no UTF-8, and the end"),
        pytest.param([frame(CLOSE, b"\x03\xe8"), frame(TEXT, b"\xff")], 1000, id="the end, and no UTF-8"),
        pytest.param([frame(TEXT, b"{}"), frame(TEXT, b"\xff")], 1007, id="after a message that nobody has read yet"),
        pytest.param([frame(PONG, b"nobody asked"), frame(TEXT)], 4400, id="an empty message"),
    ],
)
async def test_broken_frames_are_closed_with_a_code_and_without_a_stack_trace(
    api: Api, frames: list[bytes], code: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(api) as raw:
        await raw.send(f"GET /graphql HTTP/1.1\r\nHost: x\r\n{UPGRADE}\r\n".encode())
        await raw.reader.readuntil(b"\r\n\r\n")
        await raw.send(b"".join(frames))
        async with asyncio.timeout(SOON):
            answer = await raw.reader.readexactly(4)
        await raw.send(frame(CLOSE, b"\x03\xe8"))
        await raw.answers()
    assert (answer[0], int.from_bytes(answer[2:4])) == (CLOSE, code)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info]
