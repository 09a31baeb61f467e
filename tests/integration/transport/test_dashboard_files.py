"""The page at / and its files, as they are served."""

import gzip
import re

import pytest

from server.app import create_app
from server.settings import Settings
from server.transport.dashboard import FOLDER, PAGES, Dashboard
from tests.integration.transport.api import Api, served

FIRST_LOAD_BYTES = 60 * 1024
AD_BLOCKERS_WORDS = ("analytics", "event", "track", "stats", "collect", "pixel")
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


async def addresses(api: Api, path: str = "/") -> list[str]:
    """The addresses that a page names."""
    page = await api.client.get(path, headers=BROWSER)
    return re.findall(r'(?:href|src)="([^"]+)"', page.text)


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_lets_nothing_in_but_its_own_files(api: Api, path: str) -> None:
    page = await api.client.get(path, headers=BROWSER)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policies = page.headers.get_list("content-security-policy")
    assert "default-src 'self'" in policies
    assert page.headers["referrer-policy"] == "no-referrer"
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on\w+=", page.text) == []


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_asked_for_again_and_its_files_are_kept(api: Api, path: str) -> None:
    page = await api.client.get(path)
    assert page.headers["cache-control"] == "no-cache"
    again = await api.client.get(path, headers={"if-none-match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for address in await addresses(api, path):
        file = await api.client.get(f"/{address}")
        assert file.status_code == 200, address
        assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
        kind = (
            "text/javascript; charset=utf-8"
            if address.endswith(".js")
            else ("text/css; charset=utf-8", "image/svg+xml")
        )
        assert file.headers["content-type"] in kind


async def test_files_are_compressed_for_those_who_can_read_it(api: Api) -> None:
    [address] = [one for one in await addresses(api) if "uplot" in one]
    packed = await api.client.get(f"/{address}", headers={"accept-encoding": "br"})
    plain = await api.client.get(f"/{address}", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "br"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < 25_000


@pytest.mark.parametrize(
    "path",
    ["ui/{}/../server/app.py", "ui/{}/%2e%2e/pyproject.toml", "ui/{}/index.html", "ui/{}/types.d.ts", "ui/0/shell.js"],
)
async def test_nothing_else_is_served(api: Api, path: str) -> None:
    version = (await addresses(api))[0].split("/")[1]
    assert (await api.client.get(f"/{path.format(version)}")).status_code == 404


async def test_it_is_served_outside_development_and_can_be_switched_off(settings: Settings) -> None:
    production = settings.model_copy(update={"development": False})
    async with served(create_app(production), production) as api:
        assert (await api.client.get("/")).status_code == 200
        assert (await api.client.post("/")).status_code == 405
    off = production.model_copy(update={"dashboard": False})
    async with served(create_app(off), off) as api:
        assert {(await api.client.get(path)).status_code for path in PAGES} == {404}


async def test_origins_that_hand_a_token_over_are_named_in_the_page(settings: Settings) -> None:
    named = settings.model_copy(update={"dashboard_origins": ["https://app.example.org", 'https://"><script>']})
    async with served(create_app(named), named) as api:
        page = (await api.client.get("/")).text
    assert 'content="https://app.example.org https://&quot;&gt;&lt;script&gt;"' in page


def test_the_first_load_is_small(settings: Settings) -> None:
    names = Dashboard(settings).first_load()
    assert {"shell.js", "tile.js", "chart.js", "documents/first.js"} <= set(names)
    sizes = {name: len(gzip.compress((FOLDER / name).read_bytes(), 9)) for name in names}
    assert sum(sizes.values()) <= FIRST_LOAD_BYTES, sizes


def test_every_module_that_the_first_page_runs_is_found(settings: Settings) -> None:
    """An import over several lines, or with other quotes, would be missing from the count and from the preloads."""
    for name in Dashboard(settings).first_load():
        if not name.startswith("vendor/"):
            statements = re.findall(r"^import .*", (FOLDER / name).read_text(), re.MULTILINE)
            assert [
                one for one in statements if not re.fullmatch(r'import (?:[^";()]+ from )?"\.{1,2}/[^"]+";', one)
            ] == []


def test_no_address_has_a_word_that_ad_blockers_match() -> None:
    names = [path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()]
    assert len(names) > 30
    assert [name for name in names if any(word in name.lower() for word in AD_BLOCKERS_WORDS)] == []


def test_no_file_names_another_host() -> None:
    found = {
        (path.name, address)
        for path in FOLDER.rglob("*")
        if path.suffix in (".js", ".css", ".html", ".svg")
        for address in re.findall(r"https?://[\w.-]+", path.read_text())
    }
    assert {address for _, address in found} <= {
        "http://www.w3.org",  # names of XML
        "https://github.com",  # the comment of uPlot
        "https://lit.dev",  # a message of Lit
    }
