"""The Python library against the real product: each event is counted exactly once, whatever goes wrong."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from server.embedded import free_port
from tests.product.gateway import HAND_ON, LOST_ANSWER, NO_ANSWER, gateway_to, limited, proxy_page
from tests.product.stored import stored_ids
from tests.product.test_tracker_ledger import App
from tests.products import Product, wait_until

ROOT = Path(__file__).parents[2]
APP = Path(__file__).with_name("python_tracker_app.py")
MAX_LINE = 2**20  # bytes: the ids of thousands of events
COUNTED = "query ($id: ID!) { contentAnalytics(contentId: $id) { views { total } } }"


@asynccontextmanager
async def running(product: Product, port: int, content_id: str, folder: Path | None, kind: str) -> AsyncIterator[App]:
    """The app; killed in the end."""
    arguments = {
        "url": f"http://127.0.0.1:{port}/v1/in",
        "writeKey": product.facts.write_key,
        "contentId": content_id,
        "folder": folder and str(folder),
        "kind": kind,
    }
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        APP,
        json.dumps(arguments),
        env=os.environ | {"PYTHONPATH": str(ROOT / "clients" / "python")},
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        limit=MAX_LINE,
    )
    app = App(process)
    try:
        yield app
    finally:
        await app.kill()


def views_of(product: Product, content_id: str) -> int:
    body = {"query": COUNTED, "variables": {"id": content_id}}
    headers = {"authorization": f"Bearer {product.facts.admin_token}"}
    answer = httpx.post(product.facts.url, json=body, headers=headers, timeout=30).json()
    total: int = answer["data"]["contentAnalytics"]["views"]["total"]
    return total


@pytest.mark.parametrize("kind", ["threads", "asyncio"])
async def test_a_thousand_events_are_counted_once_each(product: Product, tmp_path: Path, kind: str) -> None:
    content_id, port = f"ledger-{kind}", free_port()
    ledger: list[str] = []
    async with running(product, port, content_id, tmp_path, kind) as app:  # nobody listens
        ledger += await app.track(400)
        await app.kill()
    with gateway_to(product.port, port) as gateway:
        gateway.start()
        faults = [proxy_page(503), limited(0.4), NO_ANSWER, LOST_ANSWER, proxy_page(500), limited(0.2), LOST_ANSWER]
        for fault in faults:  # each once, else the pauses grow long
            gateway.faults.extend((fault, HAND_ON))
        async with running(product, port, content_id, tmp_path, kind) as app:
            assert await app.hear("ready") == 100, "what was left behind is taken over in parts"
            ledger += await app.track(300)
            ledger += await app.track(300)
            await app.send_all()
            assert app.problems == []
        assert gateway.failed == len(faults)
        assert gateway.handed_on <= 11, "ten are the fewest"
    assert len(ledger) == len(set(ledger)) == 1_000
    assert await stored_ids(product.facts, content_id) == sorted(ledger)
    await asyncio.to_thread(wait_until, lambda: views_of(product, content_id) == 1_000, what="a count")


@pytest.mark.parametrize("how", ["fork", "multiprocessing"])
@pytest.mark.parametrize("has_folder", [False, True])
async def test_a_fork_sends_its_own_events_and_not_those_of_its_parent(
    product: Product, tmp_path: Path, has_folder: bool, how: str
) -> None:
    content_id, port = f"ledger-{how}-{has_folder}", free_port()
    folder = tmp_path if has_folder else None
    with gateway_to(product.port, port) as gateway:
        gateway.start()
        async with running(product, port, content_id, folder, "threads") as app:
            ledger = await app.track(5)
            for _ in range(3):
                app.say(f"{how} 7")
                assert await app.hear("inherited") == 0
                ledger += await app.hear("tracked")
                assert await app.hear("ended") == 0
                ledger += await app.track(1)
            await app.send_all()
            assert app.problems == []
        assert gateway.handed_on <= 5, "one of each child, and one or two of the parent"
    assert len(ledger) == 29
    assert await stored_ids(product.facts, content_id) == sorted(ledger)


@pytest.mark.parametrize("kind", ["threads", "asyncio"])
async def test_a_process_that_ends_sends_what_waits(product: Product, kind: str) -> None:
    content_id = f"ledger-end-{kind}"
    async with running(product, product.port, content_id, None, kind) as app:
        ledger = await app.track(3)
        app.say("leave")
        await asyncio.to_thread(
            wait_until, lambda: asyncio.run(stored_ids(product.facts, content_id)) == sorted(ledger), what="the events"
        )


async def test_processes_share_a_folder_and_one_takes_over_what_another_leaves(
    product: Product, tmp_path: Path
) -> None:
    content_id, port = "ledger-shared", free_port()
    ledger: list[str] = []
    async with (
        running(product, port, content_id, tmp_path, "threads") as first,
        running(product, port, content_id, tmp_path, "threads") as second,
        running(product, port, content_id, tmp_path, "asyncio") as third,
    ):
        for app in (first, second, third):
            ledger += await app.track(150)
        await first.kill()
        with gateway_to(product.port, port) as gateway:
            gateway.start()
            for app in (second, third):
                await app.send_all()
            for app in (second, third):
                app.say("close")
                assert await app.hear("closed")
            assert gateway.handed_on <= 8, "two of each, and what is left of each"
    assert await stored_ids(product.facts, content_id) == sorted(ledger)
    assert os.listdir(tmp_path) == [], "what is sent is deleted"  # noqa: PTH208 - it is one call
