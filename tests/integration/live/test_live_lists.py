"""Rankings, lists and ends of sessions, live: the newest state at once, regardless of caches."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.access import Role
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import Client, socket

TRACK = "mutation($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
TRENDING = 'trending(window: "2h") { revision contents { contentId views } }'
TOP = 'topContents(by: VIEWS, range: { last: "2h" }) { revision edges { node { contentId views } } }'
CONTENTS = 'creatorContents(creatorId: "k1", sort: VIEWS) { revision edges { node { contentId views } } }'
STATS = "platformStats { revision contents views }"
DASHBOARD = """myDashboard(creatorId: "k1") {
  revision overview { views { total } series(by: DAY) { points { views } } } comparison { views { value baseline } }
}"""
SERIES = 'series(of: {creatorId: "k1"}, by: DAY, range: {last: "2d"}) { revision points { views uniqueViewers } }'
SESSION = 'sessionAnalytics(sessionId: "s1") { revision isFinal }'


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"trending_min_views_per_hour": 1})


async def view(api: Api, *viewers: str, ago: float = 0.0) -> None:
    time = (datetime.now(UTC) - timedelta(seconds=ago)).isoformat()
    events = [
        {"type": "VIEW_START", "contentId": "c1", "creatorId": "k1", "sessionId": viewer, "occurredAt": time}
        for viewer in viewers
    ]
    answer = await api.ask(TRACK, {"events": events})
    assert answer["data"]["trackEvents"]["accepted"] == len(events)


async def heard(client: Client) -> dict[str, Any]:
    """The value of the one field that was sent."""
    message = await client.hear()
    assert message["type"] == "next", message
    [value] = message["payload"]["data"].values()
    found: dict[str, Any] = value
    return found


async def asked(api: Api, field: str) -> dict[str, Any]:
    answer = await api.ask(f"{{ {field} }}", authorization=api.token("admin", Role.ADMIN))
    [value] = answer["data"].values()
    found: dict[str, Any] = value
    return found


@pytest.mark.parametrize("field", [CONTENTS, STATS, DASHBOARD, SERIES])
async def test_snapshot_and_updates_of_a_list_equal_its_query(api: Api, aggregator: Aggregator, field: str) -> None:
    await view(api, "s1")
    await aggregator.run_once()
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        await client.subscribe(f"subscription {{ {field} }}", name="1")
        assert await heard(client) == await asked(api, field)
        await view(api, "s2", "s3")
        await aggregator.run_once()
        update = await heard(client)
        assert update == await asked(api, field)
        assert update["revision"] == 2


@pytest.mark.parametrize("field", [TRENDING, TOP])
async def test_a_public_list_is_pushed_in_its_newest_state_while_its_query_is_cached(
    api: Api, aggregator: Aggregator, field: str
) -> None:
    await view(api, "s1", "s2")
    await aggregator.run_once()
    cached = await asked(api, field)
    async with socket(api.url) as client:
        await client.initialise(writeKey=api.write_key)
        await client.subscribe(f"subscription {{ {field} }}", name="1")
        assert shown(cached) == (1, [{"contentId": "c1", "views": 2}])
        assert await heard(client) == cached
        await view(api, "s3")
        await aggregator.run_once()
        assert shown(await heard(client)) == (2, [{"contentId": "c1", "views": 3}])
        assert await asked(api, field) == cached


def shown(value: dict[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    """The revision of a list, and its contents."""
    return value["revision"], value.get("contents") or [edge["node"] for edge in value["edges"]]


async def test_a_session_becomes_final_without_a_further_event(api: Api, aggregator: Aggregator) -> None:
    await view(api, "s1", ago=30 * 60 - 5)
    await aggregator.run_once()
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        await client.subscribe(f"subscription {{ {SESSION} }}", name="1")
        assert await heard(client) == {"revision": 1, "isFinal": False}
        while (await aggregator.run_once()).revisions == {}:  # noqa: ASYNC110 - time moves it
            await asyncio.sleep(0.05)
        assert await heard(client) == {"revision": 2, "isFinal": True}


async def test_a_run_requested_by_an_admin_reaches_live_dashboards(api: Api) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        await client.subscribe(f"subscription {{ {STATS} }}", name="1")
        assert await heard(client) == {"revision": 0, "contents": 0, "views": 0}
        await view(api, "s1", "s2")
        processed = await api.ask("mutation { processEvents { events } }", authorization=api.token("admin", Role.ADMIN))
        assert processed["data"]["processEvents"]["events"] == 2
        assert await heard(client) == {"revision": 1, "contents": 1, "views": 2}
