"""A bot is recognized by its request, whichever mutation its events use."""

from typing import Any

import pytest
from gql import Client, GraphQLRequest
from gql.transport.websockets import WebsocketsTransport

from server.app import create_app
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.transport.api import Api, served

CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
SHORT = "mutation($e: EventInput!) { trackEvent(event: $e) { accepted results { code } } }"
ORDINARY = "mutation($e: EventInput!) { trackEvent(event: $e) { ... { accepted results { code } } } }"
EVENT = {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1"}


async def reasons(pool: Pool) -> list[str | None]:
    return [row["bot_reason"] for row in await pool.fetch("SELECT bot_reason FROM events ORDER BY received_at")]


@pytest.mark.parametrize("query", [SHORT, ORDINARY])
async def test_a_crawlers_events_are_marked_and_an_apps_are_not(api: Api, pool: Pool, query: str) -> None:
    for user_agent in ("okhttp/4.12.0", CRAWLER):
        answer = await api.ask(query, {"e": EVENT}, user_agent=user_agent)
        assert answer["data"]["trackEvent"]["accepted"] == 1
    assert await reasons(pool) == [None, "user_agent"]


async def test_the_header_of_the_cdn_and_the_network_tell_a_data_centre(
    settings: Settings, write_key: str, pool: Pool
) -> None:
    changed = settings.model_copy(update={"data_center_header": "x-data-center"})
    async with served(create_app(changed), changed) as api:
        api.write_key = write_key
        await api.ask(SHORT, {"e": EVENT}, x_data_center="1")
        await api.ask(SHORT, {"e": EVENT})
    all_networks = Settings.model_validate({**settings.model_dump(), "data_center_networks": ["127.0.0.0/8"]})
    async with served(create_app(all_networks), all_networks) as api:
        api.write_key = write_key
        await api.ask(SHORT, {"e": EVENT})
        await api.ask(SHORT, {"e": {**EVENT, "device": {"userAgent": "okhttp/4.12.0"}}})
    assert await reasons(pool) == ["data_center", None, "data_center", None]


async def test_a_socket_is_classified_by_its_handshake(api: Api, pool: Pool) -> None:
    for user_agent in ("okhttp/4.12.0", CRAWLER):
        transport = WebsocketsTransport(
            api.url.replace("http", "ws") + "/graphql",
            init_payload={"writeKey": api.write_key},
            headers={"user-agent": user_agent},
            connect_args={"user_agent_header": None},
        )
        async with Client(transport=transport) as session:
            request = GraphQLRequest(SHORT, variable_values={"e": EVENT})
            answer: dict[str, Any] = await session.execute(request)
            assert answer["trackEvent"]["accepted"] == 1
    assert await reasons(pool) == [None, "user_agent"]
