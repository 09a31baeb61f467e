"""Bots and self-views over the whole way: told on arrival, left out by default, and corrected live."""

from typing import Any

from server.access import Role
from server.rollup.aggregator import Aggregator
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import Client, socket

TRACK = "mutation($event: EventInput!) { trackEvent(event: $event) { accepted } }"
CLASSIFY = "mutation($id: ID!, $bot: Boolean) { classifyViewers(viewers: [{id: $id, bot: $bot}]) { accepted } }"
VIEWS = """subscription($include: TrafficInput) {
  contentAnalytics(contentId: "c1", include: $include) { revision views { total unique } }
}"""
CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
PERSON = "okhttp/4.12.0"
WIDTHS: dict[str, dict[str, bool] | None] = {
    "people": None,
    "bots": {"bots": True},
    "own": {"selfViews": True},
    "all": {"bots": True, "selfViews": True},
}
"""What each subscription includes."""


async def view(api: Api, user: str, user_agent: str = PERSON) -> None:
    event = {"type": "VIEW_START", "contentId": "c1", "creatorId": "creator-1", "userId": user}
    answer = await api.ask(TRACK, {"event": event}, user_agent=user_agent)
    assert answer["data"]["trackEvent"]["accepted"] == 1


async def classify(api: Api, user: str, bot: bool | None) -> None:
    answer = await api.ask(CLASSIFY, {"id": user, "bot": bot}, authorization=api.token("root", Role.ADMIN))
    assert answer["data"]["classifyViewers"]["accepted"] == 1


class Dashboard:
    """Live subscriptions of one socket, by what they include."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def open(self) -> None:
        for name, include in WIDTHS.items():
            await self._client.subscribe(VIEWS, name=name, variables={"include": include})

    async def heard(self) -> dict[str, tuple[int, int]]:
        """Views and unique viewers by what is included, from the next message of each."""
        found: dict[str, tuple[int, int]] = {}
        for _ in WIDTHS:
            message: dict[str, Any] = await self._client.hear()
            analytics = message["payload"]["data"]["contentAnalytics"]
            found[message["id"]] = analytics["views"]["total"], analytics["views"]["unique"]
        return found


async def test_a_bot_classification_is_corrected_live_either_way(api: Api, aggregator: Aggregator) -> None:
    await view(api, "ann")
    await view(api, "crawler", CRAWLER)
    await view(api, "creator-1")
    await aggregator.run_once()
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("root", Role.ADMIN))
        dashboard = Dashboard(client)
        await dashboard.open()
        assert await dashboard.heard() == {"people": (1, 1), "bots": (2, 2), "own": (2, 2), "all": (3, 3)}
        await classify(api, "crawler", bot=False)
        await aggregator.run_once()
        assert await dashboard.heard() == {"people": (2, 2), "bots": (2, 2), "own": (3, 3), "all": (3, 3)}
        await classify(api, "ann", bot=True)
        await aggregator.run_once()
        assert await dashboard.heard() == {"people": (1, 1), "bots": (2, 2), "own": (2, 2), "all": (3, 3)}
        await classify(api, "ann", bot=None)
        await classify(api, "crawler", bot=None)
        await aggregator.run_once()
        assert await dashboard.heard() == {"people": (1, 1), "bots": (2, 2), "own": (2, 2), "all": (3, 3)}
        await view(api, "ann", CRAWLER)  # sent in her name by a crawler: she stays a person
        await aggregator.run_once()
        assert await dashboard.heard() == {"people": (1, 1), "bots": (3, 3), "own": (2, 2), "all": (4, 4)}
