"""Where a browser may return to from a network: only pages of applications that the settings name.

Anyone who could name another page would let our address send people there.
"""

import re
from collections.abc import Collection
from urllib.parse import quote, urlsplit

from server.errors import ErrorCode, ViewpulseError

MAX_LENGTH = 2000
_WRITTEN = re.compile(r"https?://[\w.:\[\]-]+(?:[/?][\w.~:/?@!$&'()*+,;=%\[\]-]*)?", re.ASCII)
"""Only what all parsers read alike: no user before the host, no backslash, no fragment."""
_PORTS = {"http": 80, "https": 443}


def require_return(address: str, origins: Collection[str]) -> None:
    """Raises BAD_INPUT for a page of no origin of ours."""
    if len(address) > MAX_LENGTH or not _WRITTEN.fullmatch(address):
        message = f"`returnTo` is an address with http:// or https://, of at most {MAX_LENGTH:,} characters."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["returnTo"])
    ours = {_origin_of(origin) for origin in origins} - {None}
    if _origin_of(address) not in ours:
        message = "`returnTo` is no page of an origin in VIEWPULSE_SOCIAL_RETURN_ORIGINS."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["returnTo"])


def with_connection(address: str, connection_id: str) -> str:
    """The address with the id of a connection."""
    return f"{address}{'&' if '?' in address else '?'}connection={quote(connection_id, '')}"


def _origin_of(address: str) -> tuple[str, str | None, int | None] | None:
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
    except ValueError:  # a port that is none
        return None
