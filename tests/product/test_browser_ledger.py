"""The TypeScript tracker in Chromium and Firefox: each event that is on the device is counted exactly once."""

import asyncio
import json
import math
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from tests.clients.browser import needs_chromium
from tests.clients.raw_browsers import Chromium, Firefox, RawBrowser, needs_firefox
from tests.product.gateway import LOST_ANSWER, Gateway, gateway_to, limited, proxy_page
from tests.product.stored import stored_ids
from tests.products import PATIENCE, Product

pytestmark = pytest.mark.browser

BATCH = 100
LIMITED = limited(0.7)
UNAVAILABLE = proxy_page(503)
WRITTEN = 3.0
"""Seconds after which an event outlives a browser that is killed: it is copied to IndexedDB after one."""
KILLED = 259
"""Events that wait when the browser is killed."""
MAX_RATIO = 1.1
VIEWS = "query ($id: ID!) { contentAnalytics(contentId: $id, include: {bots: true}) { views { total } plays } }"
"""With bots: a viewer who begins so many views in a minute is none to be counted."""


class Visit:
    """A browser on the page, and the ledger of what it has tracked."""

    def __init__(self, browser: RawBrowser, address: str, ledger: list[str]) -> None:
        self.browser = browser
        self._address = address
        self.ledger = ledger

    async def open(self) -> str:
        """A tab with a tracker."""
        tab = await self.browser.open(self._address)
        await self.browser.until(tab, "'tracker' in window")
        return tab

    async def track(self, tab: str, number: int) -> None:
        """Tracks so many views, each of a play of its own."""
        many = f"Array.from({{length: {number}}}, () => track('VIEW_START'))"
        ids: list[str] = json.loads(await self.browser.evaluate(tab, f"JSON.stringify({many})"))
        assert "" not in ids
        self.ledger += ids

    async def all_sent(self, tab: str) -> None:
        """Waits until nothing waits."""
        await self.browser.until(tab, "tracker.waiting().then((waiting) => waiting === 0)")


in_browsers = pytest.mark.parametrize(
    "kind",
    [pytest.param(Chromium, marks=needs_chromium), pytest.param(Firefox, marks=needs_firefox)],
    ids=["chromium", "firefox"],
)


@in_browsers
async def test_each_event_is_counted_once_whatever_goes_wrong(
    product: Product, page: str, tmp_path: Path, kind: type[RawBrowser]
) -> None:
    content = f"ledger-{kind.__name__}"
    ledger: list[str] = []
    with gateway_to(product.port) as gateway:
        url = f"http://127.0.0.1:{gateway.port}/v1/in"
        address = f"{page}?{urlencode({'url': url, 'writeKey': product.facts.write_key, 'contentId': content})}"
        least = 0
        async with kind.running(tmp_path / "profile") as browser:
            visit = Visit(browser, address, ledger)
            least += await _two_tabs(visit, gateway)
            await _killed(visit, gateway)
        async with kind.running(tmp_path / "profile") as browser:
            least += await _reopened(Visit(browser, address, ledger), gateway)
        assert len(ledger) == len(set(ledger)) == 1000
        assert await stored_ids(product.facts, content) == sorted(ledger)
        requests = gateway.handed_on + gateway.failed
        print(f"{kind.__name__}: {requests} requests for {len(ledger)} events; {least} at least")
        assert requests <= MAX_RATIO * least
    assert await _counted(product, content) == {"views": {"total": 1000}, "plays": 1000}


@in_browsers
async def test_a_worker_that_ends_loses_nothing(
    product: Product, page: str, tmp_path: Path, kind: type[RawBrowser]
) -> None:
    content = f"worker-{kind.__name__}"
    with gateway_to(product.port) as gateway:
        async with kind.running(tmp_path / "profile") as browser:
            url = f"http://127.0.0.1:{gateway.port}/v1/in"
            address = f"{page}?{urlencode({'url': url, 'writeKey': product.facts.write_key, 'contentId': content})}"
            tab = await browser.open(address)
            await browser.until(tab, "'startWorker' in window")
            await browser.evaluate(tab, "startWorker()")
            ids = await browser.evaluate(tab, "inWorker('track', 130)")
            assert await browser.evaluate(tab, "typeof worker.localStorage") == "undefined"
            await asyncio.sleep(1)
            await browser.evaluate(tab, "worker.terminate()")
            gateway.start()
            await browser.evaluate(tab, "startWorker()")
            await browser.until(tab, "inWorker('waiting').then((waiting) => waiting === 0)")
            assert await stored_ids(product.facts, content) == sorted(ids)


