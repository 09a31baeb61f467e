"""Which web pages may use the API."""

from urllib.parse import urlsplit

from server.settings import Settings

MAX_ORIGIN_LENGTH = 300  # a host's name has at most 253 characters
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


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
