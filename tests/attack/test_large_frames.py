"""Messages of 16 MiB over sockets: refused before the server holds them, while others are served."""

import asyncio
import socket as sockets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from zlib import Z_SYNC_FLUSH, compressobj

import httpx
import pytest

from tests.integration.transport.socket_client import socket
from tests.products import Product, wait_until

MIB = 1 << 20
SIZE = 16 * MIB
ATTACKERS = 8
PEAK = ATTACKERS * 2 * MIB
"""What the process may grow by at most: twice the largest messages that it takes. These are eight times as large."""
PIECE = bytes(64 * 1024)
UPGRADE = (
    "GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: graphql-transport-ws\r\n"
)
DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover\r\n"
TOO_BIG = 1009
TOO_LATE = 4408
"""No `connection_init` in time: on a busy machine, 16 MiB may take longer to send."""
TEXT, FIRST, FURTHER, LAST, COMPRESSED = 0x81, 0x01, 0x00, 0x80, 0x40


def header(first: int, size: int) -> bytes:
    """That of a frame; its mask is zero."""
    return bytes((first, 0x80 | 127)) + size.to_bytes(8) + b"\0\0\0\0"


def whole() -> Iterator[bytes]:
    """One frame, as fast as it goes."""
    yield header(TEXT, SIZE)
    for _ in range(SIZE // len(PIECE)):
        yield PIECE


def in_frames() -> Iterator[bytes]:
    """One message of many frames."""
    pieces = SIZE // len(PIECE)
    for number in range(pieces):
        yield header(FIRST if number == 0 else LAST if number == pieces - 1 else FURTHER, len(PIECE)) + PIECE


def compressed() -> Iterator[bytes]:
    """One small frame, which is 16 MiB when it is inflated."""
    deflate = compressobj(wbits=-15)
    packed = b"".join(deflate.compress(PIECE) for _ in range(SIZE // len(PIECE))) + deflate.flush(Z_SYNC_FLUSH)
    packed = packed.removesuffix(b"\0\0\xff\xff")
    yield header(TEXT | COMPRESSED, len(packed)) + packed


MESSAGES: dict[str, Callable[[], Iterator[bytes]]] = {
    "one frame": whole,
    "many frames": in_frames,
    "a compressed frame": compressed,
}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[Product]:
    """`viewpulse serve` in a process of its own, whose memory is not the test's."""
    product = Product(
        tmp_path_factory.mktemp("serve"),
        "serve",
        VIEWPULSE_DATABASE_URL="postgresql://viewpulse@127.0.0.1:1/none",
        VIEWPULSE_REDIS_URL=redis_url,
        VIEWPULSE_SOCKET_COMPRESSION="true",
    )
    product.launch()
    url = f"http://127.0.0.1:{product.port}/graphql"
    wait_until(lambda: httpx.post(url, json={"query": "{ __typename }"}).is_success, what="an answer of the API")
    yield product
    product.stop()
    assert "Traceback" not in product.output, product.output


def begin_peak(product: Product) -> int:
    """Lets the kernel measure the peak from now on; returns what the process has now, in bytes."""
    Path(f"/proc/{product.pid}/clear_refs").write_text("5")
    return peak_of(product)


def peak_of(product: Product) -> int:
    """The most memory that the process has had since ``begin_peak``, in bytes."""
    status = Path(f"/proc/{product.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024


async def attack(port: int, message: Callable[[], Iterator[bytes]], pause: float, extra: str = "") -> int | None:
    """Sends a message, until the end whatever comes back; returns the close code, None if the kernel dropped it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.transport.get_extra_info("socket").setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, len(PIECE))
    try:
        writer.write(f"{UPGRADE}{extra}\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 101 " in head
        assert ("deflate" in extra) == (b"permessage-deflate" in head)
        with suppress(ConnectionError):  # it may close while this still sends
            for piece in message():
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause)
        try:
            answer = await reader.read(4)
        except ConnectionError:  # what was sent meanwhile resets the connection, and what was not read yet is gone
            return None
        return int.from_bytes(answer[2:4]) if answer[:1] == b"\x88" else 0
    finally:
        writer.close()


@pytest.mark.parametrize("pause", [0.0, 0.002], ids=["at once", "in pieces"])
@pytest.mark.parametrize("name", MESSAGES)
async def test_messages_of_16_mib_are_refused_in_little_memory_while_others_are_served(
    product: Product, name: str, pause: float
) -> None:
    extra = DEFLATE if name == "a compressed frame" else ""
    async with socket(f"http://127.0.0.1:{product.port}") as other:
        await other.initialise()
        await attack(product.port, MESSAGES[name], pause, extra)  # what the first one needs, it keeps
        before = begin_peak(product)
        waits: list[float] = []
        attacks = asyncio.gather(*(attack(product.port, MESSAGES[name], pause, extra) for _ in range(ATTACKERS)))
        while not attacks.done() or not waits:
            began = time.monotonic()
            await other.say({"type": "ping"})
            assert await other.hear() == {"type": "pong"}
            waits.append(time.monotonic() - began)
            await asyncio.sleep(0.01)
        grown = peak_of(product) - before
    codes = await attacks
    assert TOO_BIG in codes
    assert set(codes) <= {TOO_BIG, TOO_LATE, None}, codes
    assert grown <= PEAK, f"{grown / MIB:.1f} MiB"
    assert max(waits) < 5, "another client waits"
