"""Ways to send a live payload to a socket: as a frame of our own, or through ASGI under servers other than uvicorn."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect

from server.transport.frames import EXTENSION, FrameWriter


class SocketWriter(Protocol):
    """Accepts messages for one socket without ever waiting."""

    def write(self, prefix: bytes, payload: bytes, suffix: bytes) -> bool:
        """Sends a message made of three parts, or returns False while the reader is slow."""
        ...

    @property
    def is_closed(self) -> bool:
        """Whether the other side is known to have closed the connection."""
        ...


class AsgiWriter:
    """Sends through ASGI, one message at a time.

    Args:
        websocket: The socket.
        on_drained: Called when a message that blocked others has been sent.
    """

    def __init__(self, websocket: WebSocket, on_drained: Callable[[], None]) -> None:
        self._websocket = websocket
        self._on_drained = on_drained
        self._sending: asyncio.Task[None] | None = None
        self._refused = False

    def write(self, prefix: bytes, payload: bytes, suffix: bytes) -> bool:
        """Sends a message made of three parts, or returns False while another is being sent."""
        if self._sending is not None:
            self._refused = True
            return False
        self._sending = asyncio.create_task(self._send((prefix + payload + suffix).decode()))
        return True

    @property
    def is_closed(self) -> bool:
        """ASGI says that only behind all messages."""
        return False

    async def _send(self, text: str) -> None:
        try:
            with suppress(WebSocketDisconnect, RuntimeError):  # it closed meanwhile; its reader sees that too
                await self._websocket.send_text(text)
        finally:
            self._sending = None
        if self._refused:
            self._refused = False
            self._on_drained()


def open_outlet(websocket: WebSocket, unsent_bytes: int, on_drained: Callable[[], None]) -> SocketWriter:
    """The fastest writer that the server offers.

    Args:
        websocket: An accepted socket.
        unsent_bytes: Unsent bytes above which its reader counts as slow.
        on_drained: Called when a slow reader has caught up.
    """
    writer = websocket.scope.get("extensions", {}).get(EXTENSION)
    if not isinstance(writer, FrameWriter):
        return AsgiWriter(websocket, on_drained)
    writer.limit(unsent_bytes)
    writer.on_drained = on_drained
    return writer
