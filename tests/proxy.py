"""A TCP proxy that a test can make slow, deaf, or treacherous."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

AT_ONCE = 65_536
RESET = struct.pack("ii", 1, 0)
"""A lingering time of 0 seconds: closing a socket resets the connection."""


class _Link:
    """One connection through the proxy: the side of the client, and that of the server."""

    def __init__(self, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self.client = client
        self.server = server
        self.is_half_open = False

    def reset(self, side: asyncio.StreamWriter) -> None:
        connection = side.get_extra_info("socket")
        with suppress(OSError):  # it may be closed already
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        side.transport.abort()


class Proxy:
    """Stands between a client and a server.

    Args:
        host: Of the server.
        port: Of the server.
        listen: Where the proxy listens; 0: on a free port.

    Attributes:
        port: Where it listens.
        delay: Seconds after which it hands on what it read.
        piece: Bytes that it hands on at once.
        loses_answers: Whether it resets each connection on which the server answers, instead of handing the answer on.
        lost: How many answers it has lost.
    """

    def __init__(self, host: str, port: int, listen: int = 0) -> None:
        self.port = listen
        self.delay = 0.0
        self.piece = AT_ONCE
        self.loses_answers = False
        self.lost = 0
        self._target = host, port
        self._hears = asyncio.Event()
        self._hears.set()
        self._links: set[_Link] = set()
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
        self._hears.clear()

    def hear_again(self) -> None:
        """Hands on what was sent meanwhile, too."""
        self._hears.set()

    def reset(self) -> None:
        """Resets every connection, on both sides."""
        for link in tuple(self._links):
            link.reset(link.client)
            link.reset(link.server)

    def half_open(self) -> None:
        """Resets every connection on the server's side. The client sees nothing of that, as if a cable were cut."""
        for link in tuple(self._links):
            link.is_half_open = True
            link.reset(link.server)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._hears.wait()
                there, back = await asyncio.open_connection(*self._target)
                link = _Link(writer, back)
                self._links.add(link)
                try:
                    await asyncio.gather(self._ask(reader, link), self._answer(there, link))
                finally:
                    self._links.discard(link)
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _ask(self, reader: asyncio.StreamReader, link: _Link) -> None:
        try:
            while data := await reader.read(AT_ONCE):
                if not link.is_half_open:
                    await self._hand_on(data, link.server)
        finally:
            link.server.close()

    async def _answer(self, reader: asyncio.StreamReader, link: _Link) -> None:
        try:
            with suppress(ConnectionResetError):
                while data := await reader.read(AT_ONCE):
                    if self.loses_answers:
                        self.lost += 1
                        link.reset(link.client)
                        return
                    await self._hand_on(data, link.client)
        finally:
            if not link.is_half_open:
                link.client.close()

    async def _hand_on(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        for start in range(0, len(data), self.piece):
            if self.delay:
                await asyncio.sleep(self.delay)
            await self._hears.wait()
            if writer.transport.is_closing():  # nobody is there any more
                return
            writer.write(data[start : start + self.piece])
            if self.piece < AT_ONCE:
                await asyncio.sleep(0)  # else the pieces leave together


@asynccontextmanager
async def proxy_to(host: str, port: int, listen: int = 0) -> AsyncIterator[Proxy]:
    """A proxy that runs as long as the block."""
    proxy = Proxy(host, port, listen)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.stop()


@asynccontextmanager
async def proxy_to_url(url: str) -> AsyncIterator[tuple[Proxy, str]]:
    """The same to the server of a URL, and the URL that leads through it."""
    address = urlsplit(url)
    assert address.hostname
    assert address.port
    async with proxy_to(address.hostname, address.port) as proxy:
        through = address.netloc.replace(f":{address.port}", f":{proxy.port}")
        yield proxy, address._replace(netloc=through).geturl()
