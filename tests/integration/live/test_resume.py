"""A subscriber receives over the socket what it does not have, and nothing twice."""

from datetime import timedelta

import pytest

from server.access import Role
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from tests.integration.live.stand_ins import SUBJECT, Numbers, until
from tests.integration.live.tiny import make_app
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import Client, socket

TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
LIVE = """
subscription ($after: Long) {
  contentAnalytics(contentId: "c1", afterRevision: $after) { revision views { total } }
}
"""
LISTED = "subscription { watchHistory(afterRevision: 99) { edges { node { contentId } } } }"


async def shown(client: Client) -> dict[str, object]:
    message = await client.hear()
    assert message["type"] == "next", message
    [found] = message["payload"]["data"].values()
    return dict(found)


async def test_a_client_ahead_of_the_server_gets_a_snapshot(api: Api, aggregator: Aggregator) -> None:
    event = {"type": "VIEW_START", "contentId": "c1", "userId": "u1", "creatorId": "creator-1"}
    await api.ask(TRACK, {"events": [event]})
    await aggregator.run_once()
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("creator-1"))
        for after, name in ((99, "first of its shared subscription"), (100, "second")):
            await client.subscribe(LIVE, {"after": after}, name=name)
            assert await shown(client) == {"revision": 1, "views": {"total": 1}}
        await client.subscribe(LIVE, {"after": 1}, name="level")
        await api.ask(TRACK, {"events": [event]})
        await aggregator.run_once()
        assert [await shown(client) for _ in range(3)] == [{"revision": 2, "views": {"total": 2}}] * 3
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("u1", Role.USER))
        await client.subscribe(LISTED)
        assert await shown(client) == {"edges": [{"node": {"contentId": "c1"}}]}


@pytest.mark.parametrize("selection", ["asOf text", "text ...Moment ... on Board { at: asOf }"])
async def test_an_answer_of_another_time_only_is_not_sent(bare_settings: Settings, selection: str) -> None:
    fragment = "fragment Moment on Board { when: asOf }" if "...Moment" in selection else ""
    numbers = Numbers()
    app, hub = make_app(bare_settings, numbers)
    async with served(app, bare_settings) as api, socket(api.url) as client:
        await client.initialise()
        await client.subscribe(f"subscription {{ it: board {{ revision {selection} }} }} {fragment}")
        first = await shown(client)
        executed = numbers.executions[SUBJECT]
        numbers.moment += timedelta(minutes=15)
        hub._poll_now.set()
        await until(lambda: numbers.executions[SUBJECT] > executed and hub._runner._queues["users"].empty())
        numbers.commit(SUBJECT)
        hub._poll_now.set()
        second = await shown(client)
        assert (first["revision"], second["revision"]) == (0, 1), "nothing was sent between them"
