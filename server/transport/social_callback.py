"""``/social/callback``: where networks send browsers back whose users were asked to allow something."""

from collections.abc import Awaitable, Callable, Mapping
from html import escape
from math import ceil

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from server.errors import ErrorCode, ViewpulseError
from server.limits.limiter import Limiter
from server.transport.client_classifier import ClientClassifier

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'",  # besides that of every response
    "referrer-policy": "no-referrer",
}
"""The address has a code and a state: no cache keeps it, and no other site receives it."""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Viewpulse</title></head>
<body><p>{text}</p></body></html>
"""
_UNKNOWN = "This address was used already, or is too old. Return to your application, and connect the account again."

_TOO_MANY = "Too many requests come from your network. Reload this page in {seconds} seconds."


class SocialCallback:
    """Sends the browser on to its application, with the id of a connection; else it tells why not.

    Args:
        come_back: Where to send a browser with a state, and a code or an error; None: nobody is expected with it.
        limiter: Limits the clients of one network: each request looks into Redis.
        classifier: Tells the network of a request.
    """

    def __init__(
        self,
        come_back: Callable[[str, str | None, str | None], Awaitable[str | None]],
        limiter: Limiter,
        classifier: ClientClassifier,
    ) -> None:
        self._come_back = come_back
        self._limiter = limiter
        self._classifier = classifier

    def routes(self) -> list[Route]:
        """``/social/callback``, also with a slash at its end, without which some networks take no address."""
        return [Route(path, self.answer, methods=["GET"]) for path in ("/social/callback", "/social/callback/")]

    async def answer(self, request: Request) -> Response:
        """303 to the application; 400 for an unknown or used state, 429 for too many requests, 503 without Redis."""
        if request.method != "GET":  # HEAD comes with GET, and must not use the state up
            return Response(status_code=405, headers={**HEADERS, "allow": "GET"})
        allowance = await self._limiter.come_back(self._classifier.classify(request.scope).network)
        if allowance is not None and allowance.wait:  # the state is as good as before
            seconds = ceil(allowance.wait)
            return _page(429, _TOO_MANY.format(seconds=seconds), {"retry-after": str(seconds)})
        try:
            address = await self._address(request.query_params)
        except ViewpulseError as failure:
            if failure.code is not ErrorCode.UNAVAILABLE:  # what is wrong with the settings is not for the public
                return _page(400, _UNKNOWN)
            return _page(503, failure.message)
        return _page(400, _UNKNOWN) if address is None else RedirectResponse(address, 303, headers=HEADERS)

    async def _address(self, params: QueryParams) -> str | None:
        """Where the browser goes; None if nobody is expected with these parameters."""
        given = {name: params.getlist(name) for name in ("state", "code", "auth_code", "error")}
        if len(given["state"]) != 1 or any(len(values) > 1 for values in given.values()):
            return None
        code = next(iter(given["code"] or given["auth_code"]), None)  # TikTok for businesses has a name of its own
        return await self._come_back(given["state"][0], code, next(iter(given["error"]), None))


def _page(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    return HTMLResponse(_PAGE.format(text=escape(text)), status, headers={**HEADERS, **(headers or {})})
