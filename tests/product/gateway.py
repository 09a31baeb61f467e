"""A gateway in front of the product that answers some requests itself, as gateways do in trouble."""

import http.client
import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from server.embedded import free_port

RESET = struct.pack("ii", 1, 0)
"""A lingering time of 0 seconds: closing a socket resets the connection."""
SECONDS = 30.0
KEPT = ("content-type", "content-encoding", "user-agent", "origin")
ALLOWED = {"access-control-allow-origin": "*", "cache-control": "no-store"}


def proxy_page(status: int) -> dict[str, Any]:
    """The page of a proxy."""
    return {"status": status, "body": b"<html>"}


def limited(seconds: float) -> dict[str, Any]:
    """The answer of the API to who sends too much."""
    extensions = {"code": "RATE_LIMITED", "retryable": True, "retryAfter": seconds}
    return {"status": 429, "body": json.dumps({"errors": [{"message": "", "extensions": extensions}]}).encode()}


HAND_ON: dict[str, Any] = {}
"""No fault."""
NO_ANSWER: dict[str, Any] = {"reset": "before"}
"""The connection is reset, and the product hears nothing."""
LOST_ANSWER: dict[str, Any] = {"reset": "after"}
"""The product hears the request; its answer is lost."""


class _Handler(BaseHTTPRequestHandler):
    """Serves one connection."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def setup(self) -> None:
        self.server.connections.add(self.request)
        super().setup()

    def do_POST(self) -> None:
        gateway = self.server.gateway
        body = self.rfile.read(int(self.headers["content-length"]))
        fault = gateway.next_fault()
        if fault.get("reset") == "before":
            return self._reset()
        status, answer = fault.get("status", 0), fault.get("body", b"")
        if not status:
            status, answer = gateway.hand_on(self.path, dict(self.headers), body)
        if fault.get("reset"):
            return self._reset()
        self.send_response(status)
        for name, value in (ALLOWED | {"content-length": str(len(answer))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)
        return None

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.close_connection = True
        self.connection.close()

    def finish(self) -> None:
        self.server.connections.discard(self.request)
        if self.connection.fileno() >= 0:
            super().finish()

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    """A gateway that listens."""

    daemon_threads = True

    def __init__(self, gateway: "Gateway") -> None:
        self.gateway = gateway
        self.connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", gateway.port), _Handler)

    def stop(self) -> None:
        """Takes no connections any more, and ends those that there are."""
        self.shutdown()
        self.server_close()
        for connection in tuple(self.connections):
            with suppress(OSError):  # it may be closed already
                connection.shutdown(socket.SHUT_RDWR)


class Gateway:
    """What it does with the next requests, and what it has seen.

    Args:
        target: The port of the product.
        port: Where it listens, also when it is started again; a free one by default.

    Attributes:
        port: Where it listens.
        faults: One for each of the next requests; later ones are handed on.
        handed_on: How many requests had no fault.
        failed: How many requests had a fault.
    """

    def __init__(self, target: int, port: int | None = None) -> None:
        self.port = port or free_port()
        self.faults: deque[dict[str, Any]] = deque()
        self.handed_on = 0
        self.failed = 0
        self._target = target
        self._lock = threading.Lock()
        self._server: _Server | None = None

    def next_fault(self) -> dict[str, Any]:
        """What is wrong with this request."""
        with self._lock:
            fault = self.faults.popleft() if self.faults else HAND_ON
            self.failed += bool(fault)
            self.handed_on += not fault
        return fault

    def hand_on(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """What the product answers."""
        kept = {name: value for name, value in headers.items() if name.lower() in KEPT}
        connection = http.client.HTTPConnection("127.0.0.1", self._target, timeout=SECONDS)
        try:
            connection.request("POST", path, body, kept)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def start(self) -> None:
        """Listens."""
        self._server = _Server(self)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Listens no more."""
        if self._server:
            self._server.stop()
        self._server = None


@contextmanager
def gateway_to(target: int, port: int | None = None) -> Iterator[Gateway]:
    """A gateway that is not started yet; stopped in the end."""
    gateway = Gateway(target, port)
    try:
        yield gateway
    finally:
        gateway.stop()
