"""What viewers did: rows streamed from one statement by binary COPY, in buckets of whole viewers.

A bucket is as many rows as are folded at once, so memory does not grow with the range. Values have fixed widths, so
numpy reads a bucket without touching its rows one by one.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from server.storage.database import Connection
from server.storage.statement import Statement

BUCKET_ROWS = 500_000
"""Rows that are folded at once, unless one viewer has more."""
QUEUED_CHUNKS = 64
"""Pieces of the stream that may wait while a bucket is folded; then PostgreSQL waits."""

_HEADER = 19
"""Bytes before the first row: the signature, flags, and the length of an extension, which is empty."""
_COLUMNS = (("viewer", 8), ("time", 8), ("steps", 4))
"""The columns that all statements have, and their bytes; all others have eight."""
_EPOCH_MS = 946_684_800_000
"""Midnight of 2000-01-01, from which PostgreSQL counts microseconds, in Unix milliseconds."""


class Rows(NamedTuple):
    """Some rows: equally long arrays.

    Attributes:
        viewer: A number of the viewer.
        time_ms: Unix milliseconds.
        bits: Which of several conditions they meet.
        more: The further columns, by name, which are integers.
    """

    viewer: NDArray[np.int64]
    time_ms: NDArray[np.int64]
    bits: NDArray[np.uint32]
    more: Mapping[str, NDArray[np.int64]]


async def read_buckets(
    connection: Connection,
    statement: Statement,
    values: Mapping[str, object],
    *,
    seconds: float,
    more: Sequence[str] = (),
) -> AsyncGenerator[Rows, None]:
    """The rows of a statement, in buckets of whole viewers.

    If the reader stops early or is cancelled, PostgreSQL stops, too; the connection may then be of no further use.

    Args:
        connection: Inside a snapshot.
        statement: Its columns are a viewer (bigint), a moment, bits (integer) and further bigints, none of them null;
            its rows are ordered by viewer.
        values: The values of its parameters; none is null.
        seconds: Seconds after which the statement is given up.
        more: What to call its further columns.
    """
    chunks: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUED_CHUNKS)

    async def copy() -> None:
        try:
            await connection.copy_from_query(
                statement.text, *statement.arguments(values), output=chunks.put, format="binary", timeout=seconds
            )
        finally:
            with suppress(asyncio.QueueFull):  # then the reader has something to take first, and sees the end after it
                chunks.put_nowait(None)

    copying = asyncio.create_task(copy())
    try:
        async for rows in _cut(chunks, copying, _row(more)):
            yield rows
    finally:
        copying.cancel()
        await asyncio.gather(copying, return_exceptions=True)


def _row(more: Sequence[str]) -> "np.dtype[Any]":
    """How a row stands in the stream: the number of its columns, and before each value its size."""
    fields = [("columns", ">i2")]
    for name, size in (*_COLUMNS, *((name, 8) for name in more)):
        fields += [(f"{name}_size", ">i4"), (name, f">i{size}")]
    return np.dtype(fields)


async def _cut(
    chunks: "asyncio.Queue[bytes | None]", copying: "asyncio.Task[None]", kind: "np.dtype[Any]"
) -> AsyncGenerator[Rows, None]:
    waiting, is_first = bytearray(), True
    while True:
        chunk = await _next(chunks, copying)
        if chunk is None:
            break
        waiting += chunk
        if is_first and len(waiting) >= _HEADER:
            del waiting[:_HEADER]
            is_first = False
        if len(waiting) >= BUCKET_ROWS * kind.itemsize and not is_first:
            rows = _whole_viewers(waiting, kind)
            if rows:
                yield _parse(waiting, rows, kind)
                del waiting[: rows * kind.itemsize]
    await copying  # raises what ended it
    rows = len(waiting) // kind.itemsize  # the trailer is shorter than a row
    if rows:
        yield _parse(waiting, rows, kind)


async def _next(chunks: "asyncio.Queue[bytes | None]", copying: "asyncio.Task[None]") -> bytes | None:
    """The next piece of the stream; None at its end."""
    if chunks.empty() and copying.done():
        return None
    return await chunks.get()


def _whole_viewers(waiting: bytearray, kind: "np.dtype[Any]") -> int:
    """How many rows belong to viewers of whom all rows are there: all but the last viewer."""
    viewer = np.frombuffer(waiting, kind, len(waiting) // kind.itemsize)["viewer"]
    return int(np.searchsorted(viewer, viewer[-1]))


def _parse(waiting: bytearray, rows: int, kind: "np.dtype[Any]") -> Rows:
    found = np.frombuffer(bytes(memoryview(waiting)[: rows * kind.itemsize]), kind)
    names = (kind.names or ())[2::2]
    if np.any(found["columns"] != len(names)):
        raise ValueError("the rows have other columns than expected")
    return Rows(
        viewer=found["viewer"].astype(np.int64),
        time_ms=found["time"].astype(np.int64) // 1000 + _EPOCH_MS,
        bits=found["steps"].astype(np.uint32),
        more={name: found[name].astype(np.int64) for name in names[len(_COLUMNS) :]},
    )
