"""The dashboard for those who run the server, in Chromium: what happens, what arrives, and what is managed."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from redis import Redis

from resolvers.documents import load_documents
from server.access import Role
from server.tokens import make_token
from tests.clients.browser import browser_script, needs_chromium
from tests.product.visits import BROWSER, ask, cells, given, same, view
from tests.products import Product, running_product, wait_until

pytestmark = [pytest.mark.browser, needs_chromium]

SCRIPT = "dashboard_work.mjs"
DOCUMENTS = load_documents()
SECRET = "a secret of thirty-two characters, or of more"
TRACK_MANY = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted rejected } }"
CONSENT = 'mutation { setConsent(purposes: [ANALYTICS], version: "2026-11", source: "sign-up") { id } }'
UPSERT = "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }"


@pytest.fixture
def product() -> Iterator[Product]:
    """A product where nothing has happened."""
    with running_product(VIEWPULSE_JWT_SECRET=SECRET, VIEWPULSE_JWT_OPERATORS="true") as product:
        yield product


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """Where pictures go."""
    return os.environ.get("VIEWPULSE_TEST_PICTURES", str(tmp_path))


def event(content: str, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "type": "VIEW_START", "contentId": content, "sessionId": str(uuid4()), **more}


def send(product: Product, key: str, agent: str) -> Any:
    """Tracks a view of c1 with a write key, as a client of a kind."""
    body = {"query": "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"}
    headers = {"X-Viewpulse-Key": key, "User-Agent": agent}
    answer = httpx.post(
        product.facts.url, json={**body, "variables": {"events": [event("c1")]}}, headers=headers, timeout=30
    )
    return answer.json()["data"]["trackEvents"]


def runs_since(product: Product, *, minutes: int) -> None:
    """As if the server had run for a while: of the minute in which it is started, it does not say what arrived."""
    with Redis.from_url(product.facts.redis_url) as redis:
        key = wait_until(lambda: next(redis.scan_iter("*:activity:since"), None), what="a report")
        redis.set(key, int(time.time()) - minutes * 60)


async def test_the_newest_events_come_by_themselves_and_stand_still_for_a_reader(product: Product, folder: str) -> None:
    ask(product, UPSERT, contents=[{"id": "c1", "type": "VIDEO", "title": "A day at sea"}])
    async with browser_script(SCRIPT, given(product, "happens", folder=folder)) as script:
        empty = await script.step("empty")
        assert "Nothing has arrived in the last hour." in empty["text"]
        told = {"location": {"country": "DE"}, "device": {"type": "TABLET"}}
        assert ask(product, TRACK_MANY, events=[event("c1", **told)])["trackEvents"]["accepted"] == 1
        script.go_ahead()
        assert (await script.step("came"))["cells"][1:] == ["View start", "A day at sea", "Germany, Tablet"]
        view(product, "c2")
        script.go_ahead()
        pointed = await script.step("pointed")
        assert (pointed["fresh"], pointed["pointed"], pointed["said"], pointed["live"]) == (1, 2, "1 new event", "off")
        view(product, "c3")
        script.go_ahead()
        waited = await script.step("waited")
        assert waited["waiting"] == {"rows": 2, "text": "1 new"}
        assert (waited["violations"], waited["pressed"]) == ([], "true")
        view(product, "c4")
        script.go_ahead()
        paused = await script.step("paused")
        assert (await script.step("done"))["complaints"] == []
    assert (paused["paused"], paused["focused"], paused["moves"]) == (3, True, "none")
    head, *rows = cells(paused["csv"])
    assert head == ["occurredAt", "type", "name", "contentId", "title", "country", "device", "eventId"]
    same(rows, [[node[name] for name in head] for node in paused["held"]])
    newest = ask(product, DOCUMENTS["dashboard/NewestEvents.graphql"])["events"]["edges"]
    assert [row[-1] for row in rows] == [edge["node"]["eventId"] for edge in newest[1:]]


async def test_what_arrives_is_refused_and_is_open_is_shown(product: Product, folder: str) -> None:
    runs_since(product, minutes=30)
    wrong = {"id": "no-content", "type": "VIEW_START", "sessionId": "s1"}
    far = event("c1", occurredAt="2001-01-01T00:00:00Z")
    sent = ask(product, TRACK_MANY, events=[*(event("c1") for _ in range(5)), wrong, far])["trackEvents"]
    assert sent == {"accepted": 5, "rejected": 2}
    async with browser_script(SCRIPT, given(product, "health", folder=folder, accepted=5, rejected=2)) as script:
        seen = await script.step("health", seconds=120)
        asked = ask(product, DOCUMENTS["dashboard/Activity.graphql"])["activity"]
        assert (await script.step("done"))["complaints"] == []
    assert {state for _, state in seen["states"]} == {"ready"}
    assert (seen["violations"], len(seen["minutes"])) == ([], 60)
    assert 0 < seen["now"]["eventsPerSecond"] <= 5 / 60 + 0.001
    assert seen["open"] == {"sockets": 1, "subscriptions": 1}
    assert sum(one["accepted"] or 0 for one in seen["minutes"]) == 5
    assert [one["accepted"] for one in seen["minutes"][:25]] == [None] * 25, "what is not known is not nothing"
    head, *rows = cells(seen["csv"])
    assert head == ["start", "accepted", "rejected"]
    same(rows, [[one[name] for name in head] for one in seen["minutes"]])
    now = {one["start"]: one for one in asked["minutes"]}
    assert [now[one["start"]] for one in seen["minutes"][2:]] == seen["minutes"][2:]
    assert "Accepted" in seen["spoken"]
    assert len(seen["reasons"]) == 2
    assert seen["chosen"] == 1
    assert "sessionId" in seen["sample"] or "occurredAt" in seen["sample"]


async def test_a_key_is_shown_once_a_policy_is_set_and_the_token_says_what_it_may(
    product: Product, folder: str
) -> None:
    ask(product, CONSENT)
    async with browser_script(SCRIPT, given(product, "settings", folder=folder)) as script:
        key = await script.step("key")
        assert send(product, key["secret"], BROWSER) == {"accepted": 1}
        policy = await script.step("policy")
        assert (await script.step("out"))["kept"] == 0
        assert (await script.step("done"))["complaints"] == []
    assert key["copied"] == key["secret"]
    assert (key["gone"], key["invalid"], key["violations"]) == (True, "true", [])
    assert key["refused"].startswith("label: ")
    assert "Admin: sees and changes everything in its project" in key["token"]
    assert policy["asked"] == "Really use"
    assert [row.split("\t")[1] for row in policy["consents"]] == ["2026-11"]
    project = ask(product, DOCUMENTS["dashboard/OwnProject.graphql"])["me"]["project"]
    assert project["consent"] == "REQUIRED"


async def test_an_operator_manages_projects_and_sees_nothing_else(product: Product, folder: str) -> None:
    token = make_token(SecretStr(SECRET), sub="ops", role=Role.OPERATOR, lifetime=timedelta(hours=1))
    async with browser_script(SCRIPT, given(product, "operator", folder=folder) | {"token": token}) as script:
        seen = await script.step("operator")
        assert (await script.step("done"))["complaints"] == []
    assert seen["pages"] == ["Settings"]
    assert "page=settings" in seen["address"]
    assert (seen["made"], seen["before"], seen["asked"]) == ("Takes events", "Takes events", "Really archive")
    assert seen["violations"] == []


async def test_what_tiles_say_to_those_who_may_not_and_when_nobody_answers(product: Product, folder: str) -> None:
    tags = ["ticker", "arrivals", "keys", "consent", "projects", "token"]
    creator = {"creatorToken": product.facts.creator_token, "tags": tags}
    api = product.facts.pids["api"]
    async with browser_script(SCRIPT, given(product, "states", folder=folder, **creator)) as script:
        seen = await script.step("forbidden")
        os.kill(api, signal.SIGSTOP)
        try:
            script.go_ahead()
            stale = await script.step("stale")
        finally:
            os.kill(api, signal.SIGCONT)
        script.go_ahead()
        await script.step("back")
        assert (await script.step("done"))["complaints"] == []
    assert seen["shown"] == 0
    assert dict(seen["forbidden"]) == {tag: "ready" if tag == "token" else "forbidden" for tag in tags}
    assert seen["violations"] == []
    assert stale["stale"].startswith("as of ")


async def test_the_traffic_that_counts_is_chosen_and_asked_by_every_tile(product: Product) -> None:
    ask(product, UPSERT, contents=[{"id": "c1", "type": "VIDEO", "creatorId": "creator-1"}])
    for _ in range(2):
        view(product, "c1")
    assert send(product, product.facts.write_key, "Googlebot/2.1") == {"accepted": 1}
    arguments = given(product, "traffic", content="c1", creator="creator-1")
    async with browser_script(SCRIPT, arguments) as script:
        seen = await script.step("traffic", seconds=120)
        assert (await script.step("done"))["complaints"] == []
    assert (seen["people"], seen["bots"]) == (2, 3)
    assert "traffic=bots" in seen["address"]
    every = {"bots": True, "selfViews": True}
    for page, asked in seen["asked"].items():
        assert asked, page
        assert {name: include for name, include in asked if include != every} == {}, page
