"""A subscription that outlives its connections: the client continues from the revision that it has."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest

from tests.clients.browser import BrowserScript, browser_script
from tests.clients.server import CREATOR, Server
from tests.products import wait_until
from tests.proxy import Proxy

TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
HOST = "127.0.0.1"


class Line:
    """The network between a client and the server, which can be cut."""

    def __init__(self, server: Server) -> None:
        port = urlsplit(server.ws_url).port
        assert port is not None
        self._port = port
        self._proxy = Proxy(HOST, port)

    async def start(self) -> None:
        await self._proxy.start()

    async def cut(self) -> None:
        """Ends every connection; there are no new ones until it is repaired."""
        await self._proxy.stop()

    async def repair(self) -> None:
        self._proxy = Proxy(HOST, self._port, self._proxy.port)
        await self._proxy.start()

    @property
    def url(self) -> str:
        return f"ws://{HOST}:{self._proxy.port}/graphql"


@asynccontextmanager
async def watching(
    server: Server, client: str, content_id: str, **asked: str
) -> AsyncIterator[tuple[Line, BrowserScript]]:
    """A client that watches a content over a line that can be cut; it is connected."""
    line = Line(server)
    await line.start()
    arguments = server.as_json(content_id) | {"client": client, "wsUrl": line.url, **asked}
    try:
        async with browser_script("resume.mjs", arguments) as script:
            await script.step("connected")
            yield line, script
    finally:
        await line.cut()


async def view(server: Server, content_id: str, viewers: int) -> None:
    """That many views, which one run counts."""
    about = {"type": "VIEW_START", "contentId": content_id, "creatorId": CREATOR}
    events = [about | {"id": str(uuid4()), "sessionId": str(uuid4())} for _ in range(viewers)]
    async with httpx.AsyncClient(headers={"x-viewpulse-key": server.write_key}) as app:
        answer = await app.post(server.url, json={"query": TRACK, "variables": {"events": events}}, timeout=60)
    assert answer.json()["data"] == {"trackEvents": {"accepted": viewers}}


def wait_counted(server: Server, content_id: str, views: int) -> None:
    """Returns when so many views are counted."""
    query = "query ($id: ID!) { contentAnalytics(contentId: $id) { views { total } } }"
    body = {"query": query, "variables": {"id": content_id}}

    def is_counted() -> bool:
        answer = httpx.post(server.url, json=body, headers={"authorization": f"Bearer {server.token}"}).json()
        return bool(answer["data"]["contentAnalytics"]["views"]["total"] == views)

    wait_until(is_counted, what="a count")


@pytest.mark.parametrize("client", ["graphql_ws", "apollo"])
async def test_a_client_is_sent_after_a_cut_what_it_does_not_have_and_nothing_else(server: Server, client: str) -> None:
    content_id = server.new_content()
    await view(server, content_id, 1)
    await asyncio.to_thread(wait_counted, server, content_id, 1)  # what the catalogue changed is counted, too
    revisions = []
    async with watching(server, client, content_id) as (line, script):

        async def total() -> int:
            facts = await script.step("next")
            revisions.append(facts["revision"])
            return int(facts["total"])

        assert await total() == 1
        await view(server, content_id, 1)
        assert await total() == 2
        for expected in (3, 4):  # nothing has changed meanwhile: the next answer is of the view that comes after it
            await line.cut()
            await line.repair()
            await script.step("connected")
            await view(server, content_id, 1)
            assert await total() == expected
        await line.cut()
        await view(server, content_id, 2)
        await line.repair()
        await script.step("connected")
        assert await total() == 6
    assert revisions == sorted(set(revisions))


@pytest.mark.parametrize("client", ["graphql_ws", "apollo"])
async def test_a_client_that_rests_resumes_too(server: Server, client: str) -> None:
    content_id = server.new_content()
    await view(server, content_id, 1)
    await asyncio.to_thread(wait_counted, server, content_id, 1)
    async with watching(server, client, content_id, every="24h") as (line, script):
        assert (await script.step("next"))["total"] == 1
        await line.cut()
        await view(server, content_id, 1)
        await asyncio.to_thread(wait_counted, server, content_id, 2)
        await line.repair()
        await script.step("connected")
        assert (await script.step("next"))["total"] == 2
        await view(server, content_id, 1)
        await asyncio.to_thread(wait_counted, server, content_id, 3)
        await line.cut()
        await line.repair()
        await script.step("connected")
        assert (await script.step("next"))["total"] == 3
