"""Which web pages may use the API."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings

MAX_ORIGIN_LENGTH = 300  # a host's name has at most 253 characters
SHOWN_LENGTH = 50  # in a refusal, which must fit into a close frame
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def page_allowed(headers: Headers, settings: Settings) -> bool:
    """Whether the page that sends a request may use the API; apps are no pages.

    Behind a proxy that changes ``Host``, the browser's own word tells which pages are ours.
    """
    origin = headers.get("origin")
    if origin is None or headers.get("sec-fetch-site") == "same-origin":
        return True
    return origin_allowed(origin, headers.get("host"), settings)


def not_allowed(origin: str) -> ViewpulseError:
    """The error for a page that may not use the API."""
    return ViewpulseError(
        ErrorCode.ORIGIN_NOT_ALLOWED, f"VIEWPULSE_CORS_ORIGINS does not name the origin {origin[:SHOWN_LENGTH]}"
    )


def origin_allowed(origin: str, host: str | None, settings: Settings) -> bool:
    """Whether a page may use the API: ours, one listed in ``cors_origins``, or in development any of this machine.

    Args:
        origin: The ``Origin`` header.
        host: The ``Host`` header.
        settings: ``cors_origins`` and ``development``.
    """
    if "*" in settings.cors_origins or origin in settings.cors_origins:
        return True
    if len(origin) > MAX_ORIGIN_LENGTH:  # `urlsplit` keeps what it has read
        return False
    try:
        page = urlsplit(origin)
        name = page.hostname
    except ValueError:
        return False
    if page.scheme not in ("http", "https") or name is None:
        return False
    return page.netloc == host or (settings.development and name in LOOPBACK)
