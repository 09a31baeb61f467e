"""The rows of a funnel: streamed from one statement by binary COPY, in buckets of whole viewers.

A bucket is as many rows as are folded at once, so memory does not grow with the range. Values have fixed widths, so
numpy reads a bucket without touching its rows one by one.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress

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
_COLUMNS = 3
_ROW = np.dtype(
    [
        ("columns", ">i2"),
        ("viewer_size", ">i4"),
        ("viewer", ">i8"),
        ("time_size", ">i4"),
        ("time", ">i8"),
        ("steps_size", ">i4"),
        ("steps", ">i4"),
    ]
)
_EPOCH_MS = 946_684_800_000
"""Midnight of 2000-01-01, from which PostgreSQL counts microseconds, in Unix milliseconds."""

Columns = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint32]]
"""Of some rows: the number of the viewer, Unix milliseconds, bits of the steps."""


async def read_buckets(
    connection: Connection, statement: Statement, values: Mapping[str, object], *, seconds: float
) -> AsyncIterator[Columns]:
    """The rows of a statement with the columns viewer, time and steps, ordered by viewer, in buckets of whole viewers.

    If the reader stops early or is cancelled, PostgreSQL stops, too.

    Args:
        connection: Inside a snapshot.
        statement: The statement.
        values: The values of its parameters; none is null.
        seconds: Seconds after which the statement is given up.
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
        async for rows in _cut(chunks, copying):
            yield rows
    finally:
        copying.cancel()
        await asyncio.gather(copying, return_exceptions=True)


async def _cut(chunks: "asyncio.Queue[bytes | None]", copying: "asyncio.Task[None]") -> AsyncIterator[Columns]:
    waiting, is_first = bytearray(), True
    while True:
        chunk = await _next(chunks, copying)
        if chunk is None:
            break
        waiting += chunk
        if is_first and len(waiting) >= _HEADER:
            del waiting[:_HEADER]
            is_first = False
        if len(waiting) >= BUCKET_ROWS * _ROW.itemsize and not is_first:
            rows = _whole_viewers(waiting)
            if rows:
                yield _columns(waiting, rows)
                del waiting[: rows * _ROW.itemsize]
    await copying  # raises what ended it
    rows = len(waiting) // _ROW.itemsize  # the trailer is shorter than a row
    if rows:
        yield _columns(waiting, rows)


async def _next(chunks: "asyncio.Queue[bytes | None]", copying: "asyncio.Task[None]") -> bytes | None:
    """The next piece of the stream; None at its end."""
    if chunks.empty() and copying.done():
        return None
    return await chunks.get()


def _whole_viewers(waiting: bytearray) -> int:
    """How many rows belong to viewers of whom all rows are there: all but the last viewer."""
    viewer = np.frombuffer(waiting, _ROW, len(waiting) // _ROW.itemsize)["viewer"]
    return int(np.searchsorted(viewer, viewer[-1]))


def _columns(waiting: bytearray, rows: int) -> Columns:
    found = np.frombuffer(bytes(memoryview(waiting)[: rows * _ROW.itemsize]), _ROW)
    if not (found["columns"] == _COLUMNS).all():
        raise ValueError("the rows of a funnel have other columns than expected")
    time = found["time"].astype(np.int64) // 1000 + _EPOCH_MS
    return found["viewer"].astype(np.int64), time, found["steps"].astype(np.uint32)
