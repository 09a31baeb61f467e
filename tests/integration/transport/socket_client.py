"""A plain WebSocket client that lets a test say anything."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

PROTOCOL = "graphql-transport-ws"


class Client:
    """One socket that speaks graphql-transport-ws, well or badly."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def say(self, message: object) -> None:
        """Sends a message: text or bytes as they are, anything else as JSON."""
        await self.connection.send(message if isinstance(message, str | bytes) else json.dumps(message))

    async def hear(self) -> dict[str, Any]:
        """The next message."""
        message: dict[str, Any] = json.loads(await self.connection.recv())
        return message

    async def initialise(self, **payload: Any) -> None:
        """Says who it is, and waits for the acknowledgement."""
        await self.say({"type": "connection_init", "payload": payload})
        assert await self.hear() == {"type": "connection_ack"}

    async def subscribe(self, query: str, variables: object = None, *, name: str = "1") -> None:
        """Starts an operation."""
        payload = {"query": query} if variables is None else {"query": query, "variables": variables}
        await self.say({"type": "subscribe", "id": name, "payload": payload})

    async def messages(self) -> AsyncIterator[dict[str, Any]]:
        """All messages until the server closes."""
        with suppress(ConnectionClosed):
            while True:
                yield await self.hear()

    async def closed(self) -> tuple[int, str]:
        """Code and reason, once the server has closed."""
        try:
            while True:
                await self.connection.recv()
        except ConnectionClosed as closed:
            if closed.rcvd is None:
                return 1006, ""
            return closed.rcvd.code, closed.rcvd.reason


@asynccontextmanager
async def socket(
    url: str, *, protocols: tuple[str, ...] = (PROTOCOL,), path: str = "/graphql", **options: Any
) -> AsyncIterator[Client]:
    """Opens a socket to a served API."""
    address = url.replace("http", "ws", 1) + path
    subprotocols = [Subprotocol(name) for name in protocols] or None
    patient = {"open_timeout": 60, "ping_timeout": 60, "compression": None, **options}
    async with connect(address, subprotocols=subprotocols, **patient) as connection:
        yield Client(connection)
