"""Bounded lines of a byte stream: no input, however malformed, takes more memory than its longest allowed line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MAX_LINE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line.

    Attributes:
        number: Counted from 1.
        raw: Its bytes without the line end; only the first ``MAX_LINE_BYTES`` of a longer one.
        oversized: Whether the line was longer than that.
    """

    number: int
    raw: bytes
    oversized: bool = False


def read_lines(stream: IO[bytes], limit: int = MAX_LINE_BYTES) -> Iterator[Line]:
    """Yields the lines of a stream; a byte order mark at its start is dropped.

    Args:
        stream: The decompressed content.
        limit: Bytes kept of one line; the rest of a longer one is read past.
    """
    number = 0
    while piece := stream.readline(limit + 2):  # room for the line end of a line that just fits
        number += 1
        if number == 1:
            piece = piece.removeprefix(b"\xef\xbb\xbf")
        rest = piece
        while not rest.endswith(b"\n") and (rest := stream.readline(limit)):
            pass
        raw = piece.rstrip(b"\r\n")
        yield Line(number, raw[:limit], oversized=len(raw) > limit)
