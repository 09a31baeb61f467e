"""A gateway in front of the API, as hosts have one: it may be down, or answer by itself."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.types import Receive, Scope, Send
from uvicorn import Config, Server

from server.embedded import free_port
from tests.products import PATIENCE

ALLOWED = [(b"access-control-allow-origin", b"*"), (b"cache-control", b"no-store")]
LIMITED = {
    "errors": [{"message": "Slow down.", "extensions": {"code": "RATE_LIMITED", "retryable": True, "retryAfter": 0.7}}]
}


class Gateway:
    """Hands POSTs on to the API, unless a fault is due.

    Attributes:
        port: Where it listens.
        faults: What the next requests are answered with: ``503``, by the page of a gateway; ``429``, as the API does.
        requests: How many came.
        batches: How many events each request that was handed on had.
    """

    def __init__(self, api: int) -> None:
        self.port = free_port()
        self.faults: deque[str] = deque()
        self.requests = 0
        self.batches: list[int] = []
        self._client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{api}", timeout=PATIENCE)
        self._server: Server | None = None
        self._serving: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.requests += 1
        fault = self.faults.popleft() if self.faults else ""
        if fault:
            await _answer(send, int(fault), b"<html>" if fault == "503" else json.dumps(LIMITED).encode())
            return
        self.batches.append(len(json.loads(body)["events"]))
        kept = {name: value for name, value in scope["headers"] if name in (b"content-type", b"user-agent", b"origin")}
        done = await self._client.post(scope["path"], content=body, headers=list(kept.items()))
        await _answer(send, done.status_code, done.content)

    async def start(self) -> None:
        """Listens, on the same port as before."""
        config = Config(self, "127.0.0.1", self.port, log_level="critical", lifespan="off")
        self._server = Server(config)
        self._serving = asyncio.create_task(self._server.serve())
        async with asyncio.timeout(PATIENCE):
            while not self._server.started:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Takes no connections any more."""
        assert self._server
        assert self._serving
        self._server.should_exit = self._server.force_exit = True
        await self._serving

    async def aclose(self) -> None:
        if self._server and not self._server.should_exit:
            await self.stop()
        await self._client.aclose()


async def _answer(send: Send, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": ALLOWED})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def gateway_to(port: int) -> AsyncIterator[Gateway]:
    """A gateway that is not started yet; stopped in the end."""
    gateway = Gateway(port)
    try:
        yield gateway
    finally:
        await gateway.aclose()
