"""A response leaves in as few writes as possible, and whole."""

from typing import Any, cast

from server.settings import Settings
from server.transport.http_protocol import _WholeResponse, protocol_options

IDLE_SECONDS = {"Node.js": 4, "uvicorn's default": 5, "httpx": 5, "AWS and nginx as balancers": 60}
"""After how long others close a connection that they keep; from their documentation."""


class Transport:
    """Records what is written."""

    def __init__(self) -> None:
        self.written: list[object] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def writelines(self, parts: tuple[bytes, ...]) -> None:
        self.written.append(parts)

    def close(self) -> None:
        self.written.append("closed")


def response() -> tuple[Transport, Any]:
    transport = Transport()
    return transport, _WholeResponse(cast("Any", transport))


def test_the_head_is_sent_with_the_first_part_of_the_body() -> None:
    transport, answer = response()

    for part in (b"head", b"body", b"more", b""):
        answer.write(part)

    assert transport.written == [(b"head", b"body"), b"more", b""]


def test_a_response_without_a_body_sends_its_head() -> None:
    transport, answer = response()

    answer.write(b"head")
    answer.write(b"")

    assert transport.written == [(b"head", b"")]


def test_closing_before_the_body_sends_the_head() -> None:
    transport, answer = response()

    answer.write(b"head")
    answer.close()

    assert transport.written == [b"head", "closed"]


def test_the_client_closes_an_idle_connection_first() -> None:
    """The side that closes later never closes while a request is on its way."""
    kept = protocol_options(Settings())["timeout_keep_alive"]

    assert kept > max(IDLE_SECONDS.values())
