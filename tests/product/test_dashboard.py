"""The example dashboard: it builds, opens, shows something on every panel, and its numbers move."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest

from tests.clients.browser import browser_script, needs_chromium
from tests.clients.node import node_modules, run_npm
from tests.product.pages import served_folder
from tests.products import Product

pytestmark = [pytest.mark.browser, needs_chromium]

DASHBOARD = Path(__file__).parents[2] / "examples" / "dashboard"
PAST_DAYS = "40"
TRACK = "mutation ($event: EventInput!) { trackEvent(event: $event) { results { counted } } }"


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    """The address of the built dashboard; the build checks documents, types and code."""
    node_modules(DASHBOARD)
    run_npm(DASHBOARD, "run", "build")
    with served_folder(DASHBOARD / "dist") as url:
        yield url


@pytest.fixture(scope="module")
def with_past(product: Product) -> Product:
    """A product with the demo's past, and no traffic."""
    demo = ["demo", "--attach", str(product.data / "dev.json"), "--past", PAST_DAYS, "--seconds", "0.1"]
    done = subprocess.run(
        [sys.executable, "-m", "server", *demo],
        cwd=product.folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return product


def address(page: str, product: Product) -> str:
    return f"{page}?{urlencode({'endpoint': product.facts.ws_url})}#{urlencode({'token': product.facts.creator_token})}"


def view(product: Product) -> None:
    """A view of the creator's newest content, by hand and with an admin's token."""
    event = {"id": str(uuid4()), "type": "VIEW_START", "contentId": "by-hand", "creatorId": "creator-1"}
    answer = httpx.post(
        product.facts.url,
        json={"query": TRACK, "variables": {"event": event}},
        headers={
            "X-Viewpulse-Key": product.facts.write_key,
            "Authorization": f"Bearer {product.facts.admin_token}",
            "User-Agent": "Mozilla/5.0 HeadlessChrome/130.0.0.0",
        },
    ).json()
    assert answer["data"]["trackEvent"]["results"] == [{"counted": True}]


async def test_every_panel_shows_something_and_moves(page: str, with_past: Product, tmp_path: Path) -> None:
    arguments = {"url": address(page, with_past), "folder": str(tmp_path)}
    async with browser_script("dashboard.mjs", arguments) as script:
        first = await script.step("shown")
        assert (first["sockets"], first["requests"]) == (1, 0)
        assert "token" not in first["address"]
        assert first["views"] > 500
        assert (first["points"], first["before"]) == (28, 28)
        assert (first["contents"], first["retention"]) == (8, 50)
        assert first["bars"] > 3
        assert (first["changes"], first["errors"]) == (4, [])

        view(with_past)
        script.go_ahead()
        assert (await script.step("moved"))["views"] == first["views"] + 1

        week = await script.step("7 days")
        assert (week["points"], week["before"]) == (7, 7)
        today = await script.step("Today")
        assert today["points"] >= 24
        assert today["views"] < week["views"] < first["views"]
        month = await script.step("Last month")
        assert month["points"] >= 28
        alone = await script.step("alone")
        assert (alone["points"], alone["before"], alone["changes"]) == (28, 0, 0)
        assert alone["views"] == first["views"] + 1
        hours = await script.step("hours")
        assert hours["bars"] > 3
        assert hours["errors"] == []

        with_past.wait_restarted("api", with_past.kill_child("api"))
        view(with_past)
        script.go_ahead()
        resumed = await script.step("resumed")
        assert (resumed["views"], resumed["sockets"] > 1) == (first["views"] + 2, True)
        done = await script.step("done")
    assert [one for one in done["complaints"] if "ERR_CONNECTION_REFUSED" not in one] == []
