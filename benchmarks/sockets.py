"""Many subscribers in one process of their own, speaking just enough graphql-transport-ws over raw sockets.

    python -m benchmarks.sockets --port 8000 --sockets 1000 --subscribe '{"query": …}' --init '{…}'

Prints ``ready N`` when every subscriber has its first message (or at once with --no-snapshot), then for each line
``expect K`` on its input waits until every socket has had K more messages, and prints when the first and the last
of them arrived, on the machine's monotonic clock.
"""

import argparse
import asyncio
import base64
import json
import os
import sys
import time
from functools import partial
from typing import cast

import uvloop


def masked_text(payload: bytes) -> bytes:
    """A masked client text frame (RFC 6455, section 5.2); an all-zero mask leaves the payload readable."""
    length = len(payload)
    if length < 126:
        head = bytes((0x81, 0x80 | length))
    elif length < 1 << 16:
        head = bytes((0x81, 0xFE)) + length.to_bytes(2, "big")
    else:
        head = bytes((0x81, 0xFF)) + length.to_bytes(8, "big")
    return head + bytes(4) + payload


class Counter:
    """Counts data messages over all sockets and wakes the waiter."""

    def __init__(self) -> None:
        self.received = 0
        self.last = 0.0
        self.first = 0.0
        self.goal = 0
        self.reached = asyncio.Event()

    def add(self) -> None:
        """Counts one message."""
        self.received += 1
        self.last = time.monotonic()
        if not self.first:
            self.first = self.last
        if self.received >= self.goal:
            self.reached.set()

    async def wait(self, messages: int, seconds: float) -> bool:
        """Waits for a number of messages after the last goal."""
        self.goal += messages
        if self.received < self.goal:
            self.reached.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self.reached.wait()
            except TimeoutError:
                return False
        return True


class Subscriber(asyncio.Protocol):
    """One socket: upgrade, connection_init, subscribe, count."""

    def __init__(self, counter: Counter, init: bytes, subscribe: bytes, acknowledged: asyncio.Future[None]) -> None:
        self.counter, self.init, self.subscribe, self.acknowledged = counter, init, subscribe, acknowledged
        self.buffer = b""
        self.upgraded = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Requests the upgrade."""
        self.transport = transport = cast("asyncio.Transport", transport)  # uvloop's are not subclasses
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            f"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        """Wakes the waiter, if it is still waiting."""
        if not self.acknowledged.done():
            self.acknowledged.set_exception(exc or ConnectionError(self.buffer[:300].decode(errors="replace")))

    def data_received(self, data: bytes) -> None:
        """Splits the stream into frames."""
        self.buffer += data
        if not self.upgraded:
            head, found, rest = self.buffer.partition(b"\r\n\r\n")
            if not found:
                return
            self.upgraded, self.buffer = b" 101 " in head[:20], rest
            if not self.upgraded:
                self.transport.close()
                return
            self.transport.write(masked_text(b'{"type":"connection_init","payload":' + self.init + b"}"))
        while len(self.buffer) >= 2:
            length, start = self.buffer[1] & 0x7F, 2
            if length == 126:
                length, start = int.from_bytes(self.buffer[2:4], "big"), 4
            elif length == 127:
                length, start = int.from_bytes(self.buffer[2:10], "big"), 10
            if len(self.buffer) < start + length:
                return
            opcode, payload = self.buffer[0] & 0x0F, self.buffer[start : start + length]
            self.buffer = self.buffer[start + length :]
            self.message(opcode, payload)

    def message(self, opcode: int, payload: bytes) -> None:
        """Answers pings, and counts data messages."""
        if opcode == 9:
            self.transport.write(bytes((0x8A, 0x80 | len(payload))) + bytes(4) + payload)
        elif opcode == 1 and b'"connection_ack"' in payload[:64]:
            self.transport.write(masked_text(b'{"id":"1","type":"subscribe","payload":' + self.subscribe + b"}"))
            self.acknowledged.set_result(None)
        elif opcode == 1 and b'"next"' in payload[:64]:
            self.counter.add()
        elif opcode == 1 and b'"ping"' in payload[:64]:
            self.transport.write(masked_text(b'{"type":"pong"}'))
        elif opcode == 1:
            print(payload[:300].decode(errors="replace"), file=sys.stderr, flush=True)


async def run(arguments: argparse.Namespace) -> None:
    """Opens the sockets a hundred at a time, then follows the commands on stdin."""
    loop = asyncio.get_running_loop()
    counter = Counter()
    init, subscribe = arguments.init.encode(), arguments.subscribe.encode()
    for begin in range(0, arguments.sockets, 100):
        waiting = []
        for _ in range(min(100, arguments.sockets - begin)):
            acknowledged: asyncio.Future[None] = loop.create_future()
            await loop.create_connection(
                partial(Subscriber, counter, init, subscribe, acknowledged), "127.0.0.1", arguments.port
            )
            waiting.append(acknowledged)
        await asyncio.gather(*waiting)
    complete = arguments.no_snapshot or await counter.wait(arguments.sockets, 30)
    if arguments.no_snapshot:
        await asyncio.sleep(0.5)  # the stock server sends nothing when a subscription has begun
    print(f"ready {arguments.sockets if complete else counter.received}", flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        counter.first = 0.0
        complete = await counter.wait(arguments.sockets * int(line.split()[1]), 60)
        print(json.dumps({"complete": complete, "first": counter.first, "last": counter.last}), flush=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--init", default="{}")
    parser.add_argument("--subscribe", required=True)
    parser.add_argument("--no-snapshot", action="store_true")
    uvloop.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
