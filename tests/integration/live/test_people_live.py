"""Histories, reactions and places, live: pushed by the runs that change them, and equal to their queries."""

from typing import Any

import pytest

from server.access import Role
from server.rollup.aggregator import Aggregator
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import Client, socket

TRACK = "mutation($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
PERSONAL = {
    "watchHistory": "watchHistory { asOf revision edges { cursor node { contentId views } } }",
    "savedContents": "savedContents { revision edges { node { contentId savedAt } } }",
    "likeState": 'likeState(contentIds: ["c1"]) { revision states { liked since } }',
    "saveState": 'saveState(contentIds: ["c1"]) { revision states { saved since } }',
    "interactionHistory": "interactionHistory(first: 3) { revision edges { node { eventId type } } }",
}
PLACES = {
    "areaCounts": "areaCounts { revision events areas { cell events } }",
    "eventsNear": """eventsNear(point: { latitude: 52.5, longitude: 13.4 }, radius: 1000, range: { days: 2 }) {
        revision edges { node { eventId distance } }
    }""",
    "eventsInBox": """eventsInBox(box: { south: 52, west: 13, north: 53, east: 14 }, range: { days: 2 }) {
        revision edges { node { eventId } }
    }""",
}


async def act(api: Api, aggregator: Aggregator, who: str, name: str) -> None:
    """A user views, likes and saves a content in Berlin."""
    location = {"latitude": 52.5, "longitude": 13.4, "preciseConsent": True}
    events = [
        {"id": f"{name}-{kind}", "type": kind, "contentId": "c1", "userId": who, "location": location}
        for kind in ("VIEW_START", "LIKE", "SAVE")
    ]
    answer = await api.ask(TRACK, {"events": events})
    assert answer["data"]["trackEvents"]["accepted"] == 3
    await aggregator.run_once()


async def heard(client: Client) -> dict[str, Any]:
    message = await client.hear()
    assert message["type"] == "next", message
    data: dict[str, Any] = message["payload"]["data"]
    return data


async def asked(api: Api, field: str, token: str) -> dict[str, Any]:
    answer = await api.ask(f"{{ {field} }}", authorization=token)
    data: dict[str, Any] = answer["data"]
    return data


@pytest.mark.parametrize("name", PERSONAL)
async def test_a_user_watches_its_own_history(api: Api, aggregator: Aggregator, name: str) -> None:
    token = api.token("u1", Role.USER)
    await act(api, aggregator, "u1", "first")
    async with socket(api.url) as client:
        await client.initialise(authorization=token)
        await client.subscribe(f"subscription {{ {PERSONAL[name]} }}", name=name)
        snapshot = await heard(client)
        assert snapshot == await asked(api, PERSONAL[name], token)
        await act(api, aggregator, "u2", "of-another")  # touches nothing of u1: nothing is sent
        await act(api, aggregator, "u1", "second")
        update = await heard(client)
        assert update == await asked(api, PERSONAL[name], token)
        assert (snapshot[name]["revision"], update[name]["revision"]) == (1, 3)


@pytest.mark.parametrize("name", PLACES)
async def test_an_admin_watches_a_place(api: Api, aggregator: Aggregator, name: str) -> None:
    token = api.token("admin", Role.ADMIN)
    async with socket(api.url) as client:
        await client.initialise(authorization=token)
        await client.subscribe(f"subscription {{ {PLACES[name]} }}", name=name)
        assert await heard(client) == await asked(api, PLACES[name], token)
        await act(api, aggregator, "u1", "first")
        update = await heard(client)
        assert update == await asked(api, PLACES[name], token)
        assert update[name]["revision"] == 1


async def test_a_list_resumes_after_a_revision_and_keeps_its_page(api: Api, aggregator: Aggregator) -> None:
    token = api.token("u1", Role.USER)
    await act(api, aggregator, "u1", "first")
    history = "interactionHistory(first: 1PLACE) { revision edges { cursor node { eventId } } }"
    first = (await asked(api, history.replace("PLACE", ""), token))["interactionHistory"]["edges"][0]
    place = f', after: "{first["cursor"]}"'
    async with socket(api.url) as client:
        await client.initialise(authorization=token)
        resumed = history.replace("PLACE", f"{place}, afterRevision: 1")
        await client.subscribe(f"subscription {{ {resumed} }}", name="resumed")
        await act(api, aggregator, "u1", "second")
        update = (await heard(client))["interactionHistory"]
        assert update["revision"] == 2
        assert update == (await asked(api, history.replace("PLACE", place), token))["interactionHistory"]
        assert update["edges"][0]["node"]["eventId"].startswith("first-")
