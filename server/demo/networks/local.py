"""What the local networks have in common: a log of requests, faults that are ordered, and a clock."""

import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, NoReturn
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from server.demo.addresses import HOST

if TYPE_CHECKING:
    from server.demo.networks.asking import AskingPage

Fault = Callable[[Request], Awaitable[Response | None]]
"""Answers instead of the network; None: the network answers after all."""


class RefusedError(Exception):
    """A request is not one that the documentation has."""


class Given(dict[str, str]):
    """Parameters of a request; one that is not there is refused when it is looked for."""

    def __missing__(self, name: str) -> NoReturn:
        raise RefusedError(f"{name} is missing")


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
    """A network that speaks the documented format, and refuses what is not documented.

    Attributes:
        oauth_path: Where it gives tokens, and refuses as OAuth 2.0 says (RFC 6749); empty: as anywhere else.
        url: Its address, once it is served.
        now: Its clock.
        seen: Requests that arrived, in their order.
        faults: What answers the next requests instead; a fault with a path answers only requests that contain it.
        refused: What was wrong with requests: unknown parameters and fields, wrong encodings.
        page: Where its users allow an application to read.
    """

    oauth_path: ClassVar[str] = ""
    url: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    seen: list[Seen] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    page: "AskingPage" = field(init=False, repr=False)

    def routes(self) -> Sequence[BaseRoute]:
        """What it answers."""
        raise NotImplementedError

    def refusal(self, why: str) -> Response:
        """What it answers to a request that it does not know."""
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
        form = parse_qsl(body.decode(), keep_blank_values=True) if is_form else []
        params = request.query_params.multi_items()
        seen = Seen(self.now(), request.method, request.url.path, Given(params), Given(form), dict(request.headers))
        self.seen.append(seen)
        for place, (path, fault) in enumerate(self.faults):
            if path in seen.path:
                del self.faults[place]
                failed = await fault(request)
                if failed is not None:
                    return failed
                break
        try:
            self.require(len(params) + len(form) == len(seen.params) + len(seen.form), "a parameter comes twice")
            return await handle(request, seen)
        except (RefusedError, ValueError) as why:  # the latter: a number, a day or JSON that is none
            self.refused.append(f"{seen.path}: {why}")
            if seen.path == self.oauth_path:
                return JSONResponse({"error": "invalid_request", "error_description": str(why)}, 400)
            return self.refusal(str(why))

    def require(self, is_right: object, why: str) -> None:
        """Refuses a request unless something is right in it."""
        if not is_right:
            raise RefusedError(why)

    def require_only(self, seen: Seen, *known: str) -> None:
        """Refuses parameters that the documentation does not have."""
        require_known(seen.params.keys() | seen.form.keys(), known)


def require_known(given: Iterable[str], known: Iterable[str]) -> None:
    """Refuses names that the documentation does not have."""
    if unknown := set(given) - set(known):
        raise RefusedError(f"{', '.join(sorted(unknown))} is not known")


def listen(port: int = 0) -> socket.socket:
    """A socket on which a network is served, by default on a free port.

    The body of an answer does not wait for the acknowledgement of its headers, which takes 40 ms: asyncio sees to that
    itself only for sockets that it has made.
    """
    listener = socket.create_server((HOST, port))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