@in_browsers
async def test_a_page_that_is_left_sends_what_fits(
    product: Product, page: str, tmp_path: Path, kind: type[RawBrowser]
) -> None:
    content = f"left-{kind.__name__}"
    async with kind.running(tmp_path / "profile") as browser:
        url = f"http://127.0.0.1:{product.port}/v1/in"
        address = f"{page}?{urlencode({'url': url, 'writeKey': product.facts.write_key, 'contentId': content})}"
        tab = await browser.open(address)
        await browser.until(tab, "'tracker' in window")
        await asyncio.sleep(0.5)
        large = "{properties: {text: 'x'.repeat(4000)}}"
        many = f"Array.from({{length: 50}}, () => track('VIEW_START', {large}))"
        last = f"() => localStorage.setItem('ids', JSON.stringify({many}))"
        await browser.evaluate(tab, f"void addEventListener('pagehide', {last}, true)")
        await browser.evaluate(tab, "void setTimeout(() => location.assign('favicon.ico'), 0)")
        await asyncio.sleep(3)
        stored = await stored_ids(product.facts, content)
        assert 9 <= len(stored) <= 12, "as many as fit into 48 KiB, of 50 of 4 KB"
        again = await browser.open(address)
        await browser.until(again, "'tracker' in window")
        await browser.until(again, "tracker.waiting().then((waiting) => waiting === 0)")
        ids = json.loads(await browser.evaluate(again, "localStorage.getItem('ids')"))
        assert await stored_ids(product.facts, content) == sorted(ids)


async def _two_tabs(visit: Visit, gateway: Gateway) -> int:
    """Two tabs without a network, of which one is loaded again; then faults, lost answers, and a tab that closes.

    Returns:
        How many requests are needed at least.
    """
    one, other = await visit.open(), await visit.open()
    await asyncio.gather(visit.track(one, 200), visit.track(other, 100))
    await visit.browser.reload(other)
    await visit.track(other, 90)
    gateway.faults.extend((UNAVAILABLE, LIMITED))
    gateway.start()
    await asyncio.gather(visit.all_sent(one), visit.all_sent(other))
    least = math.ceil(390 / BATCH) + 2

    gateway.faults.append(LOST_ANSWER)
    await visit.track(one, 100)
    await visit.all_sent(one)
    gateway.faults.extend((LIMITED, UNAVAILABLE))
    await visit.track(other, 5)
    await visit.browser.close(other)
    await visit.track(one, 5)
    await visit.browser.evaluate(one, "tracker.flush()")
    await visit.all_sent(one)
    return least + 1 + 1 + 2 + 1


async def _killed(visit: Visit, gateway: Gateway) -> None:
    """A browser that is killed, without a network, while events wait in two tabs."""
    gateway.stop()
    one, other = await visit.open(), await visit.open()
    await asyncio.gather(visit.track(one, KILLED - 9), visit.track(other, 9))
    await asyncio.sleep(WRITTEN)
    await visit.browser.kill()


async def _reopened(visit: Visit, gateway: Gateway) -> int:
    """The same profile again: what was kept is sent, and more is tracked.

    A browser writes its localStorage seconds later: one that is killed may not have written that events were removed.
    They are sent again, since nothing on the device knows of their answer, and the server knows them.
    """
    tab = await visit.open()
    kept: int = await visit.browser.evaluate(tab, "tracker.waiting()")
    print(f"{kept} events are on the device of the browser that was killed, of which {KILLED} were never sent")
    assert KILLED <= kept <= len(visit.ledger)
    gateway.start()
    await visit.all_sent(tab)
    gateway.faults.append(UNAVAILABLE)
    await visit.track(tab, 241)
    await visit.all_sent(tab)
    return math.ceil(kept / BATCH) + math.ceil(241 / BATCH) + 1


async def _counted(product: Product, content: str) -> Any:
    """What the API counts, once it has counted as much."""
    facts = product.facts
    sent = {"query": VIEWS, "variables": {"id": content}}
    async with httpx.AsyncClient(headers={"authorization": f"Bearer {facts.admin_token}"}) as client:
        for _ in range(int(PATIENCE)):
            answer = (await client.post(facts.url, json=sent)).json()
            counted = (answer["data"] or {}).get("contentAnalytics")
            if counted and counted["views"]["total"] >= 1000:
                break
            await asyncio.sleep(1)
    return counted
