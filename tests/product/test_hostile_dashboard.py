"""The dashboard in Chromium, with names, addresses and pages of other sites that are meant to break it."""

from pathlib import Path
from urllib.parse import quote

import pytest

from tests.clients.browser import browser_script, needs_chromium
from tests.product.pages import served_folder
from tests.product.visits import TRACK, ask
from tests.products import Product

pytestmark = [pytest.mark.browser, needs_chromium]

MARKUP = """<img src=x onerror="window.ran=1"><marquee>'`${1}</marquee>"""
FRAMES = (
    '<!doctype html><link rel="icon" href="data:," /><iframe src="{url}"></iframe><iframe src="{url}embed"></iframe>'
)
ADDRESSES = {
    "?page=__proto__": "Now",
    "?page=constructor": "Viewpulse",
    "?metric=__proto__&range=constructor&tz=%3Cb%3E&definition=toString%401": "Now",
    f"?theme={quote(MARKUP)}": "Now",
    f"?page=content&content={quote(MARKUP)}": MARKUP,
    f"?page=creator&creator={quote(MARKUP)}": MARKUP,
    f"?page=content&content={quote('../../graphql')}": "Content",
    f"?page=social&workspace={quote(MARKUP)}&account=constructor": "Social",
    f"?page=events&steps={quote(MARKUP)},constructor,__proto__:x,.,watched9&by=toString&currency=__proto__": "Events",
}


async def test_what_is_in_names_and_addresses_is_text_and_strangers_get_nothing(
    product: Product, tmp_path: Path
) -> None:
    event = {"type": "VIEW_START", "contentId": MARKUP, "creatorId": MARKUP, "sessionId": "s"}
    seen = {"source": {"type": "SEARCH", "referrer": MARKUP, "campaign": MARKUP}}
    assert ask(product, TRACK, event=event | seen)["trackEvent"]["results"] == [{"counted": True}]
    url = product.facts.url.removesuffix("graphql")
    (tmp_path / "index.html").write_text(FRAMES.format(url=url))
    with served_folder(tmp_path) as foreign:
        given = {"url": url, "token": product.facts.admin_token, "addresses": list(ADDRESSES), "foreign": foreign}
        async with browser_script("dashboard_hostile.mjs", given) as script:
            for search, title in ADDRESSES.items():
                opened = await script.step("opened")
                assert opened == {"search": search, "ran": None, "injected": [], "hash": "", "title": title}
            stranger = await script.step("stranger")
            assert stranger["framed"] == ["chrome-error://chromewebdata/"] * 2
            assert stranger["heard"] == []
            own = product.facts.admin_token
            assert stranger["kept"] == stranger["taken"] == own, "the reader's tabs share theirs, and take no other"
            complaints = (await script.step("done"))["complaints"]
    assert complaints == []
