"""The page of share links at ``/embed``, and the module ``/embed.js`` with its elements for pages of other sites."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.errors import ViewpulseError
from server.share_links import ShareLink
from server.transport.dashboard import POLICY, PREFIX, Dashboard
from server.transport.http_protocol import EMBED_PATH
from server.transport.link_reader import LinkReader

FRAMED = "base-uri 'none'; form-action 'none'; frame-ancestors {origins}"


class Embedding:
    """Both of them.

    Args:
        dashboard: The files.
        links: Says whose pages may frame the page of a link.
    """

    def __init__(self, dashboard: Dashboard, links: LinkReader) -> None:
        self._dashboard = dashboard
        self._links = links

    def routes(self) -> list[BaseRoute]:
        """``/embed`` and ``/embed.js``."""
        return [Route(EMBED_PATH, self._answer_page), Route(f"{EMBED_PATH}.js", self._answer_module)]

    async def _answer_page(self, request: Request) -> Response:
        """The same page for all links, good or not: what a link opens, its token decides."""
        try:
            link = await self._links.find(UUID(hex=request.query_params.get("link", "")))
        except (ValueError, ViewpulseError):
            link = None
        origins = link.origins if link else ()
        headers = {
            "Content-Security-Policy": f"{POLICY}; {FRAMED.format(origins=_ancestors(link))}",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        }
        page = self._dashboard.page("embed.html", origins)
        return Response(page, media_type="text/html; charset=utf-8", headers=headers)

    async def _answer_module(self, _request: Request) -> Response:
        text = f'export * from "./{PREFIX}/{self._dashboard.version}/embed.js";\n'
        headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
        return Response(text, media_type="text/javascript; charset=utf-8", headers=headers)


def _ancestors(link: ShareLink | None) -> str:
    return " ".join(["'self'", *link.origins]) if link else "'none'"
