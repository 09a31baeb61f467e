"""What the local networks have in common: a port, a log of requests, faults that a test orders, and a clock."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from tests.integration.transport.api import TICK_SECONDS, PromptServer

Fault = Callable[[Request], Awaitable[Response | None]]
"""Answers instead of the network; None: the network answers after all."""


@dataclass(frozen=True)
class Seen:
    """A request that arrived."""

    method: str
    path: str
    params: dict[str, str]
    form: dict[str, str]
    headers: dict[str, str]


@dataclass
class LocalNetwork:
    """A network that speaks the documented format.

    Attributes:
        url: Its address, once it is served.
        now: Its clock.
        seen: Requests that arrived, in their order.
        faults: What answers the next requests instead; a fault with a path answers only requests that contain it.
        refused: What was wrong with requests that a strict network refuses: unknown parameters, wrong encodings.
    """

    url: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    seen: list[Seen] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def routes(self) -> list[BaseRoute]:
        raise NotImplementedError

    def fail(self, fault: Fault, times: int = 1, path: str = "") -> None:
        """Lets requests fail that come next."""
        self.faults += [(path, fault)] * times

    def calls(self, path: str) -> int:
        """How many requests went to paths that contain a text."""
        return sum(path in one.path for one in self.seen)

    async def answer(self, request: Request, handle: Callable[[Request, Seen], Awaitable[Response]]) -> Response:
        """Logs a request, lets it fail if that was ordered, or handles it."""
        is_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True)) if is_form else {}
        seen = Seen(request.method, request.url.path, dict(request.query_params), form, dict(request.headers))
        self.seen.append(seen)
        for place, (path, fault) in enumerate(self.faults):
            if path in seen.path:
                del self.faults[place]
                failed = await fault(request)
                if failed is not None:
                    return failed
                break
        return await handle(request, seen)

    def require_only(self, seen: Seen, *known: str) -> None:
        """Notes parameters that the documentation does not have."""
        if unknown := (seen.params.keys() | seen.form.keys()) - set(known):
            self.refused.append(f"{seen.path}: {sorted(unknown)}")


@asynccontextmanager
async def serving(*networks: LocalNetwork) -> AsyncIterator[None]:
    """Serves networks, each on a port of its own."""
    servers: list[tuple[PromptServer, asyncio.Task[None]]] = []
    try:
        for network in networks:
            listener = socket.create_server(("127.0.0.1", 0))
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


def waiting(seconds: float) -> Fault:
    """A slow answer, which is good in the end."""

    async def fault(_request: Request) -> None:
        await asyncio.sleep(seconds)

    return fault
