"""Reads an input in its own thread, so that a slow disk or a silent pipe never blocks the event loop."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import suppress

from server.importing.items import Batch, read_batches
from server.importing.records import Format
from server.importing.source import Opened, open_source

_READ_AHEAD = 8
_LEAVE_SECONDS = 1.0


class Feed:
    """The batches of one input.

    Args:
        name: Path of the file, or ``-``.
        file_format: The format, if the user named it.
        skip: Number of records that are done.
    """

    def __init__(self, name: str, file_format: Format | None, *, skip: int) -> None:
        self._name = name
        self._format = file_format
        self._skip = skip
        self._loop = asyncio.get_running_loop()
        self._ready: asyncio.Queue[Batch | BaseException | None] = asyncio.Queue(_READ_AHEAD)
        self._closed = threading.Event()
        self._opened: Opened | None = None
        self._thread = threading.Thread(target=self._read, name=f"reading {name}", daemon=True)
        self._thread.start()

    @property
    def position(self) -> int:
        """Bytes of the input read so far."""
        return self._opened.position if self._opened else 0

    async def batches(self) -> AsyncIterator[Batch]:
        """Yields the batches; raises the exceptions of the reader."""
        while (found := await self._ready.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found

    def interrupt(self) -> None:
        """Ends ``batches`` now, even if there are more."""
        self._closed.set()
        self._drain()
        self._ready.put_nowait(None)

    async def close(self) -> None:
        """Stops reading. A thread that is blocked on a silent pipe is abandoned; it holds no resources."""
        self._closed.set()
        deadline = self._loop.time() + _LEAVE_SECONDS
        while self._thread.is_alive() and self._loop.time() < deadline:
            self._drain()
            await asyncio.sleep(0.005)

    def _drain(self) -> None:
        with suppress(asyncio.QueueEmpty):
            while True:
                self._ready.get_nowait()

    def _read(self) -> None:
        try:
            with open_source(self._name) as self._opened:
                for batch in read_batches(self._name, self._opened, self._format, skip=self._skip):
                    if not self._hand_over(batch):
                        return
        except BaseException as error:  # noqa: BLE001 - the event loop's side raises it again
            self._hand_over(error)
        else:
            self._hand_over(None)

    def _hand_over(self, found: Batch | BaseException | None) -> bool:
        if self._closed.is_set():
            return False
        asyncio.run_coroutine_threadsafe(self._ready.put(found), self._loop).result()
        return True
