"""Subscribers receive corrected numbers when an admin removes an event that they count."""

import pytest

from server.access import Role
from server.rollup.aggregator import Aggregator
from tests.integration.live.dashboard import track, watched
from tests.integration.transport.api import Api

REMOVE = "mutation($filter: EventFilterInput!) { removeEvents(filter: $filter) { removed } }"
SHOWN = {
    "contentAnalytics": ('{ contentAnalytics(contentId: "c1") { revision views { total } } }', "views", {"total": 2}),
    "creatorAnalytics": ('{ creatorAnalytics(creatorId: "k1") { revision views { total } } }', "views", {"total": 2}),
    "platformAnalytics": ("{ platformAnalytics { revision views { total } } }", "views", {"total": 2}),
    "sessionAnalytics": ('{ sessionAnalytics(sessionId: "s3") { revision events } }', "events", 1),
    "watchHistory": ('{ watchHistory(userId: "u3") { revision edges { node { views } } } }', "edges", None),
}


@pytest.mark.parametrize("name", SHOWN)
async def test_the_corrected_number_is_pushed(api: Api, aggregator: Aggregator, name: str) -> None:
    query, field, right = SHOWN[name]
    view = {"type": "VIEW_START", "contentId": "c1", "creatorId": "k1"}
    await track(
        api,
        *({**view, "sessionId": f"s{number}", "userId": f"u{number}"} for number in (1, 2)),
        {**view, "sessionId": "s3", "userId": "u3", "id": "junk"},
        {"type": "CLICK", "contentId": "c1", "creatorId": "k1", "sessionId": "s3", "userId": "u3"},
    )
    await aggregator.run_once()
    admin = api.token("root", Role.ADMIN)
    async with watched(api, query, token=admin) as dashboard:
        before = await dashboard.shown()
        answer = await api.ask(REMOVE, {"filter": {"ids": ["junk"]}}, authorization=admin)
        assert answer["data"]["removeEvents"] == {"removed": 1}
        after = await dashboard.shown()
    assert after["revision"] > before["revision"]
    assert after[field] == ([] if right is None else right)
    assert before[field] != after[field]
