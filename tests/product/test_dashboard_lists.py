"""The lists of the dashboard in Chromium: all of them are reached, and what is shown is in the address."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.clients.browser import browser_script, needs_chromium
from tests.product.visits import ask, cells, given
from tests.products import Product, running_product, wait_until

pytestmark = [pytest.mark.browser, needs_chromium]

SCRIPT = "dashboard_lists.mjs"
TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { results { status } } }"
COUNTED = """{
  creators(range: {days: 28}) { totalCount }
  creatorContents(creatorId: "maker", range: {days: 28}) { totalCount }
}"""
MAKER = "maker"
CONTENTS = [f"clip-{number:02}" for number in range(60)]
CREATORS = [f"creator-{number:02}" for number in range(40)]


def event(kind: str, content: str, creator: str) -> dict[str, str]:
    session = str(uuid4())
    return {"id": str(uuid4()), "type": kind, "contentId": content, "creatorId": creator, "sessionId": session}


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A product with more contents and creators than a page of a list has."""
    events = [event("VIEW_START", content, MAKER) for at, content in enumerate(CONTENTS) for _ in range(1 + at % 4)]
    events += [event("VIEW_START", f"of-{creator}", creator) for creator in CREATORS]
    events += [event("LIKE", f"of-{CREATORS[7]}", CREATORS[7])]
    counted = {"creators": {"totalCount": len(CREATORS) + 1}, "creatorContents": {"totalCount": len(CONTENTS)}}
    with running_product() as product:
        for start in range(0, len(events), 50):
            tracked = ask(product, TRACK, admin=False, events=events[start : start + 50])["trackEvents"]["results"]
            assert {one["status"] for one in tracked} == {"ACCEPTED"}
        wait_until(lambda: ask(product, COUNTED) == counted, what="the roll-up")
        yield product


def reached(seen: dict[str, Any], names: list[str], *, total: bool = True) -> None:
    """Checks a walk through a list: every name once, and the same in another tab, before, and back."""
    pages = seen["pages"]
    assert sorted(name for page in pages for name in page) == sorted(names)
    assert len(pages) == -(-len(names) // 25)
    assert seen["counts"] == [f"{len(page)} of {len(names)}" if total else "" for page in pages]
    assert "after=" in seen["address"]
    assert seen["pasted"] == seen["back"] == pages[-1]
    assert seen["previous"] == pages[-2]
    head, *rows = cells(seen["csv"])
    assert head[0].endswith("Id")
    assert [row[0] for row in rows] == pages[-2]
    assert seen["violations"] == []


async def test_every_content_and_every_creator_is_reached(product: Product) -> None:
    arguments = given(product, "pages", creator=CREATORS[3], maker=MAKER)
    async with browser_script(SCRIPT, arguments) as script:
        reached(await script.step("creators", seconds=90), [*CREATORS, MAKER])
        searched = await script.step("searched", seconds=60)
        assert searched["sorted"]["first"] == CREATORS[7]
        assert "sort=LIKES" in searched["sorted"]["address"]
        assert "after=" not in searched["sorted"]["address"]
        assert searched["found"] == [CREATORS[3]]
        assert f"search={CREATORS[3]}" in searched["address"]
        assert searched["focused"] == "Search Creators"
        left = (await script.step("left"))["address"]
        assert f"creator={CREATORS[3]}" in left
        assert "search=" not in left
        assert "sort=" not in left
        reached(await script.step("contents", seconds=90), CONTENTS)
        everything = [*CONTENTS, *(f"of-{creator}" for creator in CREATORS)]
        reached(await script.step("all", seconds=90), everything, total=False)
        ranged = await script.step("range", seconds=60)
        assert "No content has this in its title." in ranged["none"]
        assert "after=" not in ranged["address"]
        assert (await script.step("done"))["complaints"] == []


async def test_dimensions_and_tables_are_in_the_address(product: Product) -> None:
    async with browser_script(SCRIPT, given(product, "address", maker=MAKER)) as script:
        seen = await script.step("address", seconds=90)
        wrong = await script.step("wrong", seconds=60)
        legend = await script.step("legend", seconds=60)
        assert (await script.step("done"))["complaints"] == []
    for said in ("audience=DEVICE", "sources=REFERRER", "tables=series%2Caudience"):
        assert said in seen["address"]
    assert seen["pasted"] == seen["own"]
    assert [label for label, _, is_table in seen["own"] if is_table] == ["Over time", "Audience"]
    assert {label: by for label, by, _ in seen["own"] if by} == {
        "Where views come from": "REFERRER",
        "Audience": "DEVICE",
    }
    assert "tables=series&" in seen["back"] + "&"
    assert "tables=" not in seen["platform"]
    assert "audience=DEVICE" in seen["platform"]
    assert dict(wrong["states"])["Audience"] == "error"
    assert "constructor" in wrong["text"]
    assert "just moved up or down" in legend["text"]
    assert "compared with the 24 hours before" in legend["text"]
