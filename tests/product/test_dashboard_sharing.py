"""Share links made in the dashboard, what they show elsewhere, and the page of examples, in Chromium."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.transport.dashboard import FOLDER
from tests.clients.browser import browser_script, needs_chromium
from tests.product.pages import served_folder
from tests.product.visits import ask, given, product_with_past
from tests.products import Product

pytestmark = [pytest.mark.browser, needs_chromium]

SCRIPT = "dashboard_sharing.mjs"
TOP = "{ topContents(by: VIEWS, first: 1, range: {days: 28}) { edges { node { contentId creatorId } } } }"
PAGE = (
    '<!doctype html><html lang="en"><link rel="icon" href="data:," /><title>Blog</title><body>\n{}\n{}\n</body></html>'
)
SHOWN = ["live-counter", "series", "retention", "scores"]


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A product with the demo's past, and no traffic."""
    with product_with_past() as product:
        yield product


@pytest.fixture(scope="module")
def most(product: Product) -> dict[str, str]:
    """The most viewed content, and its creator."""
    [edge] = ask(product, TOP)["topContents"]["edges"]
    return {"content": edge["node"]["contentId"], "creator": edge["node"]["creatorId"]}


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return os.environ.get("VIEWPULSE_TEST_PICTURES", str(tmp_path))


@pytest.mark.timeout(300)
async def test_a_link_is_made_shown_elsewhere_and_revoked(
    product: Product, most: dict[str, str], folder: str, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("")
    with served_folder(site) as host:
        more = {"folder": folder, "host": host, "origin": host.removesuffix("/"), "content": most["content"]}
        async with browser_script(SCRIPT, given(product, "share", **more)) as script:
            made = await script.step("made", seconds=90)
            assert made["wrong"]["invalid"] == ["textarea"]
            assert "An origin is a scheme" in made["wrong"]["text"]
            assert (made["violations"], made["wide"], made["rows"]) == ([], 0, 1)
            copied = made["copied"]
            assert "show=live-counter%2Cseries%2Cretention%2Cscores" in copied["Address"]
            opened = await script.step("opened", seconds=90)
            ready = [[f"viewpulse-{name}", "ready"] for name in SHOWN]
            assert opened["shown"] == [{"states": ready, "violations": []}] * 2
            assert opened["lines"] == ["Plays per view", "Viewers who saw it", "Stopped here"]
            (site / "index.html").write_text(PAGE.format(copied["Frame"], copied["Elements"]))
            script.go_ahead()
            embedded = await script.step("embedded", seconds=90)
            assert embedded["frame"] == ready
            assert embedded["elements"] == ready
            revoked = await script.step("revoked", seconds=90)
            assert revoked == {"asked": "Really revoke", "focused": "viewpulse-sharing", "open": 0}
            assert (await script.step("done"))["complaints"] == []


@pytest.mark.timeout(300)
async def test_each_element_has_an_example_that_is_live(product: Product, most: dict[str, str], folder: str) -> None:
    async with browser_script(SCRIPT, given(product, "examples", folder=folder, **most)) as script:
        found = await script.step("examples", seconds=200)
        assert (await script.step("done"))["complaints"] == []
    assert "token" not in found["address"]
    states = {name: state for name, state, _, _ in found["seen"]}
    assert set(states) == elements()
    assert states.pop("projects") == "forbidden", "it is for operators"
    empty = {name for name, state in states.items() if state != "ready"}
    assert {states[name] for name in empty} <= {"empty"}
    assert empty <= {"accounts", "posts", "rejected"}, states
    assert [name for name, _, is_same, _ in found["seen"] if not is_same] == []
    assert [one for one in found["looked"] if one["violations"] or one["wide"] > 0] == []
    own = {name: attributes for name, _, _, attributes in found["seen"]}
    assert own["funnel"] == ["steps", "order", "window", "exclusions"]


def elements() -> set[str]:
    """What the files define."""
    texts = (file.read_text() for file in (FOLDER / "elements").glob("*.js"))
    return {name for text in texts for name in re.findall(r'customElements\.define\("viewpulse-([\w-]+)"', text)}
