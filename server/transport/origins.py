"""Which web pages may use the API."""

from typing import NamedTuple, Self
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings

MAX_ORIGIN_LENGTH = 300  # a host's name has at most 253 characters
SHOWN_LENGTH = 50  # in a refusal, which must fit into a close frame
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class ForeignPage(NamedTuple):
    """A page of another site.

    Attributes:
        origin: Its ``Origin``.
        is_named: Whether a setting lets it use the API; else only a share link may.
    """

    origin: str
    is_named: bool


class Origins(NamedTuple):
    """Whose pages may use an address.

    Attributes:
        named: Origins as browsers send them; ``*``: all.
        variable: The setting that names them, for messages.
        in_development: Whether pages of this machine may, too.
    """

    named: list[str]
    variable: str
    in_development: bool

    @classmethod
    def of_api(cls, settings: Settings) -> Self:
        """Those that may use the whole API."""
        return cls(settings.cors_origins, "VIEWPULSE_CORS_ORIGINS", settings.development)

    @classmethod
    def of_tracking(cls, settings: Settings) -> Self:
        """Those that may send events to the tracking path."""
        return cls(settings.tracking_origins, "VIEWPULSE_TRACKING_ORIGINS", settings.development)

    def allow_page(self, headers: Headers) -> bool:
        """Whether the page that sends a request may; apps are no pages.

        Behind a proxy that changes ``Host``, the browser's own word tells which pages are ours.
        """
        origin = headers.get("origin")
        if origin is None or headers.get("sec-fetch-site") == "same-origin":
            return True
        return self.allow(origin, headers.get("host"))

    def foreign_page(self, headers: Headers) -> ForeignPage | None:
        """The page that sends a request, if it is not ours."""
        if Origins([], self.variable, in_development=False).allow_page(headers):
            return None
        return ForeignPage(headers["origin"], self.allow_page(headers))

    def allow(self, origin: str, host: str | None) -> bool:
        """Whether a page may: ours, one that is named, or in development any of this machine.

        Args:
            origin: The ``Origin`` header.
            host: The ``Host`` header.
        """
        if "*" in self.named or origin in self.named:
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
        return page.netloc == host or (self.in_development and name in LOOPBACK)

    def refusal(self, origin: str) -> ViewpulseError:
        """The error for a page that may not."""
        message = f"{self.variable} does not name the origin {origin[:SHOWN_LENGTH]}"
        return ViewpulseError(ErrorCode.ORIGIN_NOT_ALLOWED, message)
