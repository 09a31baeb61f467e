"""The dashboard: the pages at ``/`` and ``/examples``, and their files.

Browsers keep the files, because their address changes when they do.
"""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import NamedTuple

import brotli
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.settings import Settings
from server.transport.negotiation import BROTLI, preferred_encoding

FOLDER = Path(__file__).parents[2] / "dashboard"
FIRST_PAGE = "pages/now.js"
PREFIX = "ui"
"""The first part of the files' addresses: no word that ad blockers look for."""
MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
PAGES = {"/": "index.html", "/examples": "examples.html"}
"""The files of the pages by their paths."""
POLICY = "default-src 'self'"
"""In addition to that of every response."""
BROTLI_QUALITY = 11  # once for each file of a process
_IMPORT = re.compile(r"^import (?:[^\"();]+ from )?\"(\.{1,2}/[^\"]+)\";$", re.MULTILINE)


class _File(NamedTuple):
    body: bytes
    media_type: str


class Dashboard:
    """The page and its files.

    Args:
        settings: Who may hand a token to the page.

    Attributes:
        version: A hash over all files, which is in their addresses.
    """

    def __init__(self, settings: Settings) -> None:
        self._files = {
            path.relative_to(FOLDER).as_posix(): _read(path) for path in sorted(FOLDER.rglob("*")) if _is_served(path)
        }
        contents = b"".join(name.encode() + file.body for name, file in self._files.items())
        self.version = hashlib.sha256(contents).hexdigest()[:12]
        self._pages = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.html")}
        self._answers = {path: self.page(name, settings.dashboard_origins).encode() for path, name in PAGES.items()}
        self._packed: dict[str, bytes] = {}

    def routes(self) -> list[BaseRoute]:
        """The pages, and the files."""
        pages = [Route(path, self._answer_page) for path in PAGES]
        return [*pages, Route(f"/{PREFIX}/{{version}}/{{name:path}}", self._answer_file)]

    def first_load(self) -> list[str]:
        """The names of the modules that the first page needs."""
        found: list[str] = []
        waiting = ["shell.js", FIRST_PAGE]
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found.append(name)
                waiting += imports_of(name, self._files[name].body.decode())
        return found

    def page(self, name: str, origins: Sequence[str]) -> str:
        """A page, with the addresses of its files.

        Args:
            name: Its file.
            origins: Whose pages may hand a token to it.
        """
        page = self._pages[name]
        links = (f'<link rel="modulepreload" href="{PREFIX}/VERSION/{name}" />' for name in self.first_load())
        page = page.replace("PRELOADS", "\n    ".join(links)).replace("ORIGINS", escape(" ".join(origins)))
        return page.replace("VERSION", self.version)

    async def _answer_page(self, request: Request) -> Response:
        page = self._answers[request.scope["route"].path]
        tag = f'"{hashlib.sha256(page).hexdigest()[:16]}"'
        headers = {
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-cache",
            "ETag": tag,
            "Referrer-Policy": "no-referrer",
        }
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(page, media_type="text/html; charset=utf-8", headers=headers)

    async def _answer_file(self, request: Request) -> Response:
        name = request.path_params["name"]
        file = self._files.get(name)
        if file is None or request.path_params["version"] != self.version:
            return Response("There is no such file; load the page again.", 404, headers={"Cache-Control": "no-store"})
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable",
            "Vary": "Accept-Encoding",
            "Access-Control-Allow-Origin": "*",  # modules of elements on pages of other sites
        }
        body = file.body
        if preferred_encoding(request.headers.get("accept-encoding")) == BROTLI:
            headers["Content-Encoding"] = BROTLI
            body = await self._pack(name, body)
        return Response(body, media_type=file.media_type, headers=headers)

    async def _pack(self, name: str, body: bytes) -> bytes:
        if name not in self._packed:
            pack = partial(brotli.compress, body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
            self._packed[name] = await asyncio.to_thread(pack)
        return self._packed[name]


def imports_of(name: str, text: str) -> list[str]:
    """The names of the files that a module imports before it runs.

    Args:
        name: The module's own name, such as ``pages/now.js``.
        text: The module.
    """
    folder = FOLDER / name
    return [
        (folder.parent / found).resolve().relative_to(FOLDER.resolve()).as_posix() for found in _IMPORT.findall(text)
    ]


def _is_served(path: Path) -> bool:
    return path.suffix in MEDIA_TYPES


def _read(path: Path) -> _File:
    return _File(path.read_bytes(), MEDIA_TYPES[path.suffix])
