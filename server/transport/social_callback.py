"""``/social/callback``: where networks send browsers back whose users were asked to allow something."""

from collections.abc import Awaitable, Callable
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from server.errors import ErrorCode, ViewpulseError

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


class SocialCallback:
    """Sends the browser on to its application, with the id of a connection; else it tells why not.

    Args:
        come_back: Where to send a browser with a state, and a code or an error; None: nobody is expected with it.
    """

    def __init__(self, come_back: Callable[[str, str | None, str | None], Awaitable[str | None]]) -> None:
        self._come_back = come_back

    def routes(self) -> list[Route]:
        """``/social/callback``."""
        return [Route("/social/callback", self.answer, methods=["GET"])]

    async def answer(self, request: Request) -> Response:
        """303 to the application; 400 for an unknown or used state, 503 without Redis."""
        if request.method != "GET":  # HEAD comes with GET, and must not use the state up
            return Response(status_code=405, headers={**HEADERS, "allow": "GET"})
        given = {name: request.query_params.getlist(name) for name in ("state", "code", "error")}
        if len(given["state"]) != 1 or any(len(values) > 1 for values in given.values()):
            return _page(400, _UNKNOWN)
        code, error = (next(iter(given[name]), None) for name in ("code", "error"))
        try:
            address = await self._come_back(given["state"][0], code, error)
        except ViewpulseError as failure:
            if failure.code is not ErrorCode.UNAVAILABLE:  # what is wrong with the settings is not for the public
                return _page(400, _UNKNOWN)
            return _page(503, failure.message)
        if address is None:
            return _page(400, _UNKNOWN)
        return RedirectResponse(address, 303, headers=HEADERS)


def _page(status: int, text: str) -> Response:
    return HTMLResponse(_PAGE.format(text=escape(text)), status, headers=HEADERS)
