"""What the local networks have in common: a log of requests, faults that are ordered, and a clock."""

import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from server.demo.addresses import HOST

if TYPE_CHECKING:
    from server.demo.networks.asking import AskingPage

Fault = Callable[[Request], Awaitable[Response | None]]
"""Answers instead of the network; None: the network answers after all."""


@dataclass(frozen=True)
class Seen:
    """A request that arrived, and when."""

    at: datetime
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
        page: Where its users allow an application to read.
    """

    url: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    seen: list[Seen] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    page: "AskingPage" = field(init=False, repr=False)

    def routes(self) -> Sequence[BaseRoute]:
        """What it answers."""
        raise NotImplementedError

    def fail(self, fault: Fault, times: int = 1, path: str = "") -> None:
        """Lets requests fail that come next."""
        self.faults += [(path, fault)] * times

    def calls(self, path: str) -> int:
        """How many requests went to paths that contain a text."""
        return sum(path in one.path for one in self.seen)

    async def answer(self, request: Request, handle: Callable[[Request, Seen], Awaitable[Response]]) -> Response:
        """Logs a request, lets it fail if that was ordered, or handles it."""
        try:
            body = await request.body()
        except ClientDisconnect:  # its process was killed
            return Response(status_code=400)
        is_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        form = dict(parse_qsl(body.decode(), keep_blank_values=True)) if is_form else {}
        seen = Seen(
            self.now(), request.method, request.url.path, dict(request.query_params), form, dict(request.headers)
        )
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


def listen(port: int = 0) -> socket.socket:
    """A socket on which a network is served, by default on a free port.

    The body of an answer does not wait for the acknowledgement of its headers, which takes 40 ms: asyncio sees to that
    itself only for sockets that it has made.
    """
    listener = socket.create_server((HOST, port))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
