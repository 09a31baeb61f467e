"""A TCP proxy that a test can make slow, or deaf: what is sent to a deaf one is never answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Proxy:
    """Stands between a client and a server.

    Args:
        host: Of the server.
        port: Of the server.
        listen: Where the proxy listens; 0: on a free port.

    Attributes:
        port: Where it listens.
        delay: Seconds after which it hands on what it read.
    """

    def __init__(self, host: str, port: int, listen: int = 0) -> None:
        self.port = listen
        self.delay = 0.0
        self._target = host, port
        self._is_subscribed = asyncio.Event()
        self._is_subscribed.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def go_deaf(self) -> None:
        """Keeps every connection open, takes new ones, and hands nothing on."""
        self._is_subscribed.clear()

    def hear_again(self) -> None:
        """Hands on what was sent meanwhile, too."""
        self._is_subscribed.set()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._is_subscribed.wait()
                there, back = await asyncio.open_connection(*self._target)
                await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65_536):
                if self.delay:
                    await asyncio.sleep(self.delay)
                await self._is_subscribed.wait()
                writer.write(data)
        finally:
            writer.close()


@asynccontextmanager
async def proxy_to(host: str, port: int, listen: int = 0) -> AsyncIterator[Proxy]:
    """A proxy that runs as long as the block."""
    proxy = Proxy(host, port, listen)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.stop()
