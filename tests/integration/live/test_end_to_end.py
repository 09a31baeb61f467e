"""The whole way: a mutation, its commit, the roll-up, Redis, the hub, the socket. Nothing here is a stand-in."""

from typing import Any

import pytest

from server.access import Role
from server.rollup.aggregator import Aggregator
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import Client, socket

TRACK = "mutation($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
CONTENT = """contentAnalytics(contentId: "c1"AFTER) {
    asOf revision isFinal plays views { total unique } watchTime { total } engagement { likes }
}"""
FIELDS = {
    "content": CONTENT.replace("AFTER", ""),
    "creator": 'creatorAnalytics(creatorId: "creator-1") { asOf revision views { total } }',
    "session": 'sessionAnalytics(sessionId: "s1") { asOf revision contentsViewed }',
    "platform": "platformAnalytics { asOf revision views { total } }",
}


async def view(api: Api, viewer: str, **more: Any) -> None:
    event = {"type": "VIEW_START", "contentId": "c1", "creatorId": "creator-1", "sessionId": viewer, **more}
    answer = await api.ask(TRACK, {"events": [event]})
    assert answer["data"]["trackEvents"]["accepted"] == 1


async def live(api: Api, client: Client, field: str, name: str) -> dict[str, Any]:
    """Subscribes; returns the snapshot."""
    await client.subscribe(f"subscription {{ {field} }}", name=name)
    return await heard(client, name)


async def heard(client: Client, name: str) -> dict[str, Any]:
    message = await client.hear()
    assert (message["id"], message["type"]) == (name, "next"), message
    data: dict[str, Any] = message["payload"]["data"]
    return data


async def asked(api: Api, field: str) -> dict[str, Any]:
    answer = await api.ask(f"{{ {field} }}", authorization=api.token("admin", Role.ADMIN))
    data: dict[str, Any] = answer["data"]
    return data


async def test_a_tracked_event_reaches_a_live_dashboard(api: Api, aggregator: Aggregator) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("creator-1"))
        await view(api, "s1")
        await aggregator.run_once()
        snapshot = await live(api, client, FIELDS["content"], "1")
        assert snapshot["contentAnalytics"]["views"] == {"total": 1, "unique": 1}
        for expected in (2, 3, 4):
            await view(api, f"s{expected}")
            await aggregator.run_once()
            pushed = await heard(client, "1")
            assert pushed["contentAnalytics"]["views"] == {"total": expected, "unique": expected}
            assert pushed == await asked(api, FIELDS["content"])


@pytest.mark.parametrize("name", FIELDS)
async def test_snapshot_and_update_of_every_live_field_equal_its_query(
    api: Api, aggregator: Aggregator, name: str
) -> None:
    await view(api, "s1")
    await aggregator.run_once()
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        snapshot = await live(api, client, FIELDS[name], name)
        assert snapshot == await asked(api, FIELDS[name])
        await view(api, "s1", contentId="c2")
        await view(api, "s1", playId="again")
        await aggregator.run_once()
        update = await heard(client, name)
        assert update == await asked(api, FIELDS[name])
        [before], [after] = snapshot.values(), update.values()
        assert after["revision"] == before["revision"] + 1


async def test_a_client_that_comes_back_resumes_after_its_last_revision(api: Api, aggregator: Aggregator) -> None:
    for number in range(2):
        await view(api, f"s{number}")
        await aggregator.run_once()
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("creator-1"))
        await client.subscribe(f"subscription {{ {CONTENT.replace('AFTER', ', afterRevision: 2')} }}", name="current")
        behind = await live(api, client, CONTENT.replace("AFTER", ", afterRevision: 1"), "behind")
        assert behind["contentAnalytics"]["revision"] == 2
        await view(api, "s3")
        await aggregator.run_once()
        messages = [await client.hear() for _ in range(2)]
        assert {message["id"] for message in messages} == {"current", "behind"}
        assert {message["payload"]["data"]["contentAnalytics"]["revision"] for message in messages} == {3}


async def test_a_change_elsewhere_sends_nothing(api: Api, aggregator: Aggregator) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        await live(api, client, FIELDS["content"], "content")
        await live(api, client, FIELDS["platform"], "platform")
        await view(api, "s1", contentId="c2")
        await aggregator.run_once()
        assert (await heard(client, "platform"))["platformAnalytics"]["views"] == {"total": 1}
        await view(api, "s1")
        await aggregator.run_once()
        messages = {message["id"]: message for message in [await client.hear(), await client.hear()]}
        assert messages["content"]["payload"]["data"]["contentAnalytics"]["revision"] == 2


async def test_late_and_repeated_events_are_counted_once_and_pushed(api: Api, aggregator: Aggregator) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("creator-1"))
        await live_after_first_view(api, aggregator, client)
        event: dict[str, Any] = {"id": "once", "type": "VIEW_PROGRESS", "contentId": "c1", "sessionId": "s1"}
        event["viewData"] = {"totalWatchTime": 12.5}
        event["occurredAt"] = "2026-01-01T00:00:00Z"
        for _ in range(3):
            await api.ask(TRACK, {"events": [event]})
        await aggregator.run_once()
        update = (await heard(client, "1"))["contentAnalytics"]
        assert (update["plays"], update["watchTime"]["total"], update["views"]["total"]) == (1, 12.5, 1)


async def live_after_first_view(api: Api, aggregator: Aggregator, client: Client) -> None:
    await view(api, "s1")
    await aggregator.run_once()
    await live(api, client, FIELDS["content"], "1")
