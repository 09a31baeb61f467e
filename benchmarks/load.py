"""A small HTTP/1.1 load generator with pre-encoded requests; run in a process of its own.

    python -m benchmarks.load --port 8000 --bodies FILE --clients 16 --seconds 10 [--rate 150]

FILE holds request bodies, one a line; each is sent once, so that every event is new. Each client sends its next
request when it has the answer, or with --rate when it is due; then a late request counts from when it was due. Prints
one line of JSON.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

import uvloop


def request(body: bytes, path: str, credential: str) -> bytes:
    """The bytes of one POST; ``credential`` is a whole header, such as ``X-Viewpulse-Key: …``."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"{credential}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, message: bytes) -> tuple[bytes, bytes]:
    """Sends one request and returns the head and the body of its answer."""
    writer.write(message)
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    return head, await reader.readexactly(length)


Timed = tuple[float | None, bytes]
"""A request, and when it is due if it has to wait for that."""


def schedule(requests: Iterator[bytes], started: float, seconds: float, rate: float | None) -> Iterator[Timed]:
    """Requests at a rate, or as fast as they are asked for, until the time is over."""
    for number, message in enumerate(requests):
        due = started + number / rate if rate else None
        if max(due or 0.0, time.perf_counter()) >= started + seconds:
            return
        yield due, message


async def client(port: int, requests: Iterator[Timed], latencies: list[float], bad: list[bytes]) -> None:
    """Sends one request after another on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for due, message in requests:
            if due and (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            started = due or time.perf_counter()
            head, answer = await exchange(reader, writer, message)
            latencies.append(time.perf_counter() - started)
            if b'"errors"' in answer or b" 200 " not in head[:20]:
                bad.append(answer[:300])
    finally:
        writer.close()


async def run(arguments: argparse.Namespace) -> dict[str, object]:
    """Runs all clients and adds up their results."""
    latencies: list[float] = []
    bad: list[bytes] = []
    with arguments.bodies.open("rb") as bodies:
        credential = f"X-Viewpulse-Key: {arguments.key}"
        messages = (request(body.rstrip(b"\n"), arguments.path, credential) for body in bodies)
        started = time.perf_counter()
        requests = schedule(messages, started, arguments.seconds, arguments.rate)
        await asyncio.gather(*(client(arguments.port, requests, latencies, bad) for _ in range(arguments.clients)))
        elapsed = time.perf_counter() - started
        exhausted = arguments.rate is None and elapsed < arguments.seconds
    latencies.sort()
    count = len(latencies)
    return {
        "requests": count,
        "seconds": elapsed,
        "perSecond": count / elapsed,
        "p50": latencies[count // 2] * 1000 if count else None,
        "p99": latencies[min(count - 1, int(count * 0.99))] * 1000 if count else None,
        "failed": len(bad),
        "firstFailure": bad[0].decode(errors="replace") if bad else None,
        "exhausted": exhausted,
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", default="/graphql")
    parser.add_argument("--key", default="")
    parser.add_argument("--bodies", required=True, type=Path)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rate", type=float, help="requests per second; by default as fast as they are answered")
    print(json.dumps(uvloop.run(run(parser.parse_args()))))


if __name__ == "__main__":
    main()
