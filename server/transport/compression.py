"""Compressed answers: Brotli or gzip over HTTP, permessage-deflate over WebSocket.

Levels are those that take the least time for what they save; docs/adr/0045-transports.md has the measurement.
"""

import asyncio
import zlib
from collections.abc import Callable, Mapping

import brotli

from server.transport.negotiation import BROTLI, GZIP

MIN_BYTES = 1024
"""What is shorter is sent as it is: it fits into one packet either way."""
LARGE_BYTES = 64 * 1024
"""What is longer is compressed in a thread, so that other requests do not wait for it."""
BROTLI_QUALITY = 2
DEFLATE_LEVEL = 1
WINDOW_BITS = 15

_END_OF_BLOCK = b"\x00"  # of an empty block, whose other bytes the receiver adds (RFC 7692, section 7.2.1)


def _brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    return packed


def _gzip(body: bytes) -> bytes:
    return zlib.compress(body, DEFLATE_LEVEL, wbits=16 + WINDOW_BITS)


_PACKERS: Mapping[str, Callable[[bytes], bytes]] = {BROTLI: _brotli, GZIP: _gzip}


async def compressed(body: bytes, encoding: str) -> bytes:
    """A body in a content coding that ``preferred_encoding`` returns."""
    pack = _PACKERS[encoding]
    return await asyncio.to_thread(pack, body) if len(body) > LARGE_BYTES else pack(body)


class SharedDeflate:
    """Makes messages of permessage-deflate out of three parts, of which the large one is equal for many sockets.

    The parts are blocks of one DEFLATE stream that do not refer to each other, so the payload is compressed once for
    all subscribers, and no socket has a compressor.
    """

    def __init__(self) -> None:
        self._payload = self._packed = b""

    def message(self, prefix: bytes, payload: bytes, suffix: bytes) -> bytes:
        """The application data of a compressed message."""
        if payload is not self._payload:
            packer = zlib.compressobj(DEFLATE_LEVEL, wbits=-WINDOW_BITS)
            packed = packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH)
            self._payload, self._packed = payload, packed
        return b"".join((_stored(prefix), self._packed, _stored(suffix), _END_OF_BLOCK))


def _stored(data: bytes) -> bytes:
    """A block that is not compressed (RFC 1951, section 3.2.4)."""
    length = len(data)
    return b"\x00" + length.to_bytes(2, "little") + (length ^ 0xFFFF).to_bytes(2, "little") + data
