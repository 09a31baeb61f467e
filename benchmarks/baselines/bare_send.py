"""The bound of any fan-out: one pre-built frame and a bare ``send()`` to each socket, in a loop.

    python -m benchmarks.baselines.bare_send PORT BYTES

Accepts WebSocket upgrades, acknowledges connection_init, and for each line on its input sends one message to
every socket. The message is as long as ours, but there is no event loop, no queue and no reader that could be slow.
"""

import base64
import hashlib
import re
import selectors
import socket
import sys

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3


def frame(payload: bytes) -> bytes:
    """A server text frame."""
    if len(payload) < 126:
        return bytes((0x81, len(payload))) + payload
    return bytes((0x81, 126)) + len(payload).to_bytes(2, "big") + payload


def greet(connection: socket.socket) -> bool:
    """Answers the upgrade, then connection_init; returns whether the socket is subscribed."""
    data = connection.recv(65536)
    if data.startswith(b"GET "):
        found = re.search(rb"Sec-WebSocket-Key: (\S+)", data)
        assert found
        accept = base64.b64encode(hashlib.sha1(found[1] + GUID).digest())
        connection.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        return False
    if b"connection_init" in data:
        connection.sendall(frame(b'{"type":"connection_ack"}'))
        return False
    return b"subscribe" in data


def main() -> None:
    """Accepts subscribers, and sends when a line arrives on the input."""
    port, size = int(sys.argv[1]), int(sys.argv[2])
    listener = socket.create_server(("127.0.0.1", port), backlog=4096)
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    selector.register(sys.stdin, selectors.EVENT_READ)
    body = b'{"id":"1","type":"next","payload":"' + b"x" * (size - 37) + b'"}'
    message = frame(body)
    subscribed: list[socket.socket] = []
    print("listening", flush=True)
    while True:
        for key, _ in selector.select():
            if key.fileobj is listener:
                connection, _address = listener.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                selector.register(connection, selectors.EVENT_READ)
            elif isinstance(key.fileobj, socket.socket):
                if greet(key.fileobj):
                    selector.unregister(key.fileobj)
                    subscribed.append(key.fileobj)
            else:
                if not sys.stdin.readline():
                    return
                for subscriber in subscribed:
                    subscriber.send(message)
                print("sent", flush=True)


if __name__ == "__main__":
    main()
