"""Serves local networks in tests, and lets them fail."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from server.demo.networks.local import Fault, LocalNetwork, listen
from tests.integration.transport.api import TICK_SECONDS, PromptServer

CALLBACK = "https://viewpulse.test/social/callback"
"""Where networks send browsers: a proxy in front of the API, which the browser of a test stands for."""
RETURNS = "https://app.test"
"""The origin of the application."""


@asynccontextmanager
async def serving(*networks: LocalNetwork) -> AsyncIterator[None]:
    """Serves networks, each on the port of its address, or on one of its own."""
    servers: list[tuple[PromptServer, asyncio.Task[None]]] = []
    try:
        for network in networks:
            listener = listen(urlsplit(network.url).port or 0)
            network.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            app = Starlette(routes=network.routes())
            server = PromptServer(uvicorn.Config(app, lifespan="off", log_config=None))
            servers.append((server, asyncio.create_task(server.serve(sockets=[listener]))))
            while not server.started:  # noqa: ASYNC110 - an attribute tells
                await asyncio.sleep(TICK_SECONDS)
        yield
    finally:
        for server, _ in servers:
            server.should_exit = True
        await asyncio.gather(*(task for _, task in servers))


def answering(status: int, body: Any, **headers: str) -> Fault:
    """A fault with a JSON body."""

    async def fault(_request: Request) -> Response:
        return JSONResponse(body, status, headers={name.replace("_", "-"): value for name, value in headers.items()})

    return fault


async def a_page_of_a_proxy(_request: Request) -> Response:
    """A page of a proxy instead of an answer."""
    return HTMLResponse("<html><body>Bad Gateway</body></html>", 502)


async def nothing(_request: Request) -> Response:
    """An empty answer with a good status."""
    return Response(b"", 200, media_type="application/json")


class _Cut(Response):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b'{"data":[', "more_body": False})


async def a_cut_connection(_request: Request) -> Response:
    """An answer that ends in the middle."""
    return _Cut()


class Held:
    """A fault that holds requests, so that a test looks at what is under way.

    Args:
        method: Which requests are held; others are answered.
    """

    def __init__(self, method: str = "") -> None:
        self.method = method
        self._reached, self._let_go = asyncio.Event(), asyncio.Event()

    async def __call__(self, request: Request) -> None:
        if request.method.startswith(self.method):
            self._reached.set()
            await self._let_go.wait()

    async def until_reached(self) -> None:
        async with asyncio.timeout(60):
            await self._reached.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go()

    def let_go(self) -> None:
        self._let_go.set()


def waiting(seconds: float) -> Fault:
    """A slow answer, which is good in the end."""

    async def fault(_request: Request) -> None:
        await asyncio.sleep(seconds)

    return fault
