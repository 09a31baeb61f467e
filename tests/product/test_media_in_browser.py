"""The media library in Chromium and Firefox: it counts what was shown, within a quarter of a second, and no more."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.clients.browser import needs_chromium
from tests.clients.node import FOLDER
from tests.clients.raw_browsers import Chromium, Firefox, RawBrowser, needs_firefox
from tests.clients.typescript import EXAMPLE, write_example
from tests.product.pages import served_folder

pytestmark = pytest.mark.browser

CLIP = EXAMPLE.parent / "clip.webm"
TOLERANCE = 0.25
PAGE = """<!doctype html>
<meta charset="utf-8">
<title>Clips</title>
<link rel="icon" href="data:,">
<script type="importmap">
  { "imports": { "@viewpulse/core": "./libraries/core.js", "@viewpulse/media": "./libraries/media.js" } }
</script>
<script type="module" src="media_page.js"></script>
"""


class _Slowly(SimpleHTTPRequestHandler):
    """Serves files; the second half of ``slow.webm`` two seconds after the first."""

    def log_message(self, *arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        if not self.path.startswith("/slow.webm"):
            return super().do_GET()
        clip = CLIP.read_bytes()
        self.send_response(200)
        self.send_header("content-type", "video/webm")
        self.send_header("content-length", str(len(clip)))
        self.end_headers()
        half = len(clip) // 3
        self.wfile.write(clip[:half])
        time.sleep(5)
        self.wfile.write(clip[half:])
        return None


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("clips")
    write_example(folder / "libraries")
    (folder / "index.html").write_text(PAGE)
    (folder / "other.html").write_text("<!doctype html><title>Another page</title>")
    shutil.copy(FOLDER / "media_page.js", folder)
    shutil.copy(CLIP, folder)
    with served_folder(folder, _Slowly) as url:
        yield url


@pytest.fixture(
    params=[pytest.param(Chromium, marks=needs_chromium), pytest.param(Firefox, marks=needs_firefox)],
    ids=["chromium", "firefox"],
)
async def browser(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[RawBrowser]:
    async with request.param.running(tmp_path / "profile") as browser:
        yield browser


async def opened(browser: RawBrowser, address: str) -> str:
    """A tab with the page."""
    tab = await browser.open(address)
    await browser.until(tab, "'tracker' in window")
    return tab


def require_true(facts: dict[str, Any]) -> None:
    """What was tracked is what was shown."""
    assert facts["shown"] > 0.8
    assert facts["watched"] == pytest.approx(facts["shown"], abs=TOLERANCE), facts


async def test_what_was_shown_is_counted(browser: RawBrowser, address: str) -> None:
    seen = {}
    for name in ("seek", "scrub", "loop", "rate", "stall", "swap", "mounted_twice", "busy"):
        tab = await opened(browser, address)
        seen[name] = facts = await browser.evaluate(tab, f"visit('{name}')")
        print(name, round(facts["watched"], 3), round(facts["shown"], 3), facts["types"])
        require_true(facts)
        await browser.close(tab)
    assert seen["seek"]["types"] == ["VIEW_START", "SEEK", "SEEK", "VIEW_PROGRESS"]
    assert seen["scrub"]["types"].count("SEEK") == 1, "dragging the handle is one jump"
    assert seen["loop"]["loops"] == 1
    assert "SEEK" not in seen["loop"]["types"] + seen["stall"]["types"]
    assert seen["rate"]["watched"] > 4
    assert (seen["swap"]["plays"], seen["swap"]["contents"]) == (2, ["clip", "other"])
    assert seen["mounted_twice"]["types"].count("VIEW_START") == 1


async def test_twelve_players_on_a_page(browser: RawBrowser, address: str) -> None:
    tab = await opened(browser, address)
    players = await browser.evaluate(tab, "visit('twelve')")
    assert [facts["contents"] for facts in players] == [[f"clip-{number}"] for number in range(12)]
    for facts in players:
        require_true(facts)
        assert facts["types"][0] == "VIEW_START"


async def test_a_hidden_tab_shows_nothing(browser: RawBrowser, address: str) -> None:
    tab = await opened(browser, address)
    await browser.evaluate(tab, "visit('begin')")
    other = await browser.open(f"{address}other.html")
    await browser.show(other)
    await browser.until(tab, "document.visibilityState === 'hidden'")
    await asyncio.sleep(2)
    await browser.show(tab)
    await browser.until(tab, "document.visibilityState === 'visible'")
    facts = await browser.evaluate(tab, "visit('finish')")
    require_true(facts)
    assert "SEEK" not in facts["types"]
    assert facts["plays"] == 1


@pytest.mark.parametrize("browser", [pytest.param(Chromium, marks=needs_chromium)], indirect=True, ids=["chromium"])
async def test_picture_in_picture_is_seen_although_its_tab_is_not(browser: RawBrowser, address: str) -> None:
    """Firefox gives pages none."""
    tab = await opened(browser, address)
    await browser.evaluate(tab, "visit('begin')")
    await browser.evaluate(tab, "visit('picture_in_picture')")
    other = await browser.open(f"{address}other.html")
    await browser.show(other)
    await browser.until(tab, "document.visibilityState === 'hidden'")
    await asyncio.sleep(2)
    await browser.show(tab)
    facts = await browser.evaluate(tab, "visit('finish')")
    assert facts["watched"] == pytest.approx(facts["position"], abs=TOLERANCE), facts
    assert facts["watched"] > 4
    assert "SEEK" not in facts["types"]


async def test_a_page_that_comes_back_continues(browser: RawBrowser, address: str) -> None:
    tab = await opened(browser, address)
    await browser.evaluate(tab, "visit('begin')")
    await browser.evaluate(tab, "void setTimeout(() => location.assign('other.html'), 0)")
    await browser.until(tab, "document.title === 'Another page'")
    await asyncio.sleep(1)
    await browser.evaluate(tab, "void setTimeout(() => history.back(), 0)")
    await browser.until(tab, "document.title === 'Clips'")
    why = "JSON.stringify(performance.getEntriesByType('navigation')[0])"
    assert await browser.evaluate(tab, "'one' in window"), await browser.evaluate(tab, why)
    await browser.evaluate(tab, "one.video.play()")
    facts = await browser.evaluate(tab, "visit('finish')")
    require_true(facts)
    assert facts["plays"] == 1
    assert facts["types"].count("VIEW_START") == 1
