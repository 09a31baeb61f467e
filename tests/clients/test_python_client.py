"""The Python client ``gql``, over HTTP and over WebSocket, against the started product."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from gql import Client, GraphQLRequest
from gql.client import AsyncClientSession, ReconnectingAsyncClientSession
from gql.transport import AsyncTransport
from gql.transport.exceptions import TransportConnectionFailed, TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport
from websockets.exceptions import ConnectionClosed

from tests.clients.server import CREATOR, WHY_WRONG, WRONG_TOKEN, Server

FIELDS = "revision views { total unique } watchTime { total }"
# The visitor is the content's creator, whose own views count only when asked for.
OWN = "contentId: $contentId, include: {selfViews: true}"
ANALYTICS = f"query Analytics($contentId: ID!) {{ contentAnalytics({OWN}) {{ {FIELDS} }} }}"
LIVE = ANALYTICS.replace("query", "subscription")
TRACK = (
    "mutation Track($events: [EventInput!]!) { trackEvents(events: $events) { results { status eventId } accepted } }"
)

Session = AsyncClientSession | ReconnectingAsyncClientSession


def over_http(server: Server, token: str | None = None) -> AsyncTransport:
    headers = {"authorization": f"Bearer {token or server.token}", "x-viewpulse-key": server.write_key}
    return HTTPXAsyncTransport(server.url, headers=headers)


def over_websocket(server: Server, token: str | None = None) -> AsyncTransport:
    payload = {"authorization": f"Bearer {token or server.token}", "writeKey": server.write_key}
    return WebsocketsTransport(server.ws_url, init_payload=payload)


@asynccontextmanager
async def session_of(transport: AsyncTransport) -> AsyncIterator[Session]:
    async with Client(transport=transport, fetch_schema_from_transport=False) as session:
        yield session


def ask(document: str, **variables: Any) -> GraphQLRequest:
    return GraphQLRequest(document, variable_values=variables)


def view(content_id: str, seconds: float) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "type": "VIEW_START",
        "contentId": content_id,
        "creatorId": CREATOR,
        "sessionId": str(uuid4()),
        "occurredAt": datetime.now(UTC).isoformat(),
        "viewData": {"watchTime": seconds},
    }


@pytest.mark.parametrize("tracks_over", [over_http, over_websocket])
async def test_tracked_events_are_pushed_and_returned_by_the_query(server: Server, tracks_over: Any) -> None:
    content_id = server.new_content()
    views = [view(content_id, 1.5), view(content_id, 2.25)]
    async with session_of(over_websocket(server)) as dashboard, session_of(tracks_over(server)) as app:
        async with aclosing(dashboard.subscribe(ask(LIVE, contentId=content_id))) as live:
            seen = [(await anext(live))["contentAnalytics"]]
            assert seen[0]["views"] == {"total": 0, "unique": 0}

            tracked = (await app.execute(ask(TRACK, events=views)))["trackEvents"]
            assert tracked["accepted"] == 2
            assert tracked["results"] == [{"status": "ACCEPTED", "eventId": event["id"]} for event in views]
            again = (await app.execute(ask(TRACK, events=views)))["trackEvents"]
            assert [result["status"] for result in again["results"]] == ["DUPLICATE", "DUPLICATE"]

            while seen[-1]["views"]["total"] < 2:
                seen.append((await anext(live))["contentAnalytics"])
        assert seen[-1]["views"] == {"total": 2, "unique": 1}  # the token decides whose views they are
        assert seen[-1]["watchTime"]["total"] == 3.75
        for session in (dashboard, app):
            assert (await session.execute(ask(ANALYTICS, contentId=content_id)))["contentAnalytics"] == seen[-1]


@pytest.mark.parametrize("transport", [over_http, over_websocket])
async def test_a_refusal_has_its_code(server: Server, transport: Any) -> None:
    async with session_of(transport(server)) as session:
        with pytest.raises(TransportQueryError) as refusal:
            await session.execute(ask(ANALYTICS, contentId=server.foreign_content))
    assert refusal.value.errors
    assert refusal.value.errors[0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_wrong_token_closes_the_socket_cleanly(server: Server) -> None:
    with pytest.raises(TransportConnectionFailed) as failure:
        async with session_of(over_websocket(server, WRONG_TOKEN)):
            pytest.fail("the socket let a wrong token in")
    closing = failure.value.__cause__
    assert isinstance(closing, ConnectionClosed)
    assert closing.rcvd is not None
    assert (closing.rcvd.code, closing.rcvd.reason) == (4403, WHY_WRONG)


async def test_a_wrong_token_over_http_is_refused_with_its_code(server: Server) -> None:
    async with session_of(over_http(server, WRONG_TOKEN)) as session:
        with pytest.raises(TransportQueryError) as refusal:
            await session.execute(ask(ANALYTICS, contentId="any"))
    assert refusal.value.errors
    assert refusal.value.errors[0]["extensions"]["code"] == "TOKEN_INVALID"
