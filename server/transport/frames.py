"""uvicorn's WebSocket protocol, plus frames written straight to the transport.

A live payload goes to thousands of sockets as the same bytes. Sending it through ASGI would decode, copy and frame it
once per socket; here a frame is its header, the subscriber's prefix and the shared payload, joined once.
"""

import select
from asyncio import BaseTransport
from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.frames import CloseCode
from websockets.http11 import Request

from server.settings import Settings
from server.transport.compression import DEFLATE_LEVEL, MIN_BYTES, WINDOW_BITS, SharedDeflate
from server.transport.connections import Connections

EXTENSION = "viewpulse.frames"
PING_SECONDS = 20.0
LINGER_SECONDS = 2.0

_FINAL_TEXT = 0x81  # RFC 6455, section 5.2: FIN and opcode 1
_COMPRESSED = 0x40  # RSV1: RFC 7692, section 6
_DEFLATE = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True, client_no_context_takeover=True, compress_settings={"level": DEFLATE_LEVEL}
)
_shared = SharedDeflate()


def frame_header(length: int, flags: int = 0) -> bytes:
    """The header of an unmasked, final text frame.

    Args:
        length: Bytes of its payload.
        flags: Reserved bits.
    """
    first = _FINAL_TEXT | flags
    if length < 126:
        return bytes((first, length))
    if length < 65536:
        return bytes((first, 126, length >> 8, length & 0xFF))
    return bytes((first, 127)) + length.to_bytes(8)


def _has_hung_up(transport: BaseTransport) -> bool:
    """What the operating system knows of the other side; while reading is paused, the event loop does not ask."""
    own = transport.get_extra_info("socket")
    place = -1 if own is None else own.fileno()
    if place < 0:
        return True
    events = select.poll()
    events.register(place, getattr(select, "POLLRDHUP", 0))  # POLLERR and POLLHUP are reported all the same
    return bool(events.poll(0))


class FrameWriter:
    """Writes text frames to one socket, as ``scope["extensions"][EXTENSION]``.

    Attributes:
        on_drained: Called when a slow reader has caught up.
    """

    __slots__ = ("_compresses", "_protocol", "on_drained")

    def __init__(self, protocol: "FrameProtocol") -> None:
        self._protocol = protocol
        self._compresses = any(
            isinstance(agreed, PerMessageDeflate) and agreed.local_max_window_bits == WINDOW_BITS
            for agreed in protocol.conn.extensions
        )
        self.on_drained: Callable[[], None] | None = None

    def limit(self, unsent_bytes: int) -> None:
        """Sets how many unsent bytes ``write`` accepts; once exceeded, it accepts more only below a quarter of them."""
        self._protocol.transport.set_write_buffer_limits(high=unsent_bytes)

    @property
    def unsent(self) -> int:
        """Number of bytes that wait for the reader."""
        return self._protocol.transport.get_write_buffer_size()

    @property
    def is_closed(self) -> bool:
        """Whether the other side has closed the connection, or is gone: also behind messages that are not read yet."""
        protocol = self._protocol
        return protocol.disconnected or protocol.transport.is_closing() or _has_hung_up(protocol.transport)

    def write(self, prefix: bytes, payload: bytes, suffix: bytes) -> bool:
        """Sends one text message made of three parts.

        Returns:
            False, without sending, while the reader is slow. A closed socket discards the message.
        """
        protocol = self._protocol
        if not protocol.writable.is_set():
            return False
        if not (protocol.close_sent or protocol.disconnected or protocol.transport.is_closing()):
            if self._compresses and len(payload) >= MIN_BYTES:
                message = _shared.message(prefix, payload, suffix)
                protocol.transport.write(frame_header(len(message), _COMPRESSED) + message)
                return True
            header = frame_header(len(prefix) + len(payload) + len(suffix))
            protocol.transport.write(b"".join((header, prefix, payload, suffix)))
        return True


class FrameProtocol(WebSocketsSansIOProtocol):
    """One WebSocket connection.

    Args:
        connections: All connections of the process.
        compresses: Whether clients may have their messages compressed.
        options: What uvicorn passes to its protocols.
    """

    must_drain = False
    refusing = False
    frame_writer: FrameWriter | None = None

    def __init__(self, *, connections: Connections, compresses: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self._all = connections
        if compresses:
            self.conn.available_extensions = [_DEFLATE]

    def connection_made(self, transport: BaseTransport) -> None:
        """Takes over the connection's slot from before the upgrade."""
        super().connection_made(transport)
        self._all.enter(self, self.client[0] if self.client else None)

    def check(self, now: float) -> None:
        """No deadline of its own: a peer that does not answer pings is closed."""

    def handle_connect(self, event: Request) -> None:
        """Offers the frame writer to the application."""
        super().handle_connect(event)
        if not self.close_sent:
            self.frame_writer = FrameWriter(self)
            cast("dict[str, Any]", self.scope["extensions"])[EXTENSION] = self.frame_writer

    def pause_writing(self) -> None:
        """The reader is slow: stop reading from it too, so that it cannot make the server buffer answers."""
        super().pause_writing()
        if not self.read_paused:
            self.transport.pause_reading()

    def resume_writing(self) -> None:
        """The reader has caught up."""
        super().resume_writing()
        if not self.read_paused:
            self.transport.resume_reading()
        if self.frame_writer is not None and self.frame_writer.on_drained is not None:
            self.frame_writer.on_drained()

    def connection_lost(self, exc: Exception | None) -> None:
        """Releases the application."""
        self._all.leave(self)
        if self.frame_writer is not None:
            self.frame_writer.on_drained = None
            self.frame_writer = None  # each would keep the other
            cast("dict[str, Any]", self.scope["extensions"]).pop(EXTENSION, None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Discards everything after a message that was refused."""
        if not self.refusing:
            super().data_received(data)

    def send_receive_event_to_app(self) -> None:
        """Passes a message on; closes with 1007 for text that is not UTF-8. uvicorn would log an internal error."""
        if self.curr_msg_data_type == "text":
            data = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
            try:
                str(data, "utf-8")
            except UnicodeDecodeError:
                self.frames = []
                if self.conn.close_sent is None:  # else a close frame came in the same piece
                    self.conn.send_close(CloseCode.INVALID_DATA, "not UTF-8")
                    self.handle_parser_exception()
                return
            self.frames = [data]
        super().send_receive_event_to_app()

    def handle_parser_exception(self) -> None:
        """Closes after a frame that is too large or malformed, so that the peer can read the reason.

        Closing at once, with its data unread, would reset the connection and lose the close frame.
        """
        if self.conn.close_sent is None or not self.transport.can_write_eof():
            super().handle_parser_exception()
            return
        self.refusing = True
        self.stop_keepalive()
        self.queue.put_nowait(
            {"type": "websocket.disconnect", "code": self.conn.close_sent.code, "reason": self.conn.close_sent.reason}
        )
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.write_eof()
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(LINGER_SECONDS, self.transport.close)


def frame_options(settings: Settings) -> dict[str, Any]:
    """Options for ``uvicorn.Config`` about messages."""
    return {
        "ws_max_size": settings.max_body_bytes,
        "ws_per_message_deflate": False,  # uvicorn's keeps a compressor for each socket; see `FrameProtocol`
        "ws_ping_interval": PING_SECONDS,
        "ws_ping_timeout": PING_SECONDS,
    }
