"""GraphiQL in a real browser, against the real application: no file comes from elsewhere, and subscriptions update."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from server.access import Role
from server.app import create_app
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.clients.browser import browser_script, needs_chromium
from tests.integration.transport.api import served

CLOSED = (
    "The socket was closed: 4403 TOKEN_INVALID: The token is not valid - put a valid token or write key into Headers"
)


@asynccontextmanager
async def rolling_up(settings: Settings) -> AsyncIterator[Aggregator]:
    """An aggregator that runs when the test says so."""
    publisher = Publisher(settings.redis_url, settings)
    aggregator = Aggregator(settings, publish=publisher.publish)
    try:
        yield aggregator
    finally:
        await aggregator.close()
        await publisher.close()


@pytest.fixture
async def write_key(pool: Pool) -> str:
    """A good key of project 1."""
    made = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, made, "test")
    return made


@pytest.mark.browser
@needs_chromium
async def test_a_person_tracks_asks_and_watches_in_graphiql(settings: Settings, write_key: str, tmp_path: Path) -> None:
    screenshot = tmp_path / "graphiql.png"
    async with rolling_up(settings) as aggregator, served(create_app(settings), settings) as api:
        token = api.token("admin", Role.ADMIN).removeprefix("Bearer ")
        given = {"url": api.url, "writeKey": write_key, "token": token, "screenshot": str(screenshot)}
        async with browser_script("graphiql.mjs", given) as script:
            opened = await script.step("opened")
            assert opened["address"] == f"{api.url}/graphql", "the fragment is gone"
            assert opened["title"] == "Viewpulse - GraphiQL"
            shown = {"X-Viewpulse-Key": write_key, "Authorization": f"Bearer {token}"}
            assert opened["shown"] == [shown] * 5, (
                "three tabs, a new one, and a new one after the page was loaded again"
            )

            tracked = json.loads((await script.step("tracked"))["answer"])
            assert tracked["data"]["trackEvent"]["results"][0]["status"] == "ACCEPTED"
            await aggregator.run_once()
            script.go_ahead()

            asked = json.loads((await script.step("asked"))["answer"])
            assert asked["data"]["contentAnalytics"]["views"]["total"] == 1

            subscribed = json.loads((await script.step("subscribed"))["answer"])
            assert subscribed["data"]["contentAnalytics"]["views"]["total"] == 1
            event = {"type": "VIEW_START", "contentId": "video-1", "sessionId": "another"}
            api.write_key = write_key
            await api.ask("mutation($e: EventInput!) { trackEvent(event: $e) { accepted } }", {"e": event})
            await aggregator.run_once()
            script.go_ahead()

            moved = await script.step("moved")
            assert json.loads(moved["answer"])["data"]["contentAnalytics"]["views"]["total"] == 2
            assert moved["hosts"] == [api.url.removeprefix("http://")]
            assert moved["complaints"] == []
    assert screenshot.stat().st_size > 10_000


@pytest.mark.browser
@needs_chromium
async def test_graphiql_opens_without_keys_and_takes_each_key_once(
    settings: Settings, write_key: str, tmp_path: Path
) -> None:
    screenshot = tmp_path / "plain.png"
    settings = settings.model_copy(update={"dashboard": False})
    async with rolling_up(settings) as aggregator, served(create_app(settings), settings) as api:
        token = api.token("admin", Role.ADMIN).removeprefix("Bearer ")
        given = {"url": api.url, "writeKey": write_key, "token": token, "screenshot": str(screenshot)}
        async with browser_script("graphiql_plain.mjs", given) as script:
            opened = await script.step("opened")
            assert opened["address"] == f"{api.url}/graphql", "the address alone leads to GraphiQL"
            assert opened["answer"] == ""
            assert (opened["refused"], opened["complaints"]) == ([], [])
            assert all(root in opened["docs"] for root in ("Query", "Mutation", "Subscription"))

            nameless = json.loads((await script.step("nameless"))["answer"])
            assert [error["message"] for error in nameless["errors"]] == [
                "Send the project's write key in X-Viewpulse-Key."
            ]

            tracked = json.loads((await script.step("tracked"))["answer"])
            assert tracked["data"]["trackEvent"]["results"][0]["status"] == "ACCEPTED"
            await aggregator.run_once()
            script.go_ahead()

            refused = await script.step("refused")
            assert json.loads(refused["answer"]) == {"errors": [{"message": CLOSED}]}
            assert refused["sockets"] == 1, "what was refused is not tried again"

            subscribed = json.loads((await script.step("subscribed"))["answer"])
            assert subscribed["data"]["contentAnalytics"]["views"]["total"] == 1
    assert screenshot.stat().st_size > 10_000
