"""The page of docs/clients.md in a new app of Vite: built from the packages, it tracks, and shows what was counted."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.browser import browser_script, needs_chromium
from tests.clients.node import node_modules
from tests.clients.tarballs import app
from tests.clients.typescript import node
from tests.examples import DOCS
from tests.product.pages import served_folder
from tests.products import Product

pytestmark = [pytest.mark.browser, needs_chromium]

VITE = Path(__file__).parents[2] / "examples" / "react"
PAGE = """<!doctype html>
<title>New</title>
<link rel="icon" href="data:,">
<div id="root"></div>
<script type="module" src="/main.tsx"></script>
"""


def shown(product: Product) -> str:
    """The page, with what `make run` prints in place of its dots."""
    text: str
    [text] = re.findall(r"^```tsx\n(.*?)^```$", (DOCS / "clients.md").read_text(), re.MULTILINE | re.DOTALL)
    facts = product.facts
    replaced = {
        '"http://127.0.0.1:8000"': facts.url.removesuffix("/graphql"),
        '"vp_write_…"': facts.write_key,
        '"…"': facts.admin_token,
    }
    for dots, value in replaced.items():
        assert text.count(dots) == 1
        text = text.replace(dots, json.dumps(value))
    return text


@pytest.fixture
def url(product: Product, tmp_path: Path) -> Iterator[str]:
    """The address of the built page."""
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "main.tsx").write_text(shown(product))
    (tmp_path / "package.json").write_text(json.dumps({"private": True, "type": "module"}))
    (tmp_path / "node_modules").symlink_to(app() / "node_modules")
    vite = node_modules(VITE) / "vite" / "bin" / "vite.js"
    done = node(vite, "build", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    with served_folder(tmp_path / "dist") as address:
        yield address


async def test_the_page_of_the_docs_tracks_and_shows(url: str) -> None:
    async with browser_script("docs_page.mjs", {"url": url}) as script:
        counted = await script.step("counted", seconds=60)
    assert counted == {"before": "♥ 0", "after": "♥ 1", "complaints": []}
