"""The inputs of an import: files or standard input, plain, gzip or Zstandard."""

import gzip
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import zstandard

STDIN = "-"
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_CHUNK = 1 << 20


class UnreadableInputError(Exception):
    """An input that cannot be read at all; the message is one line for the user."""


class _Peekable(io.RawIOBase):
    """A stream whose first bytes can be read in advance, and which counts the bytes read."""

    def __init__(self, head: bytes, rest: io.RawIOBase) -> None:
        self._head = head
        self._rest = rest
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._head[: len(view)] or self._rest.read(len(view)) or b""
        self._head = self._head[len(data) :]
        view[: len(data)] = data
        self.taken += len(data)
        return len(data)


class _ZstdStream(io.RawIOBase):
    """Decompresses Zstandard frames; unlike the library's own reader, it detects a truncated last frame."""

    _INPUT_BYTES = 1024  # decompresses to 32 MiB at most: 128 KiB for each 4-byte block

    def __init__(self, compressed: io.RawIOBase) -> None:
        self._compressed = compressed
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._ready:
            data = self._frame.unused_data if self._frame.eof else b""
            data = data or self._compressed.read(self._INPUT_BYTES) or b""
            if not data:
                if not self._frame.eof:
                    raise EOFError("the last frame has no end")
                return 0
            if self._frame.eof:
                self._frame = zstandard.ZstdDecompressor().decompressobj()
            self._ready = self._frame.decompress(data)
        taken, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(taken)] = taken
        return len(taken)


class Opened:
    """An input being read.

    Attributes:
        content: The decompressed bytes.
    """

    def __init__(self, raw: IO[bytes]) -> None:
        head = b""
        while len(head) < len(ZSTD_MAGIC) and (more := raw.read(len(ZSTD_MAGIC) - len(head))):
            head += more
        self._counted = _Peekable(head, cast("io.RawIOBase", raw))
        self.content: IO[bytes]
        if head.startswith(GZIP_MAGIC):
            self.content = cast("IO[bytes]", gzip.GzipFile(fileobj=io.BufferedReader(self._counted, _CHUNK)))
        elif head == ZSTD_MAGIC:
            self.content = cast("IO[bytes]", io.BufferedReader(_ZstdStream(self._counted), _CHUNK))
        else:
            self.content = cast("IO[bytes]", io.BufferedReader(self._counted, _CHUNK))

    @property
    def position(self) -> int:
        """Number of bytes read from the input so far, before decompression."""
        return self._counted.taken


@contextmanager
def open_source(name: str) -> Iterator[Opened]:
    """Opens a file, or standard input for ``-``; compression is recognised by the content, not by the name.

    Raises:
        UnreadableInputError: The file does not exist, must not be read, or its compressed data is damaged.
    """
    try:
        if name == STDIN:
            # The bare descriptor: a thread blocked in sys.stdin.buffer would hang the interpreter's exit.
            with open(0, "rb", buffering=0, closefd=False) as raw:
                yield Opened(raw)
        else:
            with Path(name).open("rb", buffering=0) as raw:
                yield Opened(raw)
    except (zstandard.ZstdError, gzip.BadGzipFile, EOFError) as error:
        raise UnreadableInputError(f"{name}: the compressed data is damaged or truncated ({error}).") from error
    except OSError as error:
        raise UnreadableInputError(f"{name}: {error.strerror or error}.") from error


def input_size(name: str) -> int | None:
    """Size of an input before decompression; None if unknown."""
    path = Path(name)
    return path.stat().st_size if name != STDIN and path.is_file() else None


def content_digest(name: str, progress: Callable[[int], None]) -> str:
    """SHA-256 of a file's decompressed content, in hex; independent of compression and name.

    Args:
        name: Path of the file.
        progress: Called with the position after every MiB.
    """
    digest = hashlib.sha256()
    with open_source(name) as opened:
        while chunk := opened.content.read(_CHUNK):
            digest.update(chunk)
            progress(opened.position)
    return digest.hexdigest()
