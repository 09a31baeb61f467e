"""@viewpulse/live and @viewpulse/react against the real product: they show what the query answers, whatever breaks."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr

from server.access import Role
from server.tokens import make_token
from tests.clients.browser import BrowserScript, browser_script, needs_chromium
from tests.clients.node import FOLDER
from tests.clients.tarballs import app, entry
from tests.clients.typescript import WORKSPACE, node
from tests.conftest import JWT_SECRET
from tests.product.pages import served_folder
from tests.products import Product, running_product, wait_until

CREATOR = "creator-1"
STALE_SECONDS = 5.0
JUST_EXPIRED = -25.0
"""Seconds that a token lives, by the clock of the client; the server takes it for 30 more (VIEWPULSE_JWT_LEEWAY)."""
TRACK = "mutation ($event: EventInput!) { trackEvent(event: $event) { accepted } }"
VIEWS = "query ($id: ID!) { contentAnalytics(contentId: $id) { views { total } } }"
EMPTY = """<!doctype html>
<meta charset="utf-8">
<title>Live</title>
<link rel="icon" href="data:,">
<body><script type="module" src="page.js"></script>
"""
_numbers = count(1)

Facts = dict[str, Any]


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A product whose tokens the tests sign."""
    with running_product(VIEWPULSE_JWT_SECRET=JWT_SECRET) as product:
        yield product


