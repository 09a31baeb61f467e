"""CORS: which pages of other sites may use the API over HTTP, and with which headers."""

from collections.abc import Coroutine, Iterable, Sequence
from typing import Any, cast

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server.settings import Settings
from server.transport.failures import refuse
from server.transport.negotiation import JSON
from server.transport.origins import Origins
from server.transport.request_id import HEADER

PREFLIGHT_SECONDS = 7200  # the longest that browsers keep one

OWN_HEADERS = ("Authorization", "Content-Encoding", "X-Viewpulse-Key", HEADER)
COMMON_HEADERS = (
    *("Accept", "Accept-Language", "Content-Language", "Content-Type", "Cache-Control", "Pragma", "X-Requested-With"),
    *("traceparent", "tracestate", "baggage", "b3", "X-B3-*", "uber-trace-id", "X-Amzn-Trace-Id"),
    *("X-Cloud-Trace-Context", "If-None-Match"),
    *("sentry-trace", "x-datadog-*", "newrelic", "X-NewRelic-*", "elastic-apm-traceparent"),
    *("apollographql-*", "Apollo-*", "X-Apollo-*", "GraphQL-*", "X-GraphQL-*"),
)
"""Headers that GraphQL clients, tracing and monitoring add to a page's requests; a trailing ``*`` matches a prefix."""


class CrossSite(CORSMiddleware):
    """Answers preflights, marks the answers that pages of other sites may read, and refuses pages that are not allowed.

    Those may read the refusal, which says what to do; without it, a browser reports only that the request failed. So
    their preflights are answered like others.

    Args:
        app: The endpoint.
        settings: The allowed headers.
        origins: The allowed origins.
        methods: The methods of the endpoint.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, origins: Origins, methods: Sequence[str] = ("GET", "HEAD", "POST")
    ) -> None:
        super().__init__(
            app,
            allow_origins=origins.named,
            allow_methods=methods,
            allow_headers=["*"],  # those that a preflight asks for; `preflight_response` has looked at them
            expose_headers=[HEADER, "Retry-After", "ETag", "RateLimit", "RateLimit-Policy"],
            max_age=PREFLIGHT_SECONDS,
        )
        self._origins = origins
        self._expects_others = bool(origins.named) or settings.development
        self._names, self._prefixes = _rules((*OWN_HEADERS, *COMMON_HEADERS, *settings.cors_headers))

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Coroutine[Any, Any, None]:
        """Answers one request; where no pages of other sites are expected, requests of apps take a short way."""
        if self._expects_others or b"origin" in [name for name, _ in scope["headers"]]:
            return super().__call__(scope, receive, send)
        return cast("Coroutine[Any, Any, None]", self.app(scope, receive, send))

    def is_allowed_origin(self, origin: str) -> bool:  # noqa: ARG002 - the name is Starlette's
        """Whether pages may read the answer: all may, and those that are not allowed get a refusal."""
        return True

    async def simple_response(self, scope: Scope, receive: Receive, send: Send, request_headers: Headers) -> None:
        """Passes a request on, or refuses it."""
        if self._origins.allow_page(request_headers):
            await super().simple_response(scope, receive, send, request_headers)
            return
        origin = request_headers["origin"]
        refusal = Response(refuse(self._origins.refusal(origin)).payload, status_code=403, media_type=JSON)
        refusal.headers.update({"Access-Control-Allow-Origin": origin, "Vary": "Origin", "Cache-Control": "no-store"})
        await refusal(scope, receive, send)

    def preflight_response(self, request_headers: Headers) -> Response:
        """Refuses a preflight that asks for a header that is not allowed."""
        asked = request_headers.get("access-control-request-headers", "")
        names = [name.strip().lower() for name in asked.split(",")]
        refused = [name for name in names if name not in self._names and not name.startswith(self._prefixes)]
        if any(refused):
            text = f"Disallowed CORS headers: {', '.join(refused)[:200]}. Set VIEWPULSE_CORS_HEADERS to allow more."
            return PlainTextResponse(text, status_code=400)
        return super().preflight_response(request_headers)


def _rules(headers: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    lower = [name.lower() for name in headers]
    names = frozenset(name for name in lower if not name.endswith("*"))
    return names, tuple(name[:-1] for name in lower if name.endswith("*"))
