"""Pages of React: the example, and the page of docs/clients.md in an app of Vite; each tracks, and its numbers move."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest

from tests.clients.browser import browser_script, needs_chromium
from tests.clients.node import node_modules, run_npm
from tests.clients.tarballs import app
from tests.clients.typescript import node
from tests.examples import blocks_of
from tests.product.pages import served_folder
from tests.products import Product

pytestmark = [pytest.mark.browser, needs_chromium]

EXAMPLE = Path(__file__).parents[2] / "examples" / "react"
NEW = """<!doctype html>
<title>New</title>
<link rel="icon" href="data:,">
<div id="root"></div>
<script type="module" src="/main.tsx"></script>
"""
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


def page_of_the_docs(product: Product) -> str:
    """The page, with what `make run` prints in place of its dots."""
    facts = product.facts
    printed = {
        '"http://127.0.0.1:8000"': facts.url.removesuffix("/graphql"),
        '"vp_write_…"': facts.write_key,
        '"…"': facts.admin_token,
    }
    [text] = [text for language, text in blocks_of("clients.md") if language == "tsx"]
    for dots, value in printed.items():
        assert text.count(dots) == 1
        text = text.replace(dots, json.dumps(value))
    return text


@pytest.fixture
def new_page(product: Product, tmp_path: Path) -> Iterator[str]:
    """The address of the built page of the docs, in an app that has the packages from their tarballs."""
    (tmp_path / "index.html").write_text(NEW)
    (tmp_path / "main.tsx").write_text(page_of_the_docs(product))
    (tmp_path / "package.json").write_text(json.dumps({"private": True, "type": "module"}))
    (tmp_path / "node_modules").symlink_to(app() / "node_modules")
    done = node(node_modules(EXAMPLE) / "vite" / "bin" / "vite.js", "build", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    with served_folder(tmp_path / "dist") as url:
        yield url


async def test_the_page_of_the_docs_counts_a_pressed_heart_at_once(new_page: str) -> None:
    async with browser_script("docs_page.mjs", {"url": new_page}) as script:
        counted = await script.step("counted")
    assert counted == {"before": "♥ 0", "after": "♥ 1", "complaints": []}
