"""uvicorn's HTTP protocol, with limits on the size of a request's head, on time, and on the number of connections."""

import asyncio
from functools import partial
from http import HTTPStatus
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from server.errors import ErrorCode, ViewpulseError, limit_exceeded, unavailable
from server.settings import Settings
from server.transport.connections import Connections
from server.transport.failures import refuse, retry_header
from server.transport.frames import LINGER_SECONDS, FrameProtocol, frame_options

MAX_HEADERS = 128
MAX_PIPELINED = 32
MAX_HANDSHAKE_LINE_LENGTH = 8000
"""Maximum bytes of a line of a WebSocket's handshake; the websockets library reads no longer ones."""

SECURITY_HEADERS = (
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
)
"""Of every response; a page adds a policy of its own, and browsers follow both."""
EMBED_PATH = "/embed"
"""The one page that other pages may frame: it has one whole policy, since of two the stricter one would win."""
POLICY_HEADER = b"content-security-policy"

_MALFORMED = HTTPStatus.BAD_REQUEST, ViewpulseError(ErrorCode.BAD_INPUT, "This is not a valid HTTP request.")


class _RefusedError(Exception):
    """Stops the parser."""


class _WholeResponse:
    """A response's transport: sends the head with the first part of the body, in one system call and one packet."""

    __slots__ = ("_head", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head: bytes | None = b""

    def write(self, data: bytes) -> None:
        """Keeps the head until the body begins."""
        if self._head is None:
            self._transport.write(data)
        elif self._head:
            self._transport.writelines((self._head, data))
            self._head = None
        else:
            self._head = data

    def is_closing(self) -> bool:
        """Whether the connection closes."""
        return self._transport.is_closing()

    def close(self) -> None:
        """Closes the connection after what was written."""
        if self._head:
            self._transport.write(self._head)
        self._transport.close()


class HttpProtocol(HttpToolsProtocol):
    """One connection.

    Args:
        connections: All connections of the process.
        settings: The limits.
        options: What uvicorn passes to its protocols.
    """

    must_drain = True

    def __init__(self, *, connections: Connections, settings: Settings, **options: Any) -> None:
        super().__init__(**options)
        self._connections = connections
        self._most_head = settings.max_header_bytes
        self._header_timeout = settings.header_timeout
        self._body_timeout = settings.body_timeout
        self._refused = False
        self._refusal: tuple[HTTPStatus, ViewpulseError] | None = None
        self._in_head = True
        self._head_bytes = 0  # of the head that is being read
        self._bytes_beside_body = 0  # since the last byte of a body: sizes of chunks, and trailers
        self._messages = 0  # whose head began
        self._completed = 0
        self._heard = False
        self._since: float | None = None  # when the head, or the body, began to be waited for
        self._running: RequestResponseCycle | None = None  # `cycle` may be a later one, which waits

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accepts the connection, or refuses it."""
        super().connection_made(transport)
        self._since = self.loop.time()
        if not self._connections.enter(self, self.client[0] if self.client else None):
            error = unavailable("Too many connections are open; try again.", retry_after=5.0)
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, error)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forgets the connection."""
        self._connections.leave(self)
        if self._running is not None and not self._running.response_complete:
            self._running.disconnected = True
            self._running.message_event.set()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        """Hands the connection and its slot over; refuses a handshake that the WebSocket parser cannot read."""
        if len(self.url) > MAX_HANDSHAKE_LINE_LENGTH:
            self._refuse(HTTPStatus.REQUEST_URI_TOO_LONG, _too_long("address", MAX_HANDSHAKE_LINE_LENGTH))
        elif any(len(name) + len(value) > MAX_HANDSHAKE_LINE_LENGTH for name, value in self.headers):
            error = _too_long("longest header of a WebSocket's handshake", MAX_HANDSHAKE_LINE_LENGTH)
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, error)
        elif not self.url.isascii():
            self._refuse(*_MALFORMED)
        else:
            self._connections.leave(self)
            super().handle_websocket_upgrade()
            if not cast("FrameProtocol", self.transport.get_protocol()).handshake_initiated:
                self.transport.write(_response(*_MALFORMED))  # the whole handshake is there: no more would come
                self.transport.close()
            self.parser = None  # type: ignore[assignment]  # each would keep the other; uvicorn does so in the end, too

    # Streams of events ----------------------------------------------------------------------------------------------

    @property
    def _is_streaming(self) -> bool:
        """Whether the answer under way is a stream, which lasts until one side ends it."""
        cycle = self._running
        return cycle is not None and bool(cycle.chunked_encoding) and not cycle.response_complete

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        if cycle.scope["path"] == EMBED_PATH:
            cycle.default_headers = [header for header in cycle.default_headers if header[0] != POLICY_HEADER]
        super()._start_asgi_task(cycle, app)

    def resume_writing(self) -> None:
        """The reader has caught up."""
        super().resume_writing()
        if self._is_streaming:
            self._connections.has_read(self)

    def shutdown(self) -> None:
        """Ends a stream, without a last event: clients connect again. Other answers are completed first."""
        cycle = self._running
        if cycle is None or not self._is_streaming:
            super().shutdown()
            return
        cycle.disconnected = True
        cycle.message_event.set()
        self.flow.resume_writing()
        cycle.transport.write(b"0\r\n\r\n")
        cycle.transport.close()

    # Size -----------------------------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Reads a part of a request; the time until the next one counts unless this one completes the request."""
        if self._refused:
            return
        self._heard = True
        completed = self._completed
        self._feed(data)
        if self._since is None and (self._messages > self._completed or self._completed == completed):
            self._since = self.loop.time()

    def _feed(self, data: bytes) -> None:
        """Feeds the parser no more than a head may have, because it buffers each header, however long."""
        if self._in_head:
            room = self._most_head - self._head_bytes
            rest = data[room:]
            messages = self._messages
            super().data_received(data[:room] if rest else data)
            if self._refused or self.transport.get_protocol() is not self:
                return
            if self._in_head and self._messages <= messages + 1:
                self._head_bytes += min(len(data), room)
            if not rest:
                return
            if self._in_head and self._head_bytes >= self._most_head:
                self._refuse_head()
                return
            data = rest
        self._bytes_beside_body += len(data)
        super().data_received(data)
        if self._bytes_beside_body > self._most_head and not self._in_head:
            self._refuse_head()

    def _refuse_head(self) -> None:
        if not self.headers and len(self.url) * 2 > self._most_head:
            self._refuse(HTTPStatus.REQUEST_URI_TOO_LONG, _too_long("address", self._most_head))
        else:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, _too_long("headers", self._most_head))

    def on_message_begin(self) -> None:
        """A request begins."""
        if len(self.pipeline) >= MAX_PIPELINED:
            error = limit_exceeded(f"At most {MAX_PIPELINED} requests may wait.", "waitingRequests", MAX_PIPELINED)
            self._stop(HTTPStatus.SERVICE_UNAVAILABLE, error)
        self._messages += 1
        self._head_bytes = 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Adds a header; a header after the body is dropped."""
        if not self._in_head:
            return
        if len(self.headers) >= MAX_HEADERS:
            error = limit_exceeded(f"The request has more than {MAX_HEADERS} headers.", "headers", MAX_HEADERS)
            self._stop(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, error)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The body begins."""
        before = self.cycle
        super().on_headers_complete()
        self._in_head = False
        self._bytes_beside_body = 0
        self._since = None
        if self.cycle is not before and not self.expect_100_continue and self.scope["method"] != "HEAD":
            self.cycle.transport = cast("asyncio.Transport", _WholeResponse(self.transport))

    def on_body(self, body: bytes) -> None:
        """Adds a part of the body."""
        self._bytes_beside_body = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is complete."""
        self._in_head = True
        self._head_bytes = 0
        self._since = None
        self._completed += 1
        super().on_message_complete()

    # Time -----------------------------------------------------------------------------------------------------------

    def check(self, now: float) -> None:
        """Closes the connection if a request takes too long; a client that never sent anything gets no answer.

        Time does not count while the server itself keeps the client waiting.
        """
        if self._is_streaming:
            self.transport.set_write_buffer_limits(high=0)  # `resume_writing` comes when everything was read
            return
        if self._refused or self._since is None or self.flow.read_paused or self._is_answering():
            return
        part, seconds = ("headers", self._header_timeout) if self._in_head else ("body", self._body_timeout)
        if now - self._since < seconds:
            return
        if not self._heard:
            self.transport.close()
            return
        error = unavailable(f"The request's {part} took longer than {seconds:g} seconds.")
        self._refuse(HTTPStatus.REQUEST_TIMEOUT, error)

    def _is_answering(self) -> bool:
        cycle = self.cycle
        return bool(self.pipeline) or (cycle is not None and not cycle.response_complete and not cycle.more_body)

    # Refusing -------------------------------------------------------------------------------------------------------

    def _stop(self, status: HTTPStatus, error: ViewpulseError) -> None:
        self._refusal = status, error
        raise _RefusedError

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the name is uvicorn's
        """Answers the parser's error: an exceeded limit, or bytes that are not HTTP."""
        self._refuse(*(self._refusal or _MALFORMED))

    def _refuse(self, status: HTTPStatus, error: ViewpulseError) -> None:
        """Answers with an error, unless another answer is in progress, and closes.

        What the client still sends is discarded for a moment. Closing at once, with data unread, would reset the
        connection and lose the answer.
        """
        self._refused = True
        self._unset_keepalive_if_required()
        cycle = self.cycle
        may_answer = True
        if cycle is not None and not cycle.response_complete:
            may_answer = cycle.more_body and not cycle.response_started
            cycle.disconnected = True
            cycle.message_event.set()
        if self.transport.is_closing():
            return
        if may_answer:
            self.transport.write(_response(status, error))
        if self.transport.can_write_eof() and self._connections.may_linger(self):
            self.flow.resume_reading()
            self.transport.write_eof()
            self.loop.call_later(LINGER_SECONDS, self.transport.close)
        else:
            self.transport.close()


def _too_long(what: str, limit: int) -> ViewpulseError:
    return limit_exceeded(f"The {what} of the request exceeds the limit of {limit:,} bytes.", "headBytes", limit)


def _response(status: HTTPStatus, error: ViewpulseError) -> bytes:
    refused = refuse(error)
    body = refused.payload
    retry = b"".join(b"%b: %b\r\n" % header for header in retry_header(refused.errors))
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: application/json; charset=utf-8\r\n"
        f"content-length: {len(body)}\r\ncache-control: no-store\r\nconnection: close\r\n"
        + "".join(f"{name}: {value}\r\n" for name, value in SECURITY_HEADERS)
    )
    return head.encode() + retry + b"\r\n" + body


def protocol_options(settings: Settings) -> dict[str, Any]:
    """Options for ``uvicorn.Config`` about connections and what all responses have."""
    connections = Connections(settings)
    return {
        "http": partial(HttpProtocol, connections=connections, settings=settings),
        "ws": partial(FrameProtocol, connections=connections, compresses=settings.socket_compression),
        "headers": SECURITY_HEADERS,
        "timeout_keep_alive": settings.keep_alive_timeout,
        **frame_options(settings),
    }
