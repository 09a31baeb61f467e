"""GraphiQL, for development: the page at ``/graphql`` and its files, all served by this server."""

import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

FOLDER = Path(__file__).parent / "static" / "graphiql"
_POLICY = (  # in addition to that of every response
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",  # its editor writes style attributes
    "font-src 'self' data:",
    "img-src 'self' data:",
    "connect-src 'self' ws: wss:",
)


class GraphiQL:
    """The page and its files; the files' addresses carry a version, so browsers may cache them."""

    def __init__(self) -> None:
        files = sorted(path for path in FOLDER.iterdir() if path.suffix in (".js", ".css", ".json"))
        version = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
        self._html = (FOLDER / "index.html").read_text().replace("VERSION", version)

    async def page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a browser."""
        response = HTMLResponse(
            self._html,
            headers={
                "Content-Security-Policy": "; ".join(_POLICY),
                "Cache-Control": "no-cache",
                "Referrer-Policy": "no-referrer",
                "Vary": "Accept",
            },
        )
        await response(scope, receive, send)

    def routes(self) -> list[BaseRoute]:
        """The routes of the files, and of the bare address."""
        return [
            Mount("/graphiql", app=_VersionedFiles(directory=FOLDER), name="graphiql"),
            Route("/", _to_page, methods=["GET"]),
        ]


async def _to_page(_request: Request) -> Response:
    return RedirectResponse("/graphql", headers={"Cache-Control": "no-store"})


class _VersionedFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        versioned = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
        return response
