"""GraphQL over server-sent events, event by event, against the whole API."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from server.access import Role
from server.app import create_app
from server.live.hub import Hub
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key, revoke_write_key
from server.transport import event_stream, socket_watch
from tests.integration.live.dashboard import track
from tests.integration.live.stand_ins import until
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket
from tests.integration.transport.stream_client import COMPLETE, END, EVENTS, Stream, stream

CONTENT = 'contentAnalytics(contentId: "c1") { revision views { total } }'
LIVE = f"subscription {{ {CONTENT} }}"
TRENDING = "subscription { trending { revision } }"
TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
TYPENAME = ("next", {"data": {"__typename": "Query"}})


def view(viewer: str) -> dict[str, Any]:
    return {"type": "VIEW_START", "contentId": "c1", "creatorId": "creator-1", "sessionId": viewer}


async def shown(live: Stream) -> dict[str, Any]:
    """The answer of the next event."""
    name, data = await live.hear()
    assert name == "next", (name, data)
    [found] = data["data"].values()
    return dict(found)


async def code(live: Stream) -> str:
    """The code of the error with which the stream ends."""
    name, data = await live.hear()
    assert name == "next"
    assert "data" not in data, data
    assert await live.rest() == [COMPLETE]
    return str(data["errors"][0]["extensions"]["code"])


# What is sent ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_query_has_one_answer(bare_api: Api, method: str) -> None:
    async with stream(bare_api, "{ __typename }", method=method) as answer:
        assert answer.response.status_code == 200
        assert answer.response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert answer.response.headers["cache-control"] == "no-store"
        assert "content-length" in answer.response.headers, "what is whole is sent as one piece"
        assert await answer.rest() == [TYPENAME, COMPLETE]


async def test_the_bytes_are_those_of_the_protocol(bare_api: Api) -> None:
    answer = await bare_api.post("{ __typename }", accept=EVENTS)
    assert answer.content == b'event: next\ndata: {"data":{"__typename":"Query"}}\n\nevent: complete\ndata:\n\n'


async def test_a_mutation_has_one_answer_and_comes_by_post_only(api: Api) -> None:
    async with stream(api, TRACK, {"events": [view("s1")]}) as answer:
        assert await answer.rest() == [("next", {"data": {"trackEvents": {"accepted": 1}}}), COMPLETE]
    async with stream(api, TRACK, {"events": [view("s1")]}, method="GET") as answer:
        assert answer.response.status_code == 405
        assert answer.response.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_subscription_sends_a_snapshot_and_each_revision(api: Api, aggregator: Aggregator, method: str) -> None:
    async with stream(api, LIVE, method=method, authorization=api.token("admin", Role.ADMIN)) as live:
        assert await shown(live) == {"revision": 0, "views": {"total": 0}}
        for count in (1, 2, 3):
            await track(api, view(f"s{count}"))
            await aggregator.run_once()
            assert await shown(live) == {"revision": count, "views": {"total": count}}


@pytest.fixture
def hub_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Hub]:
    """The hub with the last subscription."""
    hubs: list[Hub] = []
    subscribe = Hub.subscribe

    def subscribing(hub: Hub, *arguments: Any) -> Any:
        hubs.append(hub)
        return subscribe(hub, *arguments)

    monkeypatch.setattr(Hub, "subscribe", subscribing)
    return lambda: hubs[-1]


async def test_streams_and_sockets_share_executions(
    api: Api, aggregator: Aggregator, hub_of: Callable[[], Hub]
) -> None:
    admin = api.token("admin", Role.ADMIN)
    async with socket(api.url) as client, stream(api, LIVE, authorization=admin) as live:
        await client.initialise(authorization=admin)
        await client.subscribe(LIVE)
        await client.hear()
        await shown(live)
        assert (hub_of().shared_subscriptions, hub_of().subscriptions) == (1, 2)
        await track(api, view("s1"))
        await aggregator.run_once()
        assert (await client.hear())["payload"]["data"]["contentAnalytics"] == await shown(live)
    await until(lambda: hub_of().subscriptions == 0)


async def test_a_client_that_comes_back_resumes_after_its_last_revision(api: Api, aggregator: Aggregator) -> None:
    await track(api, view("s1"))
    await aggregator.run_once()
    resumed = LIVE.replace('"c1"', '"c1", afterRevision: 1')
    async with stream(api, resumed, authorization=api.token("creator-1")) as live:
        assert await live.line() == ":", "the client knows that it is subscribed before there is news"
        await track(api, view("s2"))
        await aggregator.run_once()
        assert await shown(live) == {"revision": 2, "views": {"total": 2}}


async def test_a_subscription_whose_answer_never_changes_completes(api: Api) -> None:
    async with stream(api, "subscription { definitions { name } }") as live:
        assert await shown_names(live) > 0
        assert await live.rest() == [COMPLETE]


async def shown_names(live: Stream) -> int:
    _, data = await live.hear()
    return len(data["data"]["definitions"])


async def test_comments_tell_that_the_stream_is_open(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "BEAT_SECONDS", 0.02)
    async with stream(api, LIVE, authorization=api.token("admin", Role.ADMIN)) as live:
        await shown(live)
        for _ in range(3):
            assert await live.line() == ":"


async def test_clients_may_prefer_other_media_types(bare_api: Api) -> None:
    for accept, kind in (
        ("application/graphql-response+json, application/json, text/event-stream", "application/graphql-response+json"),
        ("text/event-stream, multipart/mixed", EVENTS),
        ("text/event-stream;q=0.5, application/json", "application/json"),
        ("*/*", "application/json"),
        ("text/*", EVENTS),
    ):
        answer = await bare_api.post("{ __typename }", accept=accept)
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8", accept


async def test_head_opens_no_stream(bare_api: Api) -> None:
    answer = await bare_api.client.head("/graphql", params={"query": LIVE}, headers={"accept": EVENTS})
    assert answer.status_code == 406


# What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ nothing }", "BAD_INPUT"),
        ("subscription {", "BAD_INPUT"),
        (LIVE, "UNAUTHENTICATED"),
        ("subscription { platformAnalytics { revision } }", "UNAUTHENTICATED"),
    ],
)
async def test_a_refused_operation_is_an_event_with_the_error(bare_api: Api, query: str, expected: str) -> None:
    async with stream(bare_api, query) as live:
        assert live.response.status_code == 200
        assert await code(live) == expected


async def test_another_creators_content_is_refused(api: Api, aggregator: Aggregator) -> None:
    await track(api, view("s1"))
    await aggregator.run_once()
    async with stream(api, LIVE, authorization=api.token("creator-2")) as live:
        assert await code(live) == "FORBIDDEN"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"authorization": "Bearer nonsense"}, "TOKEN_INVALID"),
        ({"x_viewpulse_key": "unknown"}, "WRITE_KEY_INVALID"),
    ],
)
async def test_bad_credentials_are_answered_before_the_stream(api: Api, headers: dict[str, str], code: str) -> None:
    answer = await api.post(LIVE, accept=EVENTS, **headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.json()["errors"][0]["extensions"]["code"] == code


async def test_what_is_no_request_is_answered_before_the_stream(bare_api: Api) -> None:
    answer = await bare_api.client.post("/graphql", json={}, headers={"accept": EVENTS})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_INPUT")


async def test_the_limits_of_subscriptions_are_those_of_sockets(settings: Settings, pool: Pool) -> None:
    narrow = settings.model_copy(update={"live_max_per_user": 1})
    async with served(create_app(narrow), narrow) as api:
        admin = api.token("admin", Role.ADMIN)
        async with socket(api.url) as client:
            await client.initialise(authorization=admin)
            await client.subscribe(LIVE)
            await client.hear()
            async with stream(api, LIVE, authorization=admin) as same:
                await shown(same)
            async with stream(api, LIVE.replace("c1", "c2"), authorization=admin) as other:
                assert await code(other) == "LIMIT_EXCEEDED"


async def test_streams_count_as_connections(settings: Settings, pool: Pool) -> None:
    narrow = settings.model_copy(update={"max_connections": 1})
    async with (
        served(create_app(narrow), narrow) as api,
        stream(api, LIVE, authorization=api.token("admin", Role.ADMIN)) as live,
    ):
        await shown(live)
        refused = await api.post("{ __typename }")
        assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (503, "UNAVAILABLE")


# How it ends -----------------------------------------------------------------------------------------------------


async def test_a_stream_ends_when_its_token_expires(api: Api) -> None:
    token = api.token("admin", Role.ADMIN, minutes=(4 - api.settings.jwt_leeway) / 60)  # a JWT counts whole seconds
    async with stream(api, LIVE, authorization=token) as live:
        await shown(live)
        assert await code(live) == "TOKEN_EXPIRED"


async def test_a_stream_ends_when_its_key_is_revoked(
    settings: Settings, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_watch, "CHECK_SECONDS", 0.05)
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    async with served(create_app(settings), settings) as api, stream(api, TRENDING, x_viewpulse_key=key) as live:
        await shown(live)
        async with pool.acquire() as connection:
            await revoke_write_key(connection, 1, key)
        assert await code(live) == "WRITE_KEY_INVALID"


async def test_a_stopping_server_ends_streams_so_that_clients_come_back(settings: Settings, pool: Pool) -> None:
    events: list[Any] = []
    opened = asyncio.Event()

    async def watch(api: Api) -> None:
        async with (
            httpx.AsyncClient(base_url=api.url, timeout=60, verify=False) as client,
            stream(Api(api.url, client, api.settings), LIVE, authorization=api.token("admin", Role.ADMIN)) as live,
        ):
            events.append(await live.hear())
            opened.set()
            events.append(await live.hear())

    async with served(create_app(settings), settings) as api:
        watching = asyncio.create_task(watch(api))
        await opened.wait()
    await watching
    assert events[0][0] == "next"
    assert events[1] == END, "whole, but without `complete`"


async def test_nothing_is_left_behind_by_clients_that_leave(api: Api) -> None:
    async def open_and_leave(*, patiently: bool) -> None:
        async with stream(api, LIVE, authorization=api.token("admin", Role.ADMIN)) as live:
            if patiently:
                await shown(live)

    await open_and_leave(patiently=True)
    await asyncio.sleep(0)
    tasks = len(asyncio.all_tasks())
    for number in range(50):
        await open_and_leave(patiently=number % 2 == 1)
    await until(lambda: len(asyncio.all_tasks()) <= tasks)


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_request_that_waits_behind_a_stream_keeps_nothing_open(
    api: Api, hub_of: Callable[[], Hub], monkeypatch: pytest.MonkeyPatch, *, at_once: bool
) -> None:
    monkeypatch.setattr(event_stream, "BEAT_SECONDS", 0.05)
    host, port = api.url.removeprefix("http://").split(":")
    query = urlencode({"query": LIVE})
    token = f"Authorization: {api.token('admin', Role.ADMIN)}\r\n"
    live = f"GET /graphql?{query} HTTP/1.1\r\nHost: x\r\nAccept: {EVENTS}\r\n{token}\r\n".encode()
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(live * 3 if at_once else live)
    await reader.readuntil(b"event: next")
    if not at_once:
        writer.write(live * 2)
        await asyncio.sleep(0.05)
    assert hub_of().subscriptions == 1
    writer.transport.abort()
    await until(lambda: hub_of().subscriptions == 0)


async def test_a_connection_is_used_again_after_a_stream_that_completed(bare_api: Api) -> None:
    host, port = bare_api.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    body = json.dumps({"query": "{ __typename }"}).encode()
    head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    for end in (f"Accept: {EVENTS}\r\n\r\n", "Connection: close\r\n\r\n"):
        writer.write(f"{head}{end}".encode() + body)
    answers = await reader.read()
    assert answers.count(b"HTTP/1.1 200 ") == 2
    writer.close()
