"""The React example: it builds with the packages of the workspace, tracks what it plays, and its numbers move."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest

from tests.clients.browser import browser_script, needs_chromium
from tests.clients.node import node_modules, run_npm
from tests.clients.tarballs import app
from tests.product.pages import served_folder
from tests.products import Product

pytestmark = [pytest.mark.browser, needs_chromium]

EXAMPLE = Path(__file__).parents[2] / "examples" / "react"
TRACK = "mutation ($event: EventInput!) { trackEvent(event: $event) { accepted } }"


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    """The address of the built page; the build checks types and code."""
    app()  # builds the packages
    node_modules(EXAMPLE)
    run_npm(EXAMPLE, "run", "build")
    with served_folder(EXAMPLE / "dist") as url:
        yield url


def view(product: Product) -> None:
    """A view of the clip by a guest elsewhere."""
    event = {"id": str(uuid4()), "type": "VIEW_START", "contentId": "react-clip", "sessionId": str(uuid4())}
    body = {"query": TRACK, "variables": {"event": event}}
    headers = {"x-viewpulse-key": product.facts.write_key}
    answer = httpx.post(product.facts.url, json=body, headers=headers, timeout=30)
    assert answer.json()["data"] == {"trackEvent": {"accepted": 1}}


async def test_a_played_clip_is_counted_on_the_page_that_plays_it(page: str, product: Product, tmp_path: Path) -> None:
    facts = product.facts
    about = {"server": facts.url.removesuffix("/graphql"), "key": facts.write_key, "content": "react-clip"}
    address = f"{page}?{urlencode(about)}#{urlencode({'token': facts.admin_token})}"
    async with browser_script("react_example.mjs", {"url": address, "picture": str(tmp_path / "page.png")}) as script:
        opened = await script.step("opened")
        assert opened == {"views": "0", "status": "live", "minutes": 30, "bars": 0, "alerts": []}
        played = await script.step("played", seconds=60)
        assert played == opened | {"views": "1", "bars": 1}

        await asyncio.to_thread(product.wait_restarted, "api", product.kill_child("api"))
        await asyncio.to_thread(view, product)
        script.go_ahead()
        resumed = await script.step("resumed")
    assert (resumed["views"], resumed["status"]) == ("2", "live")
    assert [one for one in resumed["complaints"] if "ERR_CONNECTION_REFUSED" not in one] == []
