"""CORS: which pages of other sites may use the API over HTTP, and with which headers."""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from server.settings import Settings
from server.transport.request_id import HEADER

LOOPBACK_ORIGIN = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?"
PREFLIGHT_SECONDS = 7200  # the longest that browsers keep one

OWN_HEADERS = ("Authorization", "Content-Encoding", "X-Viewpulse-Key", HEADER)
COMMON_HEADERS = (
    *("Accept", "Accept-Language", "Content-Language", "Content-Type", "Cache-Control", "Pragma", "X-Requested-With"),
    *("traceparent", "tracestate", "baggage", "b3", "X-B3-*", "uber-trace-id", "X-Amzn-Trace-Id"),
    "X-Cloud-Trace-Context",
    *("sentry-trace", "x-datadog-*", "newrelic", "X-NewRelic-*", "elastic-apm-traceparent"),
    *("apollographql-*", "Apollo-*", "X-Apollo-*", "GraphQL-*", "X-GraphQL-*"),
)
"""Headers that GraphQL clients, tracing and monitoring add to a page's requests; a trailing ``*`` matches a prefix."""


class CrossSite(CORSMiddleware):
    """Answers preflights, and marks the answers that pages of other sites may read.

    Args:
        app: The endpoint.
        settings: The allowed origins and headers.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        super().__init__(
            app,
            allow_origins=settings.cors_origins,
            allow_origin_regex=LOOPBACK_ORIGIN if settings.development else None,
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["*"],  # those that a preflight asks for; `preflight_response` has looked at them
            expose_headers=[HEADER, "Retry-After"],
            max_age=PREFLIGHT_SECONDS,
        )
        self._names, self._prefixes = _rules((*OWN_HEADERS, *COMMON_HEADERS, *settings.cors_headers))

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