@pytest.fixture(scope="module", params=["18", "19"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page of each version of React."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "index.html").write_text(EMPTY)
    (app() / "page.jsx").write_text((FOLDER / "live_page_app.jsx").read_text())
    older = WORKSPACE / "react18" / "node_modules"
    aliases = [f"--alias:{name}={older / name}" for name in ("react", "react-dom")] if request.param == "18" else []
    options = ("--bundle", "--format=esm", "--jsx=automatic", f"--outfile={folder / 'page.js'}")
    esbuild = WORKSPACE / "node_modules" / "esbuild" / "bin" / "esbuild"
    done = node(esbuild, "page.jsx", *options, *aliases, folder=app())
    assert done.returncode == 0, done.stderr
    with served_folder(folder) as url:
        yield url


def token(seconds: float = 3600) -> str:
    return make_token(SecretStr(JWT_SECRET), sub=CREATOR, role=Role.CREATOR, lifetime=timedelta(seconds=seconds))


async def view(product: Product, content_id: str) -> None:
    """A view by a guest; sent again until it is taken."""
    event = {"id": str(uuid4()), "type": "VIEW_START", "contentId": content_id, "creatorId": CREATOR}
    body = {"query": TRACK, "variables": {"event": event | {"sessionId": str(uuid4())}}}
    async with asyncio.timeout(60), httpx.AsyncClient(headers={"x-viewpulse-key": product.facts.write_key}) as guest:
        while True:
            try:
                answer = (await guest.post(product.facts.url, json=body, timeout=10)).json()
            except httpx.TransportError:
                answer = {"data": None}
            if answer["data"] == {"trackEvent": {"accepted": 1}}:
                return
            await asyncio.sleep(0.2)


async def new_content(product: Product) -> str:
    """A content with one view, which is counted."""
    content_id = f"live-{next(_numbers)}"
    await view(product, content_id)
    body = {"query": VIEWS, "variables": {"id": content_id}}

    def is_counted() -> bool:
        answer = httpx.post(product.facts.url, json=body, headers={"authorization": f"Bearer {token()}"}).json()
        found = answer["data"]["contentAnalytics"]  # null: the content is not known yet
        return bool(found and found["views"]["total"] == 1)

    await asyncio.to_thread(wait_until, is_counted, what="a view")
    return content_id


class Watcher:
    """What a client has shown of a content.

    Attributes:
        shown: Its answers, in their order.
        steps: All that it has said.
    """

    def __init__(self, script: BrowserScript) -> None:
        self.script = script
        self.shown: list[Facts] = []
        self.steps: list[Facts] = []

    async def until(self, name: str, **wanted: Any) -> Facts:
        heard = await self.script.until(name, **wanted)
        self.steps += heard
        self.shown += [facts for facts in heard if facts["step"] == "data"]
        return heard[-1]

    def count(self, name: str) -> int:
        return sum(facts["step"] == name for facts in self.steps)

    async def require_query_agrees(self) -> None:
        """What is shown last is what the query answers under the same revision."""
        for _ in range(20):
            self.script.tell("query")
            answer = await self.until("answer")
            if answer["revision"] == self.shown[-1]["revision"]:
                assert answer | {"step": "data"} == self.shown[-1]
                return
        raise AssertionError("never of the same revision")

    def require_in_order(self) -> None:
        """No revision came twice, or after a later one."""
        revisions = [facts["revision"] for facts in self.shown]
        assert revisions == sorted(set(revisions))


@asynccontextmanager
async def in_node(product: Product, content_id: str, *tokens: str) -> AsyncIterator[Watcher]:
    library = await asyncio.to_thread(entry, "live")
    arguments = {
        "library": str(library),
        "documents": str(library.with_name("documents.js")),
        "url": product.facts.url,
        "contentId": content_id,
        "tokens": tokens or (token(),),
    }
    async with browser_script("live_app.mjs", arguments) as script:
        yield Watcher(script)


@asynccontextmanager
async def in_chromium(product: Product, content_id: str, page: str) -> AsyncIterator[Watcher]:
    about = urlencode({"url": product.facts.url, "contentId": content_id, "token": token()})
    async with browser_script("live_page.mjs", {"page": f"{page}#{about}"}) as script:
        yield Watcher(script)


@asynccontextmanager
async def frozen(pid: int) -> AsyncIterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


async def test_it_continues_when_the_api_is_killed(product: Product) -> None:
    content_id = await new_content(product)
    async with in_node(product, content_id) as watcher:
        await watcher.until("data", total=1)
        pid = product.kill_child("api")
        await watcher.until("state", status="stale")
        await asyncio.to_thread(product.wait_restarted, "api", pid)
        await view(product, content_id)
        await watcher.until("data", total=2)
        await watcher.require_query_agrees()
        watcher.require_in_order()
        assert watcher.count("error") == 0


async def test_its_numbers_are_stale_soon_after_the_api_is_silent_and_live_when_it_speaks(product: Product) -> None:
    content_id = await new_content(product)
    async with in_node(product, content_id) as watcher:
        await watcher.until("data", total=1)
        await watcher.until("state", status="live")
        async with frozen(product.facts.pids["api"]):
            began = time.monotonic()
            stale = await watcher.until("state", status="stale")
            assert time.monotonic() - began < STALE_SECONDS
            assert stale["asOf"]
        await watcher.until("state", status="live")
        await view(product, content_id)
        await watcher.until("data", total=2)
        await watcher.require_query_agrees()
        watcher.require_in_order()


async def test_it_continues_while_redis_is_frozen(product: Product) -> None:
    content_id = await new_content(product)
    async with in_node(product, content_id) as watcher:
        await watcher.until("data", total=1)
        async with frozen(product.facts.pids["redis"]):
            await view(product, content_id)
            await watcher.until("data", total=2)
        await view(product, content_id)
        await watcher.until("data", total=3)
        await watcher.require_query_agrees()
        watcher.require_in_order()


async def test_an_expired_token_costs_a_socket_and_no_answer(product: Product) -> None:
    content_id = await new_content(product)
    async with in_node(product, content_id, token(JUST_EXPIRED), token()) as watcher:
        await watcher.until("data", total=1)
        if not watcher.count("closed"):  # the machine was quick
            await watcher.until("closed", code=4419)
        await view(product, content_id)
        await watcher.until("data", total=2)
        await watcher.require_query_agrees()
        watcher.require_in_order()
        assert [facts["step"] for facts in watcher.steps if facts["step"] in ("socket", "closed", "error")] == [
            "socket",
            "closed",
            "socket",
        ]


async def test_a_token_that_is_renewed_in_time_costs_nothing(product: Product) -> None:
    content_id = await new_content(product)
    async with in_node(product, content_id, token(8), token()) as watcher:
        await watcher.until("data", total=1)
        await asyncio.sleep(10)
        await view(product, content_id)
        await watcher.until("data", total=2)
        assert (watcher.count("socket"), watcher.count("closed")) == (1, 0)
        watcher.require_in_order()


async def test_a_query_that_fails_says_why(product: Product) -> None:
    async with in_node(product, await new_content(product)) as watcher:
        watcher.script.tell("refused")
        refused = await watcher.until("refused")
        assert refused == {
            "step": "refused",
            "name": "ViewpulseError",
            "code": "FORBIDDEN",
            "path": ["platformStats"],
            "retryable": False,
        }


@pytest.mark.browser
@needs_chromium
async def test_a_page_of_react_shows_what_the_query_answers(product: Product, page: str) -> None:
    content_id = await new_content(product)
    async with in_chromium(product, content_id, page) as watcher:
        await watcher.until("data", total=1)
        await watcher.require_query_agrees()
        assert watcher.count("subscribe") == 1, "two components in StrictMode"
        watcher.script.tell("hide")
        await watcher.until("closed")
        await view(product, content_id)
        shown = watcher.shown[-1]["revision"]
        watcher.script.tell("show")
        await watcher.until("subscribe", after=shown)
        await watcher.until("data", total=2)

        pid = product.kill_child("api")
        await watcher.until("state", status="stale")
        await asyncio.to_thread(product.wait_restarted, "api", pid)
        await view(product, content_id)
        await watcher.until("data", total=3)
        await watcher.until("state", status="live")
        await watcher.require_query_agrees()
        watcher.script.tell("text")
        assert (await watcher.until("text")) == {"step": "text", "total": "3", "status": "live"}

        watcher.script.tell("unmount")
        await watcher.until("complete")
        await watcher.until("closed")
        await view(product, content_id)
        watcher.script.tell("complaints")
        complaints = (await watcher.until("complaints"))["all"]
    assert [one for one in complaints if "ERR_CONNECTION_REFUSED" not in one] == []
