"""Bounded lines of a byte stream: no input, however malformed, takes more memory than its longest allowed line."""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MAX_LINE_BYTES = 1 << 20
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line.

    Attributes:
        number: Line number, from 1.
        raw: Its bytes without the line end; of a longer line, the first ``MAX_LINE_BYTES``.
        oversized: Whether the line was longer than that.
    """

    number: int
    raw: bytes
    oversized: bool = False


class _Utf16AsUtf8(io.RawIOBase):
    """Converts a stream of UTF-16, given its first line, to UTF-8; an unpaired surrogate becomes U+FFFD."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._decode = codecs.getincrementaldecoder("utf-16")(errors="replace").decode
        self._rest = rest
        self._ready = self._decode(head).encode()
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._ready and not self._ended:
            data = self._rest.read(_CHUNK)
            self._ended = not data
            self._ready = self._decode(data, self._ended).encode()
        taken, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(taken)] = taken
        return len(taken)


def read_lines(stream: IO[bytes], limit: int = MAX_LINE_BYTES) -> Iterator[Line]:
    """Yields the lines of a stream of UTF-8, or of UTF-16 with a byte order mark; the mark is removed.

    Args:
        stream: The decompressed content.
        limit: Number of bytes kept of a line; the rest of a longer line is skipped.
    """
    number = 0
    while piece := stream.readline(limit + 2):  # with room for the line end of a line that just fits
        number += 1
        if number == 1:
            if piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                yield from read_lines(io.BufferedReader(_Utf16AsUtf8(piece, stream)), limit)
                return
            piece = piece.removeprefix(codecs.BOM_UTF8)
        rest = piece
        while not rest.endswith(b"\n") and (rest := stream.readline(limit)):
            pass
        raw = piece.rstrip(b"\r\n")
        yield Line(number, raw[:limit], oversized=len(raw) > limit)
