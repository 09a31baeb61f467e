"""The API as it is served: the real application under uvicorn, on a port of its own."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import uvicorn
from starlette.types import ASGIApp
from uvicorn.lifespan.on import LifespanOn

from server.access import Role
from server.settings import Settings
from server.tokens import make_token
from server.transport.http_protocol import protocol_options

GRAPHQL_RESPONSE = "application/graphql-response+json"
TICK_SECONDS = 0.01


@dataclass
class Api:
    """One served API.

    Attributes:
        url: Without a path.
        client: Speaks HTTP to it.
        settings: What it was started with.
        write_key: A good key of project 1; sent unless a test says otherwise.
    """

    url: str
    client: httpx.AsyncClient
    settings: Settings
    write_key: str | None = None

    def token(self, sub: str = "creator-1", role: Role = Role.CREATOR, *, minutes: float = 5, project: int = 1) -> str:
        """An ``Authorization`` header."""
        assert self.settings.jwt_secret is not None
        lifetime = timedelta(minutes=minutes)
        return f"Bearer {make_token(self.settings.jwt_secret, sub=sub, role=role, lifetime=lifetime, project=project)}"

    async def post(self, query: str, variables: Any = None, **headers: str) -> httpx.Response:
        """One operation; header names are written with underscores."""
        body = {"query": query} if variables is None else {"query": query, "variables": variables}
        sent = {"content-type": "application/json", **self._headers(headers)}
        return await self.client.post("/graphql", content=json.dumps(body), headers=sent)

    async def ask(self, query: str, variables: Any = None, **headers: str) -> dict[str, Any]:
        """The response of an operation that is executed."""
        response = await self.post(query, variables, accept=GRAPHQL_RESPONSE, **headers)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def refusal(self, query: str, variables: Any = None, **headers: str) -> dict[str, Any]:
        """The one error of an operation that is not executed; ``status`` is the HTTP status."""
        response = await self.post(query, variables, accept=GRAPHQL_RESPONSE, **headers)
        answer = response.json()
        assert response.status_code >= 400, response.text
        assert "data" not in answer
        error: dict[str, Any] = answer["errors"][0]
        return {**error, "status": response.status_code}

    def _headers(self, given: dict[str, str]) -> dict[str, str]:
        key = {"x-viewpulse-key": self.write_key} if self.write_key else {}
        return {**key, **{name.replace("_", "-"): value for name, value in given.items()}}


class _Lifespan(LifespanOn):
    """Raises what the application says when it cannot start; uvicorn would end the process, and the loop with it."""

    said = ""

    async def startup(self) -> None:
        await super().startup()
        assert not self.should_exit, f"the application cannot start: {self.said}"

    async def send(self, message: Any) -> None:
        self.said = message.get("message", "")
        await super().send(message)


class PromptServer(uvicorn.Server):
    """Looks every 10 ms whether it should stop, where uvicorn looks every 100 ms and then waits as long again."""

    async def main_loop(self) -> None:
        while not await self.on_tick(0):  # noqa: ASYNC110 - an attribute stops it
            await asyncio.sleep(TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - as uvicorn does
            await asyncio.sleep(TICK_SECONDS)
        for server in self.servers:
            await server.wait_closed()
        await self.lifespan.shutdown()


@asynccontextmanager
async def served(app: ASGIApp, settings: Settings) -> AsyncIterator[Api]:
    """Serves an application as ``viewpulse serve`` does, in this event loop."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        options = protocol_options(settings)
        config = uvicorn.Config(app, lifespan="on", log_config=None, server_header=False, **options)
        config.load()
        config.lifespan_class = _Lifespan
        server = PromptServer(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            if running.done():
                await running  # raises why it did not start
            await asyncio.sleep(TICK_SECONDS)
        try:
            # no TLS: reading the certificates of the world takes longer than most requests
            async with httpx.AsyncClient(base_url=url, timeout=60, verify=False) as client:
                yield Api(url, client, settings)
        finally:
            server.should_exit = True
            await running
