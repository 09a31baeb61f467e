"""The TypeScript library in a real browser, on a page of another origin with a strict Content-Security-Policy."""

import asyncio
from hashlib import sha256
from typing import Any

import pytest

from tests.clients.browser import browser_script, needs_chromium
from tests.product.stored import stored_ids
from tests.products import PATIENCE, Product

pytestmark = [pytest.mark.browser, needs_chromium]

LONG = 90.0


def visit(product: Product, page: str, name: str) -> dict[str, Any]:
    """The arguments of ``tracked_page.mjs``."""
    url = f"http://127.0.0.1:{product.port}/v1/in"
    return {"visit": name, "page": page, "url": url, "writeKey": product.facts.write_key, "contentId": f"page-{name}"}


async def test_two_tabs_without_a_network_send_each_event_once(product: Product, page: str) -> None:
    async with browser_script("tracked_page.mjs", visit(product, page, "tabs")) as viewer:
        offline = await viewer.step("offline")
        sent = await viewer.step("sent")
        viewer.go_ahead()
        await viewer.step("done")
    assert offline["waiting"] == 350
    assert offline["databases"] == ["viewpulse::"], "what localStorage should not hold is in IndexedDB"
    assert await stored_ids(product.facts, "page-tabs") == sorted(sent["ids"])
    assert sent["requests"] == [200] * 4, "one tab sends at a time, 100 events at once, and asks nothing before"


async def test_a_tab_that_closes_sends_what_it_has(product: Product, page: str) -> None:
    async with browser_script("tracked_page.mjs", visit(product, page, "leave")) as viewer:
        left = await viewer.step("left")
        async with asyncio.timeout(PATIENCE):
            while await stored_ids(product.facts, "page-leave") != sorted(left["ids"]):  # noqa: ASYNC110 - the browser sends them
                await asyncio.sleep(0.05)
        viewer.go_ahead()
        await viewer.step("done")


async def test_ten_thousand_events_wait_at_no_cost_and_arrive(product: Product, page: str) -> None:
    async with browser_script("tracked_page.mjs", visit(product, page, "much")) as viewer:
        queued = await viewer.step("queued", seconds=LONG)
        sent = await viewer.step("sent", seconds=LONG)
        viewer.go_ahead()
        await viewer.step("done")
    assert (queued["waiting"], sent["dropped"]) == (10_000, 0)
    ids = await stored_ids(product.facts, "page-much")
    assert len(ids) == 10_000
    assert sha256(",".join(ids).encode()).hexdigest() == sent["hash"]
    print(f"track() with 10,000 waiting: p99 {min(queued['p99']):.3f} ms, at best of three rounds")


async def test_before_and_after_consent_nothing_is_on_the_device(product: Product, page: str) -> None:
    async with browser_script("tracked_page.mjs", visit(product, page, "consent")) as viewer:
        pending = await viewer.step("pending")
        granted = await viewer.step("granted")
        denied = await viewer.step("denied")
        again = await viewer.step("again")
        viewer.go_ahead()
        done = await viewer.step("done")
    assert pending == {"keys": [], "databases": [], "waiting": 3}
    assert (granted["waiting"], len(granted["keys"]) >= 4) == (3, True)
    assert denied == {"keys": [], "databases": [], "waiting": 0, "other": "denied", "ids": [""]}, "in both tabs"
    assert again == {"waiting": 2, "consent": "granted"}, "the other tab does not delete what is new"
    assert [line for line in done["complaints"] if "ERR_INTERNET_DISCONNECTED" not in line] == []


async def test_a_copy_that_fails_is_made_again(product: Product, page: str) -> None:
    async with browser_script("tracked_page.mjs", visit(product, page, "room")) as viewer:
        full = await viewer.step("full")
        copied = await viewer.step("copied")
        viewer.go_ahead()
        await viewer.step("done")
    assert (full["copies"], full["waiting"]) == (0, 3), "there is no room on the device: events wait in memory"
    assert (copied["copies"], copied["waiting"]) == (3, 3)
    assert await stored_ids(product.facts, "page-room") == sorted(full["ids"])
