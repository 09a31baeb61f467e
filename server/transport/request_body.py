"""The body of a request: decompressed while it arrives, and limited to what may be kept of it."""

import zlib

from starlette.types import Message, Receive

from server.errors import ErrorCode, ViewpulseError

IDENTITY = "identity"
ENCODINGS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
"""Encodings of a body, and how zlib reads them; ``deflate`` is the format of zlib (RFC 9110, section 8.4.1.2)."""
DISCARDED_BYTES = 4 * 1024 * 1024


class ClientGone(Exception):  # noqa: N818 - a fact, not a fault
    """The client disconnected before its request was complete."""


class TooLarge(Exception):  # noqa: N818 - a decision, not a fault
    """The body, as sent or decompressed, is larger than allowed."""


class _Body:
    """What has arrived of a body.

    Args:
        encoding: ``identity``, or one of ``ENCODINGS``.
        limit: Maximum bytes, both as sent and decompressed.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding = encoding
        self._inflate = None if encoding == IDENTITY else zlib.decompressobj(ENCODINGS[encoding])
        self._chunks: list[bytes] = []
        self._may_arrive = self._may_keep = limit

    def add(self, chunk: bytes) -> None:
        self._may_arrive -= len(chunk)
        kept = chunk if self._inflate is None else self._decompressed(chunk)
        self._may_keep -= len(kept)
        if self._may_arrive < 0 or self._may_keep < 0:
            raise TooLarge
        self._chunks.append(kept)

    def whole(self) -> bytes:
        if self._inflate is not None and not self._inflate.eof:
            raise self._unreadable()
        return self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)

    def _decompressed(self, chunk: bytes) -> bytes:
        """At most one byte more than may be kept: the rest of what the chunk holds is never made."""
        assert self._inflate is not None
        try:
            found = self._inflate.decompress(chunk, self._may_keep + 1)
        except zlib.error as error:
            raise self._unreadable() from error
        if self._inflate.unused_data:
            raise self._unreadable()
        return found

    def _unreadable(self) -> ViewpulseError:
        return ViewpulseError(ErrorCode.BAD_INPUT, f"The body is not {self._encoding}, as its Content-Encoding says.")


async def read_body(receive: Receive, *, announced: str, encoding: str, limit: int) -> bytes:
    """The whole body, decompressed.

    Args:
        receive: The parts of the body.
        announced: The header Content-Length; empty if there is none.
        encoding: ``identity``, or one of ``ENCODINGS``.
        limit: Maximum bytes, both as sent and decompressed.

    Raises:
        TooLarge: It is larger; some of what the client still sends was discarded.
        ViewpulseError: It cannot be decompressed.
        ClientGone: The client disconnected.
    """
    if announced.isdecimal() and int(announced[:20]) > limit:
        await _discard(receive)
        raise TooLarge
    message: Message = await receive()
    if encoding == IDENTITY and message["type"] == "http.request" and not message.get("more_body", False):
        return _within(limit, message.get("body", b""))  # as nearly all bodies of apps arrive
    body = _Body(encoding, limit)
    while True:
        if message["type"] == "http.disconnect":
            raise ClientGone
        has_more = message.get("more_body", False)
        try:
            body.add(message.get("body", b""))
            if not has_more:
                return body.whole()
        except (TooLarge, ViewpulseError):
            if has_more:
                await _discard(receive)
            raise
        message = await receive()


def _within(limit: int, body: bytes) -> bytes:
    if len(body) > limit:
        raise TooLarge
    return body


async def _discard(receive: Receive) -> None:
    """Keeps reading for a while: closing at once, with data unread, would reset the connection and lose the answer."""
    size = 0
    while size < DISCARDED_BYTES:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body", False):
            return
