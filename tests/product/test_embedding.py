"""Share links on pages of other sites, in Chromium: as a frame and as an element."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from resolvers.documents import load_documents
from tests.clients.browser import browser_script, needs_chromium
from tests.product.pages import served_folder
from tests.products import Product, running_product

pytestmark = [pytest.mark.browser, needs_chromium]

CREATE = load_documents()["dashboard/CreateShareLink.graphql"]
REVOKE = load_documents()["dashboard/RevokeShareLink.graphql"]
TRACK = "mutation ($event: EventInput!) { trackEvent(event: $event) { results { counted } } }"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36"
PAGE = """<!doctype html>
<link rel="icon" href="data:," />
<title>Blog</title>
<iframe src="{url}{frame}" width="600" height="320"></iframe>
<script>window.other = {other};</script>
<script type="module" src="{url}embed.js"></script>
<viewpulse-series label="Views" range="7d" timezone="UTC" link="{url}{path}"></viewpulse-series>
"""


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A product without events."""
    with running_product() as product:
        yield product


def ask(product: Product, query: str, **variables: Any) -> Any:
    """The data of one operation, asked as an admin."""
    headers = {
        "X-Viewpulse-Key": product.facts.write_key,
        "Authorization": f"Bearer {product.facts.admin_token}",
        "User-Agent": BROWSER,
    }
    body = {"query": query, "variables": variables}
    answer = httpx.post(product.facts.url, json=body, headers=headers, timeout=30).json()
    assert "errors" not in answer, answer
    return answer["data"]


def view(product: Product) -> None:
    event = {"id": str(uuid4()), "type": "VIEW_START", "contentId": "v1", "sessionId": str(uuid4())}
    assert ask(product, TRACK, event=event)["trackEvent"]["results"] == [{"counted": True}]


async def test_a_named_page_shows_live_numbers_and_another_one_none(product: Product, tmp_path: Path) -> None:
    view(product)
    url = product.facts.url.removesuffix("graphql")
    with ExitStack() as stack:
        folders = [tmp_path / name for name in ("blog", "foreign")]
        for folder in folders:
            folder.mkdir()
        blog, foreign = (stack.enter_context(served_folder(folder)) for folder in folders)
        asked = {
            "of": {"contentId": "v1"},
            "expiresAt": (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
            "origins": [blog.removesuffix("/")],
        }
        link, other = (ask(product, CREATE, **asked)["createShareLink"] for _ in range(2))
        page, _, token = link["path"].partition("#")
        frame = f"{page}&show=live-counter&theme=dark&bg=transparent&tz=Europe/Berlin#{token}"
        text = PAGE.format(url=url, frame=frame, path=link["path"], other=json.dumps(url + other["path"]))
        for folder in folders:
            (folder / "index.html").write_text(text)
        given = {"host": blog, "foreign": foreign, "views": 1, "folder": str(tmp_path)}
        async with browser_script("embedding.mjs", given) as script:
            shown = await script.step("shown")
            assert [shown[part]["views"] for part in ("frame", "element")] == [1, 1]
            assert shown["theme"] == ["dark", "rgba(0, 0, 0, 0)"]
            assert (shown["kept"], shown["complaints"]) == (0, [])
            view(product)
            script.go_ahead()
            moved = await script.step("moved")
            assert [moved[part]["views"] for part in ("frame", "element")] == [2, 2]

            stranger = await script.step("foreign")
            assert stranger["frames"] == ["chrome-error://chromewebdata/"]
            assert (stranger["element"]["views"], stranger["element"]["state"]) == (None, "ended")
            assert stranger["element"]["says"].startswith("Not for this page")

            ask(product, REVOKE, linkId=link["shareLink"]["linkId"])
            script.go_ahead()
            ended = await script.step("ended")
            for part in ("frame", "element"):
                assert ended[part]["says"].startswith("This link has ended"), ended
                assert ended[part]["views"] is None
            script.go_ahead()
            assert (await script.step("again"))["element"]["views"] == 2
    logs = "".join(file.read_text(errors="replace") for file in product.data.rglob("*.log"))
    for made in (link, other):
        assert made["token"].split(".")[2] not in logs


RENEWING = """<!doctype html>
<link rel="icon" href="data:," />
<title>Blog</title>
<script>
  window.asked = [];
  addEventListener("message", ({{ source, data }}) => {{
    window.asked.push(data.viewpulse);
    source.postMessage({{ viewpulse: "token", token: data.viewpulse === "ready" ? {first} : {second} }}, "*");
  }});
</script>
<iframe src="{url}{frame}" width="600" height="320"></iframe>
<script type="module" src="{url}embed.js"></script>
<viewpulse-series label="Views" range="7d" timezone="UTC" link="{url}{path}"></viewpulse-series>
<script>
  document.querySelector("viewpulse-series").refresh = async () => {{
    window.asked.push("element");
    return {other};
  }};
</script>
"""


async def test_a_page_hands_over_new_links_when_the_old_ones_end(product: Product, tmp_path: Path) -> None:
    view(product)
    url = product.facts.url.removesuffix("graphql")
    with served_folder(tmp_path) as blog:
        asked = {"of": {"contentId": "v1"}, "origins": [blog.removesuffix("/")]}
        ends = [(datetime.now(UTC) + timedelta(seconds=seconds)).isoformat() for seconds in (30, 3600)]
        first, second = (ask(product, CREATE, **asked, expiresAt=end)["createShareLink"] for end in ends)
        text = RENEWING.format(
            url=url,
            frame=first["path"].split("#")[0] + "&show=live-counter",
            path=first["path"],
            first=json.dumps(first["token"]),
            second=json.dumps(second["token"]),
            other=json.dumps(url + second["path"]),
        )
        (tmp_path / "index.html").write_text(text)
        async with browser_script("embedding.mjs", {"visit": "renewed", "host": blog}) as script:
            assert (await script.step("shown"))["asked"] == ["ready"]
            renewed = await script.step("renewed", seconds=90)
    assert sorted(renewed["asked"]) == ["element", "ended", "ready"]
    assert [renewed[part]["state"] for part in ("frame", "element")] == ["ready", "ready"]
