"""The pages of the dashboard in Firefox: each opens, has its answers, and complains of nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.raw_browsers import Firefox, needs_firefox
from tests.product.visits import ask, product_with_past
from tests.products import Product

pytestmark = [pytest.mark.browser, needs_firefox]

TOP = "{ topContents(by: VIEWS, first: 1, range: {days: 28}) { edges { node { contentId creatorId } } } }"
PAGES = ("now", "content", "creator", "platform", "events", "social", "health", "settings")
LISTEN = """() => {
    window.complaints = [];
    const note = (...said) => window.complaints.push(said.map(String).join(" "));
    addEventListener("error", ({ message }) => note(message));
    addEventListener("unhandledrejection", ({ reason }) => note(reason));
    console.error = note;
}"""
ALL = """(async () => {
    const rest = () => new Promise((done) => setTimeout(done, 50));
    const tiles = [...document.querySelectorAll(".tiles > [data-state]")];
    for (const tile of tiles) {
        tile.scrollIntoView();
        for (let tries = 0; !["ready", "empty"].includes(tile.state) && tries < 400; tries++) await rest();
    }
    const surfaces = tiles.filter((tile) => tile.shadowRoot.querySelector(".surface"));
    return {
        states: tiles.map((tile) => [tile.localName, tile.state]),
        canvases: surfaces.map((tile) => tile.shadowRoot.querySelector("canvas")?.width > 0),
        complaints: window.complaints,
    };
})()"""


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A product with the demo's past, and no traffic."""
    with product_with_past() as product:
        yield product


@pytest.mark.timeout(400)
async def test_every_page_is_whole(product: Product, tmp_path: Path) -> None:
    [edge] = ask(product, TOP)["topContents"]["edges"]
    about = f"content={edge['node']['contentId']}&creator={edge['node']['creatorId']}"
    url = product.facts.url.removesuffix("graphql")
    async with Firefox.running(tmp_path / "profile") as browser:
        await browser.say("script.addPreloadScript", {"functionDeclaration": LISTEN})
        found = {}
        for page in PAGES:
            address = f"{url}?page={page}&{about}&range=28d&tz=UTC#token={product.facts.admin_token}"
            tab = await browser.open(address)
            await browser.until(tab, "document.querySelectorAll('.tiles > [data-state]').length > 0")
            found[page] = await browser.evaluate(tab, ALL)
            await browser.close(tab)
    assert {page: one["complaints"] for page, one in found.items() if one["complaints"]} == {}
    unsettled = {
        page: one["states"] for page, one in found.items() if {state for _, state in one["states"]} - {"ready", "empty"}
    }
    assert unsettled == {}, json.dumps(unsettled)
    charts = [has_size for one in found.values() for has_size in one["canvases"]]
    assert len(charts) >= 4
    assert all(charts)
